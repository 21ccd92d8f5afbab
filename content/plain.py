"""A page's text without its form: what search reads."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from wagtail.blocks import ListBlock, StreamBlock, StructBlock
from wagtail.blocks.field_block import CharBlock, RichTextBlock, TextBlock

BLOCK_END = re.compile(r"</(?:p|li|h\d|td|th|dd|dt)>|<br\s*/?>")
TAG = re.compile(r"<[^>]+>")
#: No-break spaces and word joiners are for the eye.
INVISIBLE = str.maketrans({"\u00a0": " ", "\u2060": None, "\u00ad": None})


def without_tags(markup: str) -> str:
    """Rich text as plain text; block ends become line ends."""
    text = TAG.sub("", BLOCK_END.sub("\n", markup))
    return html.unescape(text).translate(INVISIBLE).strip()


def stream_texts(value: Any) -> Iterator[str]:
    """All texts of a stream in order, plain. Choosers have no text here: facts are added by who indexes."""
    for child in value:
        yield from _texts(child.block, child.value)


def _texts(block: Any, value: Any) -> Iterator[str]:
    if value is None:
        return
    if isinstance(block, RichTextBlock):
        yield without_tags(value.source)
    elif isinstance(block, CharBlock | TextBlock):
        if str(value).strip():
            yield str(value)
    elif isinstance(block, StructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, value.get(name))
    elif isinstance(block, ListBlock):
        for item in value:
            yield from _texts(block.child_block, item)
    elif isinstance(block, StreamBlock):
        yield from stream_texts(value)
