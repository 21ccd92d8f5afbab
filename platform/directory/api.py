"""What of the directory programs may read: the open data, entry by entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from accounts.codes import Activity, Level, Status
from accounts.models import Affiliation, Organization, RegisterCheck
from core.api import PROBLEMS, Language, Page, Paging, page_of, register
from core.legal_forms import legal_forms
from directory.open_record import record, with_record
from directory.open_serving import as_of, changed_after, told_of
from directory.permissions import open_entries


def _choices(name: str, values: Sequence[str]) -> Any:
    return StrEnum(name, {value.replace("-", "_").upper(): value for value in values})


if TYPE_CHECKING:
    Sector = str
    OrganizationLevel = str
    LegalForm = str
else:
    Sector = _choices("Sector", Activity.values)
    OrganizationLevel = _choices("OrganizationLevel", Level.values)
    LegalForm = _choices("LegalForm", list(legal_forms()))
PlaceCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}([0-9]{2})?$", max_length=4)]


class Verified(StrEnum):
    """Who vouches for an entry."""

    REGISTER = "register"
    UNION = "union"
    NO = "no"


class Fresh(StrEnum):
    """Whether the organization itself stands behind its entry."""

    YES = "yes"
    NO = "no"


class Asked(Paging):
    """As the list on the site is narrowed. Values of one parameter add up, parameters narrow each other."""

    place: list[PlaceCode] = Field([], max_length=50, description="Codes of aimags (2 digits) or soums (4).")
    sector: list[Sector] = Field(
        [], max_length=50, description="Activities, codes of the cooperative alliance."
    )
    level: list[OrganizationLevel] = Field([], max_length=50)
    form: list[LegalForm] = Field([], max_length=50, description="Legal form.")
    verified: list[Verified] = Field([], max_length=50, description="Who vouches for the entry.")
    fresh: list[Fresh] = Field(
        [], max_length=50, description="Whether the organization stands behind its entry."
    )


class In(Schema):
    """In which language an entry is asked for."""

    language: Language = Field(Language.MN, description="Language of the texts.")


class Both(Schema):
    """In both languages."""

    mn: str
    en: str


class Coded(Both):
    """A code with its meaning."""

    code: str


class PlaceOut(Coded):
    """A place with its full path. point: longitude and latitude of the middle of `point_of`, about where it is."""

    kind: str
    point: list[float] | None
    point_of: str


class SectorOut(Schema):
    """isic: a section of ISIC, revision 4; activities: codes of the International Cooperative Alliance."""

    isic: str
    activities: list[str]


class SourceOut(Schema):
    """Where a field is from; an empty source is the organization's own word."""

    field: str
    source: str
    date: dt.date


class FiguresOut(Schema):
    """Of a year. too_few: what is known and not told, because it would tell of single persons."""

    year: int
    members: int | None
    women: int | None
    youth: int | None
    employees: int | None
    too_few: list[str]
    confirmed: bool


class ContactOut(Schema):
    """A website, a page in a network, a street address. Numbers and mail addresses are not given out."""

    kind: str
    value: str


class CertificateOut(Schema):
    """What somebody attested."""

    name: str
    issuer: str
    number: str
    valid_until: str


class UnionOut(Schema):
    """A union that has confirmed it as its member."""

    id: str
    name: str


class MoreOut(Schema):
    """What is told with the organization's consent alone. Dates may be a year or a month."""

    registration_number: str
    founded: str
    member_type: str
    about: str
    sdg_goals: list[int]
    sdg_statement: str
    audited_on: str
    auditor: str
    figures: list[FiguresOut]
    contacts: list[ContactOut]
    certificates: list[CertificateOut]
    register_checked: str
    unions: list[UnionOut]


class OrganizationOut(Schema):
    """An entry. sample: made up; more: null without the organization's consent.

    confirmed: somebody stands behind it; confirmed_on, confirmed_by: when its owner, a union or the agency said last
    that it is right, null and "" where nobody did since it was listed.
    """

    id: str
    title: str
    url: Both
    name: Both
    legal_form: Coded | None
    level: Coded
    place: PlaceOut | None
    sector: SectorOut
    sources: list[SourceOut]
    confirmed: bool
    confirmed_on: dt.date | None
    confirmed_by: str
    sample: bool
    changed: dt.datetime | None = Field(
        description="When the change was found; null where that is still to come."
    )
    more: MoreOut | None


