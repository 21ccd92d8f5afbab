"""Tags for templates of the admin."""

from __future__ import annotations

import json
from typing import Any

from django import template

register = template.Library()


@register.filter
def without_alias(props: str, user: Any) -> str:
    """The translation editor's properties (JSON) less "convert to alias", which is refused below superuser."""
    known = json.loads(props)
    if not user.is_superuser:
        known["links"]["convertToAliasUrl"] = None
    return json.dumps(known)
