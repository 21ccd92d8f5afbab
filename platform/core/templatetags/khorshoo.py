"""Template tags and filters that every template has (settings: builtins)."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, NodeList, Parser, Token
from django.template.context import Context, RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import shared, slots
from core.languages import current_language
from core.wording import long_date_mn

register = template.Library()

NBSP = "\u00a0"
JOINER = "\u2060"

_SYMBOLS = re.compile(r'<symbol id="([a-z0-9-]+)".*?</symbol>', re.S)


def _read_symbols() -> dict[str, str]:
    """The drawings of templates/components/icons.svg by name."""
    source = (Path(settings.ROOT) / "templates" / "components" / "icons.svg").read_text("utf-8")
    return {found[1]: re.sub(r">\s+<", "><", found[0]) for found in _SYMBOLS.finditer(source)}


SYMBOLS = _read_symbols()


@register.simple_tag(takes_context=True)
def icon(context: RequestContext, name: str, css: str = "i") -> SafeString:
    """A drawing by name; each is put into the page once, by {% icon_symbols %} at its end.

    Raises KeyError for a drawing that is not there.
    """
    if name not in SYMBOLS:
        raise KeyError(name)
    _used_icons(context)[name] = None
    return _drawing(css, name)


@lru_cache
def _drawing(css: str, name: str) -> SafeString:
    return format_html('<svg class="{}" aria-hidden="true"><use href="#{}"/></svg>', css, name)


def _used_icons(context: Context) -> dict[str, None]:
    """Names of the drawings so far, in their order; kept with the request, as included templates share it."""
    request: Any = context["request"]
    if not hasattr(request, "used_icons"):
        request.used_icons = {}
    used: dict[str, None] = request.used_icons
    return used


@register.simple_tag(takes_context=True)
def icon_symbols(context: RequestContext) -> SafeString:
    """The drawings that this page used."""
    drawings = "".join(SYMBOLS[name] for name in _used_icons(context))
    # safe: our own file, nothing of a visitor's in it
    return mark_safe(f'<svg class="vh" aria-hidden="true">{drawings}</svg>')


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """{% kept "name" value … %}…{% endkept %}: rendered once for all pages, until public content changes.

    The values name what it depends on beside the language. Nothing in it may depend on the page or on who reads.
    """
    on = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return _Kept(nodes, on)


class _Kept(Node):
    def __init__(self, nodelist: NodeList, on: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.on = on

    def render(self, context: Context) -> SafeString:
        values = [expression.resolve(context) for expression in self.on]
        html, drawings = shared.one(("kept", current_language(), *values), lambda: self._once(context))
        _used_icons(context).update(dict.fromkeys(drawings))
        return html

    def _once(self, context: Context) -> tuple[SafeString, tuple[str, ...]]:
        """The text, and the drawings in it: each page that shows it has to bring them."""
        before, context["request"].used_icons = _used_icons(context), {}
        try:
            return self.nodelist.render(context), tuple(_used_icons(context))
        finally:
            context["request"].used_icons = before


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, obj: Any) -> SafeString:
    """What other apps show in this place of a page about `obj`; nothing without them."""
    found = [shown for part in slots.parts(name) if (shown := part(obj)) is not None]
    return format_html_join("", "{}", ((render_to_string(t, dict(c), context["request"]),) for t, c in found))


@register.filter
def long_date(value: dt.date | dt.datetime | None) -> str:
    """2026 оны 11 дүгээр сарын 22 / 22 November 2026; "" for none."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    if current_language() == "mn":
        return tidy(long_date_mn(day))
    return tidy(date_format(day, "j F Y"))


@register.filter
def stamp(value: dt.date | dt.datetime | None) -> str:
    """2026.11.22 / 22 Nov 2026; "" for none."""
    if value is None:
        return ""
    day = timezone.localtime(value).date() if isinstance(value, dt.datetime) else value
    return day.strftime("%Y.%m.%d") if current_language() == "mn" else date_format(day, "j M Y")


@register.filter
def written_date(value: str) -> str:
    """A date that is kept as text: "2021", "2021.05" or "2021.05.06", in English "May 2021", "6 May 2021"."""
    if current_language() == "mn":
        return value
    return _WRITTEN_DATE.sub(_in_english, value)


#: A month or a day; a year alone is written alike in both languages.
_WRITTEN_DATE = re.compile(r"(?<![\d.])(\d{4})\.(\d{1,2})(?:\.(\d{1,2}))?(?![\d.])")


def _in_english(found: re.Match[str]) -> str:
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        date = dt.date(year or 1, month or 1, day or 1)
    except ValueError:
        return found[0]
    return date_format(date, "j M Y" if day else "M Y")


@register.filter
def grouped(value: int) -> str:
    """20313 as 20,313, in both languages, as the facts are written."""
    return f"{value:,}"


@register.filter
def tidy(value: Any) -> str:
    """No line break between a number and what it counts, nor in "10-ны" and "НҮБ-ын"."""
    return _tidied(str(value))


@lru_cache(maxsize=10_000)  # labels and values of facts stand on many pages
def _tidied(text: str) -> str:
    text = re.sub(r"(?<=\d) (?=[A-Za-zА-Яа-яӨөҮү%₮])", NBSP, text)
    return re.sub(r"(?<=[\dA-ZА-ЯЁӨҮ])-(?=[а-яөү])", f"-{JOINER}", text)


@register.filter
def less_query(address: str) -> str:
    """An address without the choices that a reader made."""
    return address.partition("?")[0]


@register.simple_tag(takes_context=True)
def query(context: RequestContext, **changes: Any) -> str:
    """This page's query with some parameters set or (None) taken out, as "?…"."""
    data = context["request"].GET.copy()
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        else:
            data[name] = str(value)
    encoded = data.urlencode()
    return conditional_escape(f"?{encoded}" if encoded else context["request"].path)
