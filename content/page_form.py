"""The form of a page in the admin: what counts as a change."""

from __future__ import annotations

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.blocks import StreamValue

#: The editor gives keys to paragraphs that have none: no change of the text.
KEYS = re.compile(r' data-block-key=\\"[^"\\]*\\"')


def written(value: StreamValue) -> str:
    """What stands in it, comparable."""
    return KEYS.sub("", json.dumps(value.get_prep_value(), cls=DjangoJSONEncoder, sort_keys=True))


class KnowledgePageForm(WagtailAdminPageForm):
    """A body that is the same text is not changed.

    Wagtail compares lists in a body by identity, so that every form with one counts as changed: approving in the
    editor would then save a version of the approver's, who could not approve it.
    """

    @cached_property
    def changed_data(self) -> list[str]:
        """Names of the fields that really differ."""
        return [name for name in super().changed_data if not self._same(name)]

    def _same(self, name: str) -> bool:
        before: Any = self[name].initial
        if not isinstance(before, StreamValue):
            return False
        try:  # numbers and dates come as text
            now = self.fields[name].clean(self[name].data)
        except ValidationError:
            return False
        return written(before) == written(now)