class GoneOut(Schema):
    """An entry that is not told of any more, or does not fit any more, or never did, what was asked for."""

    id: str
    gone: bool = True


organizations = Router()


@organizations.get(
    "",
    response={200: Page[OrganizationOut | GoneOut], **PROBLEMS},
    operation_id="organizations",
    summary="Organizations of the directory",
)
def organization_list(request: HttpRequest, asked: Annotated[Asked, Query(...)]) -> dict[str, Any]:
    """Those that are open data. With `changed_since` what changed since; what is gone or does not fit, by id."""
    rows = _changed(asked, asked.changed_since) if asked.changed_since else _all(asked)
    return page_of(request, asked, rows, lambda one: one.told, as_of())


@organizations.get(
    "/{slug:key}",
    response={200: OrganizationOut, **PROBLEMS},
    operation_id="organization",
    summary="One organization",
)
def organization(request: HttpRequest, key: str, asked: Annotated[In, Query(...)]) -> dict[str, Any]:
    """By its public id."""
    found = with_record(open_entries().filter(public_id=key)).first()
    if found is None:
        raise Http404
    return _titled(record(found), asked.language)


def _titled(told: dict[str, Any], language: str) -> dict[str, Any]:
    return {**told, "title": told["name"][language] or told["name"]["mn"]}


def _all(asked: Asked) -> Callable[[int, int], Sequence[Any]]:
    rows = _narrowed(open_entries(), asked)

    def some(after: int, most: int) -> Sequence[Any]:
        found: list[Any] = list(with_record(rows.filter(pk__gt=after).order_by("pk"))[:most])
        for one in found:
            one.told = _titled(record(one), asked.language)
        return found

    return some


def _changed(asked: Asked, since: dt.datetime) -> Callable[[int, int], Sequence[Any]]:
    fitting = _narrowed(Organization.objects.all(), asked)
    rows = changed_after(since)

    def some(after: int, most: int) -> Sequence[Any]:
        found: list[Any] = list(rows.filter(pk__gt=after).order_by("pk")[:most])
        keys = [one.organization_id for one in found]
        fits = set(fitting.filter(pk__in=keys).values_list("pk", flat=True))
        for one, told in zip(found, told_of(found), strict=True):
            if isinstance(told, str) or one.organization_id not in fits:
                one.told = {"id": one.public_id, "gone": True}
            else:
                one.told = _titled(told, asked.language)
        return found

    return some


def _narrowed(rows: QuerySet[Organization], asked: Asked) -> QuerySet[Organization]:
    if asked.place:
        rows = rows.filter(_any(Q(place__startswith=code) for code in asked.place))
    if asked.sector:
        # A list in JSON, looked into as text: both databases can do that.
        rows = rows.annotate(codes=Cast("activities", TextField()))
        rows = rows.filter(_any(Q(codes__contains=f'"{code}"') for code in asked.sector))
    if asked.level:
        rows = rows.filter(level__in=asked.level)
    if asked.form:
        rows = rows.filter(legal_form__in=asked.form)
    if asked.verified:
        checked = Q(pk__in=RegisterCheck.objects.filter(ended_at=None).values("organization"))
        confirmed = Q(pk__in=Affiliation.objects.current().values("member"))
        meant = {Verified.REGISTER: checked, Verified.UNION: confirmed, Verified.NO: ~checked & ~confirmed}
        rows = rows.filter(_any(meant[one] for one in asked.verified))
    if asked.fresh:
        listed = Q(status=Status.LISTED)
        rows = rows.filter(_any(listed if one == Fresh.YES else ~listed for one in asked.fresh))
    return rows


def _any(conditions: Any) -> Q:
    found = Q()
    for one in conditions:
        found |= one
    return found


register("organizations", _("Organizations of the directory"), organizations)
