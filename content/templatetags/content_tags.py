"""Tags for pages of the content room."""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText

from content.blocks import FRAMEWORK_STATES, Topic, cells
from content.links import page_link, trail
from content.reading import FactView, Reading, SourceView, TermView
from content.visibility import public_files
from core.fields import localized
from core.heads import Head
from core.languages import current_language
from core.wording import article_mn

register = template.Library()

#: A word that is about to be explained must not stand inside a link or a heading.
_SKIPPED = re.compile(r"(<a\b.*?</a>|<h3\b.*?</h3>|<[^>]+>)", re.S)
#: What a short word may carry. Many longer words begin like it: сан (a fund), and санаа, санал, санхүү.
_ENDINGS_OF_SHORT = (
    r"(?:e?s|тай|тэй|той|гүй|[гнд]?(?:ийн|ын|ы|ий|ийг|ыг|аас|ээс|оос|өөс|аар|ээр|оор|өөр)"
    r"|г|(?:[аэоө]н)?[дт](?:аа|ээ|оо|өө)?)?"
)


@register.simple_tag(takes_context=True)
def fact_view(context: Context, fact: Any) -> FactView | None:
    """{% fact_view block as f %}: a fact as this page's reader sees it."""
    reading: Reading = context["reading"]
    return reading.fact(fact)


@register.simple_tag(takes_context=True)
def source_views(context: Context, sources: Any) -> list[SourceView]:
    """{% source_views sources as views %}: where something was seen, in the reader's language."""
    reading: Reading = context["reading"]
    return reading.sources_of(sources)


@register.filter
def topic_name(value: str) -> str:
    """What a country's law is about."""
    return str(dict(Topic.choices).get(value, value))


@register.filter
def framework_state(value: str) -> str:
    """The state of a country's law."""
    return str(FRAMEWORK_STATES.get(value, value))


@register.simple_tag(takes_context=True)
def link_to(context: Context, page: Any) -> Any:
    """{% link_to page as link %}: the public page in the reader's language, or None."""
    return context["reading"].link(page)


@register.simple_tag(takes_context=True)
def basis_view(context: Context, value: Any) -> Any:
    """{% basis_view block as basis %}: a citation, or None."""
    return context["reading"].basis(value)


@register.simple_tag
def crumbs(page: Any) -> list[Any]:
    """The public pages above this one, the home page first."""
    return trail(page)


@register.simple_tag(takes_context=True)
def with_terms(context: Context, value: RichText | str) -> SafeString:
    """Rich text in which the first occurrence of each word explained on the page leads to its explanation."""
    reading: Reading = context["reading"]
    reading.gather()
    html = str(value)
    linked = reading.linked_terms
    for term in reading.terms:
        if term.definition and term.slug not in linked:
            html, found = link_first(html, term)
            if found:
                linked.add(term.slug)
    # safe: rich text that Wagtail cleaned when it was saved; what is added is escaped
    return mark_safe(html)


def link_first(html: str, term: TermView) -> tuple[str, bool]:
    """`html` with the first occurrence of `term` in running text as a link to `#term-…`, and whether it was there.

    Mongolian glues endings to the stem, so that a word counts that begins with the term less its last vowel. A short
    one counts with the usual endings alone.
    """
    if len(term.term) > 4:
        word = re.escape(escape(term.term.rstrip("аэиоуөүыя"))) + r"\w{0,6}"
    else:
        word = re.escape(escape(term.term)) + _ENDINGS_OF_SHORT
    pattern = re.compile(rf"(?<!\w)({word})(?!\w)", re.I)
    parts = _SKIPPED.split(html)
    for index, part in enumerate(parts):
        if part.startswith("<"):
            continue
        linked, count = pattern.subn(rf'<a class="term" href="#term-{term.slug}">\1</a>', part, count=1)
        if count:
            parts[index] = linked
            return "".join(parts), True
    return html, False


@register.simple_tag
def heading_id(counter: dict[str, int]) -> str:
    """s1, s2 … in the order of the headings, as in Reading.headings."""
    counter["n"] = counter.get("n", 0) + 1
    return f"s{counter['n']}"


