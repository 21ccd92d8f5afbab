"""What is told of an entry as open data. Every file, profile and answer of the API is made from this one record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import override

from accounts.codes import Isic, Level, Visibility
from accounts.models import Affiliation, Contact, Organization, RegisterCheck, YearFigures
from core.legal_forms import legal_forms
from core.places import has, place
from directory.distance import anchor_of
from directory.freshness import freshness_of, with_freshness
from directory.permissions import PRINTED, open_entries
from directory.samples import is_sample
from directory.small_numbers import shown_figures

Record = dict[str, Any]

#: So many rows are read at once: what is in memory does not grow with the directory.
BATCH = 500
#: What is told of every entry, and whose sources are named.
BASIC = ("name_mn", "name_en", "legal_form", "level", "place", "isic", "activities")


def with_record(rows: QuerySet[Organization]) -> QuerySet[Organization]:
    """Rows of `open_entries` with all that `record` reads: the same queries however many rows."""
    return with_freshness(rows.select_related("open_entry")).prefetch_related(
        "field_sources",
        "certificates",
        Prefetch("figures", queryset=YearFigures.objects.select_related("confirmed_in__umbrella")),
        Prefetch(
            "contacts",
            queryset=Contact.objects.filter(visibility=Visibility.PUBLIC, kind__in=PRINTED),
            to_attr="open_contacts",
        ),
        Prefetch(
            "register_checks", queryset=RegisterCheck.objects.filter(ended_at=None), to_attr="current_checks"
        ),
        Prefetch(
            "affiliations",
            queryset=Affiliation.objects.current()
            .filter(umbrella__in=open_entries().values("pk"))
            .select_related("umbrella")
            .order_by("umbrella_id"),
            to_attr="open_affiliations",
        ),
    )


def batches(rows: QuerySet[Organization]) -> Iterator[list[Organization]]:
    """The rows, some at a time, by their keys."""
    last = 0
    while found := list(with_record(rows.filter(pk__gt=last).order_by("pk"))[:BATCH]):
        yield found
        last = found[-1].pk


def record(entry: Any) -> Record:
    """All that is told of a row of `with_record`; `more` is None where its organization has not agreed to more."""
    told, fresh = getattr(entry, "open_entry", None), freshness_of(entry)
    return {
        "id": entry.public_id,
        "url": {
            code: f"{settings.SITE_URL}/{code}/directory/{entry.public_id}/"
            for code in dict(settings.LANGUAGES)
        },
        "name": {"mn": entry.name_mn, "en": entry.name_en},
        "legal_form": _form(entry.legal_form),
        "level": {"code": entry.level, **_labels(Level)[entry.level]},
        "place": _place(entry.place),
        "sector": {"isic": entry.isic, "activities": list(entry.activities)},
        "sources": _sources(entry),
        "confirmed": fresh.is_fresh,
        "confirmed_on": _date(fresh.at) if fresh.at else None,
        "confirmed_by": fresh.by,
        "sample": is_sample(entry),
        "changed": iso(told.changed_at) if told and not told.gone else None,
        "more": _more(entry) if entry.gives_all else None,
    }


def iso(moment: dt.datetime) -> str:
    """In world time, to the microsecond, so that nothing falls between two questions."""
    return moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")


def _more(entry: Any) -> Record:
    return {
        "registration_number": entry.registration_number,
        "founded": _day(entry.founded),
        "member_type": entry.member_type,
        "about": entry.about,
        "sdg_goals": list(entry.sdg_goals),
        "sdg_statement": entry.sdg_statement,
        "audited_on": _day(entry.audited_on),
        "auditor": entry.auditor,
        "figures": [_figures(row) for row in entry.figures.all()],
        "contacts": [{"kind": str(one.kind), "value": one.value} for one in entry.open_contacts],
        "certificates": [
            {
                "name": one.name,
                "issuer": one.issuer,
                "number": one.number,
                "valid_until": _day(one.valid_until),
            }
            for one in entry.certificates.all()
        ],
        "register_checked": next((_date(one.checked_at) for one in entry.current_checks), ""),
        "unions": [
            {"id": link.umbrella.public_id, "name": link.umbrella.name_mn} for link in entry.open_affiliations
        ],
    }


def _figures(row: YearFigures) -> Record:
    shown = shown_figures(row)
    numbers = {name: getattr(shown, name) for name in ("members", "women", "youth", "employees")}
    return {"year": row.year, **numbers, "too_few": list(shown.few), "confirmed": row.is_confirmed}


def _sources(entry: Any) -> list[Record]:
    """A source without a text is the organization's own word."""
    rows = [one for one in entry.field_sources.all() if entry.gives_all or one.field in BASIC]
    return [
        {"field": one.field, "source": one.source, "date": _date(one.said_at)}
        for one in sorted(rows, key=lambda one: str(one.field))
    ]


def _date(moment: dt.datetime) -> str:
    """The day on which it was, where the country's clocks are."""
    return timezone.localtime(moment).date().isoformat()


def _day(written: str) -> str:
    """2019.05 as 2019-05."""
    return written.replace(".", "-")


@cache
def _labels(codes: Any) -> Mapping[str, Mapping[str, str]]:
    found: dict[str, dict[str, str]] = {value: {} for value in codes.values}
    for language in dict(settings.LANGUAGES):
        with override(language):
            for value, label in codes.choices:
                found[value][language] = str(label)
    return found


def sector_name(isic: str, language: str) -> str:
    """The section's name, "" for none."""
    return _labels(Isic)[isic][language] if isic else ""


def _form(code: str) -> Record | None:
    if not code:
        return None
    form = legal_forms().get(code)
    return {"code": code, "mn": form.mn if form else code, "en": form.en if form else code}


@cache
def _place(code: str) -> Record | None:
    """With the point that stands for it on a map: the middle of its district or aimag, (longitude, latitude)."""
    if not has(code):
        return None
    one, anchor = place(code), anchor_of(code)
    return {
        "code": code,
        "kind": str(one.kind),
        **{language: one.path_name(language) for language in dict(settings.LANGUAGES)},
        "point": [anchor.point[1], anchor.point[0]] if anchor and anchor.point else None,
        "point_of": anchor.code if anchor else "",
    }


def records(rows: QuerySet[Organization]) -> Iterator[Record]:
    """Of rows of `open_entries`."""
    for some in batches(rows):
        yield from map(record, some)
