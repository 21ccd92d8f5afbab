"""“Is this cooperative real?”: what the directory knows of a name or a number, and what it does not know."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Prefetch, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Replace

from accounts.log_words import label_of
from accounts.models import FieldSource, Organization, RegisterCheck, YearFigures
from accounts.permissions.organizations import reportable_of
from accounts.similar import bare_name, key_of
from accounts.trust import Trust, trust_of, with_trust
from content.models import InstitutionPage
from content.visibility import public_pages
from core.languages import current_language
from directory.permissions import public_entries
from directory.samples import is_sample
from directory.small_numbers import Figures, shown_figures
from search.engine.base import EngineAwayError
from search.within import ranked_pks

LONGEST = 200
MOST = 10
#: Of the engine's candidates so many are looked at for those that have the words in their name.
CANDIDATES = 200
#: What is told with who said it.
SOURCED = ("registration_number", "figures", "audited_on")
#: What is missed where it is empty, beside number, members and audit, which have lines of their own.
WANTED = ("legal_form", "founded", "place")
#: Letters typed for digits that look like them, and what people put between or before the digits.
_DIGITS = str.maketrans("oOоОөӨlIіІзЗбБ", "00000011113366", " -–—.№#:/")
#: What a kept number may have between its digits.
_BETWEEN = " -."
#: Whom to ask for what the directory does not know, by the last part of their pages' addresses; and where to tell us.
OFFICES = ("gasr", "frc")
CONTACT = "contact"


@dataclass(frozen=True)
class Known:
    """One entry, as far as it answers. exact: it has this very name or number.

    check: the comparison with the state register that still holds; figures: of the newest year.
    """

    entry: Organization
    exact: bool
    is_sample: bool
    check: RegisterCheck | None
    trust: list[Trust]
    figures: Figures | None
    sources: dict[str, FieldSource | None]
    not_known: list[str]
    may_report: bool


@dataclass(frozen=True)
class Checked:
    """What a question gets.

    text: as it was typed, without what cannot be seen; is_empty: whether nothing in it can be looked for; cut: whether
    it was longer than is looked at; more: whether more entries fit than are shown.
    """

    text: str
    is_empty: bool
    cut: bool
    more: bool
    found: list[Known]

    @property
    def any_exact(self) -> bool:
        """Whether one of them has this very name or number."""
        return any(one.exact for one in self.found)


def check(user: Any, typed: str) -> Checked:
    """The public entries that answer to a name or a registration number.

    Takes the same queries however many entries there are, and never fails with the search engine.
    """
    printable = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in typed)
    whole = " ".join(printable.split())
    text = whole[:LONGEST]
    if not key_of(text):
        return Checked(text, is_empty=True, cut=False, more=False, found=[])
    number = number_of(text)
    pks = _with_number(number, text) if number else []
    if not pks and any(sign.isalpha() for sign in text):
        pks, number = _with_name(text), ""
    return Checked(
        text=text,
        is_empty=False,
        cut=len(whole) > LONGEST,
        more=len(pks) > MOST,
        found=_known(user, pks[:MOST], text, number),
    )


def pages_that_help() -> dict[str, Any]:
    """The pages of the offices to ask, and of where to tell us: None for one that not everybody may see."""
    ours = public_pages().filter(locale__language_code=current_language())
    wanted = Q(pk__in=InstitutionPage.objects.filter(slug__in=OFFICES).values("pk")) | Q(
        slug=CONTACT, depth=3
    )
    pages: dict[str, Any] = dict.fromkeys((*OFFICES, CONTACT))
    return pages | {page.slug: page for page in ours.filter(wanted)}


def number_of(text: str) -> str:
    """The digits of a registration number however it was typed; "" for what is no number."""
    digits = unicodedata.normalize("NFKC", text.translate(_DIGITS))
    has_digit = any(sign.isdigit() for sign in text)
    return digits if has_digit and digits.isascii() and digits.isdigit() else ""


def _numbered() -> QuerySet[Organization]:
    """Public entries with `bare_number`: as kept, without what stands between digits."""
    bare: Any = "registration_number"
    for sign in _BETWEEN:
        bare = Replace(bare, Value(sign), Value(""), output_field=TextField())
    return public_entries().annotate(bare_number=bare)


def _with_number(number: str, text: str) -> list[int]:
    """A name may be a number as well."""
    rows = _numbered().filter(Q(bare_number=number) | Q(name_key=key_of(text)))
    return list(rows.order_by("pk").values_list("pk", flat=True)[: MOST + 1])


def _with_name(text: str) -> list[int]:
    """Those of this very name first, then those that the search takes for it."""
    key = key_of(text)
    same = list(public_entries().filter(name_key=key).values_list("pk", flat=True)[: MOST + 1])
    try:
        alike = ranked_pks(
            bare_name(text), language=current_language(), kind="organization", most=CANDIDATES, named=True
        )
    except EngineAwayError:
        rows = public_entries().filter(Q(name_key__contains=key) | Q(name_en__icontains=bare_name(text)))
        alike = list(rows.values_list("pk", flat=True)[: MOST + 1])
    return list(dict.fromkeys([*same, *alike]))


def _known(user: Any, pks: list[int], text: str, number: str) -> list[Known]:
    """In this order. Asked for again whether everybody may see them."""
    order = Case(*(When(pk=pk, then=Value(at)) for at, pk in enumerate(pks)), default=Value(len(pks)))
    rows = with_trust(_numbered().filter(pk__in=pks).order_by(order)).prefetch_related(
        "field_sources",
        Prefetch("figures", queryset=YearFigures.objects.select_related("confirmed_in__umbrella")),
    )
    entries: list[Any] = list(rows)
    reportable = reportable_of(user, entries)
    key = key_of(text)
    found = []
    for entry in entries:
        figures = [shown_figures(row) for row in list(entry.figures.all())[:1]]
        named = key in {entry.name_key, key_of(entry.name_en)}
        found.append(
            Known(
                entry=entry,
                exact=named or bool(number and entry.bare_number == number),
                is_sample=is_sample(entry),
                check=next(iter(entry.current_checks), None),
                trust=trust_of(entry),
                figures=figures[0] if figures else None,
                sources=dict.fromkeys(SOURCED) | {one.field: one for one in entry.field_sources.all()},
                not_known=[label_of(name) for name in WANTED if not getattr(entry, name)],
                may_report=entry.pk in reportable,
            )
        )
    return found