@register.simple_tag
def new_counter() -> dict[str, int]:
    """A count that begins."""
    return {}


@register.simple_tag(takes_context=True)
def url_of(context: Context, page: Any) -> str:
    """A page's address; the site's roots are looked up once a request."""
    return page_link(page, context["request"]).url


@register.filter
def in_language(value: dict[str, str]) -> str:
    """A text of several languages in the active one."""
    return localized(value)


@register.filter
def text_of(value: dict[str, str], language: str) -> str:
    """A text of several languages in this one; "" where it is missing."""
    return str(value.get(language, ""))


@register.filter
def article_name(number: str) -> str:
    """12 -> "12 дугаар зүйл" / "Article 12"."""
    if current_language() == "mn":
        return article_mn(number)
    return _("Article %(number)s") % {"number": number}


@register.filter
def public(files: Any) -> list[Any]:
    """Those documents that anyone may have."""
    return public_files(files)


@register.filter
def host(address: str) -> str:
    """The host of an address, for a link's text."""
    return urlsplit(address).hostname or address


@register.filter
def month_name(month: int) -> str:
    """For date leaves: "2-р сар", "Feb"."""
    if current_language() == "mn":
        return f"{month}-\u2060р сар"
    return date_format(dt.date(2000, month, 1), "M")


@register.filter
def table_cells(line: str) -> list[str]:
    """The cells of one line of a table."""
    return cells(line)


@register.filter
def labelled_cells(line: str, head: str) -> list[tuple[str, str]]:
    """The cells of one line of a table, each after its column's name: on a phone a line is a card of its own."""
    return list(zip_longest(cells(head), cells(line), fillvalue=""))


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """A data block for search engines; it runs nothing."""
    text = (
        json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        .replace("<", "\\u003c")
        .replace("&", "\\u0026")
    )
    # safe: escaped above, no tag can end the block
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag(takes_context=True)
def head_data(context: Context, head: Head) -> SafeString:
    """What search engines are told of a page that is no Wagtail page: its place. As in `page_data`, not of choices."""
    request = context["request"]
    if request.GET:
        return SafeString()
    trail_to_here = _trail_data(str(context["SITE_URL"]), [*head.above, (head.title, request.path)])
    return json_ld({"@context": "https://schema.org", **trail_to_here})


def _trail_data(site: str, links: list[tuple[str, str]]) -> dict[str, Any]:
    """(name, address) of pages, the home page first, as schema.org's BreadcrumbList."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": site + url}
            for n, (name, url) in enumerate(links, start=1)
        ],
    }


@register.simple_tag(takes_context=True)
def page_data(context: Context, page: Any) -> SafeString:
    """What search engines are told of this page: its place, and what it is.

    Nothing where the address carries choices of the reader's: the page without them is the one to be found.
    """
    if context["request"].GET:
        return SafeString()
    site = str(context.get("SITE_URL", ""))
    links = [*trail(page), page_link(page)]
    found: list[dict[str, Any]] = [_trail_data(site, [(link.title, link.url) for link in links])]
    if page.kind == "home":
        found = [
            {
                "@type": "WebSite",
                "name": str(context.get("SITE_NAME", "")),
                "url": site + (page.url or ""),
                "inLanguage": page.language,
                "potentialAction": {
                    "@type": "SearchAction",
                    "target": f"{site}/{page.language}/search/?q={{q}}",
                    "query-input": "required name=q",
                },
            }
        ]
    elif page.kind == "steps":
        found.append(
            {
                "@type": "HowTo",
                "name": page.title,
                "inLanguage": page.language,
                # Texts in their order stand for steps: with the long form the first view would be too large.
                "step": [s["value"]["title"] for phase in page.phases() for s in phase["steps"]],
            }
        )
    elif page.kind == "guide":
        changed = page.last_published_at
        found.append(
            {
                "@type": "Article",
                "headline": page.title,
                "description": page.summary,
                "inLanguage": page.language,
                "dateModified": timezone.localdate(changed).isoformat() if changed else None,
            }
        )
    return json_ld({"@context": "https://schema.org", "@graph": found})
