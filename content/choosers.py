"""Choosers of pages and records whose objects are read once for all pages, not once for each block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.text import capfirst
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from core import shared


class _Shared:
    """Takes the chosen objects from `core.shared`: whoever shows a page must not change them."""

    model_class: Any
    meta: Any

    def bulk_to_python(self, values: Sequence[int | None]) -> list[Any]:
        """The objects in the order of their ids, None for an id that is gone."""
        ids = {value for value in values if value is not None}
        rows = shared.many(("row", self.model_class), ids, self.model_class.objects.in_bulk)
        return [rows.get(value) if value is not None else None for value in values]

    def set_name(self, name: str) -> None:
        """Without a label of its own, it is called after what is chosen, in the editor's language."""
        super().set_name(name)  # type: ignore[misc]
        if not self.meta.label:
            self.label = lazy(lambda: capfirst(str(self.model_class._meta.verbose_name)), str)()


class RecordChooser(_Shared, SnippetChooserBlock):
    """A fact, an article, a term, a source."""

    def deconstruct(self) -> Any:
        """In migrations it is Wagtail's own."""
        return ("wagtail.snippets.blocks.SnippetChooserBlock", *super().deconstruct()[1:])


class PageChooser(_Shared, blocks.PageChooserBlock):
    """A page."""

    def deconstruct(self) -> Any:
        """In migrations it is Wagtail's own."""
        return ("wagtail.blocks.PageChooserBlock", *super().deconstruct()[1:])
