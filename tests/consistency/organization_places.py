"""Organizations of which the permission table speaks, and the people who have a role in them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts import models
from accounts.codes import Purpose, Role, Status
from accounts.models import (
    Affiliation,
    Assistance,
    Capacity,
    Claim,
    Delegate,
    Invitation,
    Membership,
    YearFigures,
)
from accounts.models import PublicationConsent as Consent
from accounts.services import assisted
from core import once
from tests import organizations as make
from tests import people
from tests.consistency.permission_writes import Write, _rows
from tests.people import SECRET


def _logo() -> ContentFile[bytes]:
    return ContentFile(b"a picture", "logo.jpg")


class Now:
    """Stands in an address for what is made for whoever asks."""

    def __init__(self, made: Callable[[], Any]) -> None:
        self.made = made

    def __format__(self, spec: str) -> str:
        return str(self.made())


def _invitation_for_who_asks(places: Any) -> Now:
    def key() -> str:
        email = places.user.email if places.user else "nobody@khorshoo.example"
        return _invited(places, email).key

    return Now(key)


def _invited(places: Any, email: str) -> Invitation:
    made, _new = Invitation.objects.get_or_create(
        organization=places.own,
        email=email,
        withdrawn_at=None,
        accepted_at=None,
        defaults={"invited_by": places.owner, "expires_at": timezone.now() + dt.timedelta(days=9)},
    )
    return made


def _claimed_by_who_asks(places: Any) -> Now:
    def public_id() -> str:
        one = places.ownerless
        if places.user:
            Claim.objects.get_or_create(
                organization=one, claimant=places.user, defaults={"text": "x", "token": f"w{places.user.pk}"}
            )
        return str(one.public_id)

    return Now(public_id)


def _own(places: Any) -> models.Organization:
    return make.organization("Ноос", registration_number="1234567")


def _draft(name: str, asked_of: str = "") -> Callable[[Any], models.Organization]:
    """A draft that the owner has, ready to be listed."""

    def made(places: Any) -> models.Organization:
        one = make.organization(name, status=Status.DRAFT, listing_asked_at=timezone.now())
        one.listing_asked_of = getattr(places, asked_of) if asked_of else None
        one.save()
        Consent.objects.create(organization=one, purpose=Purpose.DIRECTORY)
        Membership.objects.create(organization=one, user=places.owner, role=Role.OWNER)
        return one

    return made


def _member_of(name: str, role: str) -> Callable[[Any], Any]:
    return lambda places: make.member(places.own, name, role)


def _linked(places: Any) -> Affiliation:
    return make.confirmed(places.own, places.union)


def _delegate(places: Any) -> Delegate:
    return Delegate.objects.create(affiliation=places.link, person=places.colleague)


def _claim(name: str, organization: str) -> Callable[[Any], Claim]:
    return lambda p: Claim.objects.create(
        organization=getattr(p, organization), claimant=people.person(name), text="x", token=name
    )


def _helped(places: Any) -> Assistance:
    one = make.organization("Тэмээ", status=Status.DRAFT)
    Consent.objects.create(organization=one, purpose=Purpose.DIRECTORY)
    return Assistance.objects.create(
        organization=one,
        helper=places.adviser,
        helper_for=places.agency_body,
        person_name="Дулмаа",
        consent="signed",
        consent_on=dt.date(2026, 1, 5),
    )


def _practitioner(places: Any) -> Capacity:
    return Capacity.objects.create(
        person=people.person("expert"), kind=Capacity.Kind.PRACTITIONER, organization=places.union
    )


def _code(places: Any) -> str:
    return assisted.make_code(user=places.adviser, assistance=places.help)


def _with_factor(user: Any) -> Any:
    TOTP.activate(user, SECRET)
    return user


def _auditor(places: Any, name: str = "auditor") -> Any:
    user = people.person(name)
    Capacity.objects.create(
        person=user,
        kind=Capacity.Kind.AUDITOR,
        licence="1",
        ends_on=timezone.localdate() + dt.timedelta(days=9),
    )
    return user


#: What may stand in braces; organizations and the like by their row's number, `…_id` by their public id.
PLACES: dict[str, Callable[[Any], Any]] = {
    "own": _own,
    "own_draft": _draft("Арьс", "union"),
    "agency_draft": _draft("Шир"),
    "own_twin": lambda p: make.organization("Ноос", registration_number="1234567"),
    "ownerless": lambda p: make.organization("Сүү", status=Status.UNCONFIRMED, registration_number="7"),
    "other": lambda p: make.organization("Гутал"),
    "union": lambda p: make.umbrella("Холбоо"),
    "second_union": lambda p: make.umbrella("Нэгдсэн холбоо"),
    "agency_body": lambda p: make.organization("Агентлаг", level="agency", place=""),
    "with_logo": lambda p: make.organization("Эсгий", logo=_logo()),
    "hidden_logo": lambda p: make.organization("Ширмэл", logo=_logo(), status=Status.HIDDEN),
    # People
    "owner": _member_of("owner", Role.OWNER),
    "publisher": _member_of("publisher", Role.PUBLISHER),
    "member": _member_of("member", Role.MEMBER),
    "colleague": _member_of("colleague", Role.MEMBER),
    "stranger": lambda p: make.member(p.other, "stranger"),
    "umbrella": lambda p: _with_factor(make.member(p.union, "umbrella", Role.PUBLISHER)),
    "auditor": _auditor,
    "adviser": lambda p: (p.agency_body, _with_factor(make.officer("adviser")))[1],
    "reader_to_be": lambda p: people.person("reader-to-be"),
    # What they have to do with each other
    "colleague_membership": lambda p: Membership.objects.get(user=p.colleague),
    "invitation": lambda p: _invited(p, "guest@khorshoo.example"),
    "invitation_key": lambda p: p.invitation.key,
    "my_invitation": _invitation_for_who_asks,
    "my_claim": _claimed_by_who_asks,
    "link": _linked,
    "ownerless_link": lambda p: make.confirmed(p.ownerless, p.union),
    "asked_link": lambda p: Affiliation.objects.create(umbrella=p.union, member=p.other, asked_by=p.stranger),
    "asked_by_union": lambda p: Affiliation.objects.create(
        umbrella=p.second_union, member=p.own, asked_by_umbrella=True
    ),
    "second_link": lambda p: make.confirmed(p.own, make.umbrella("Гурав дахь холбоо")),
    "delegate": _delegate,
    "second_delegate": lambda p: Delegate.objects.create(affiliation=p.second_link, person=p.colleague),
    "auditors_badge": lambda p: _auditor(p, "auditor-2").granted_capacities.get(),
    "figures": lambda p: YearFigures.objects.create(organization=p.own, year=2025, members=9),
    "claim": lambda p: (p.ownerless_link, _claim("claimant", "ownerless")(p))[1],
    "agency_claim": _claim("claimant-2", "other"),
    "help": _helped,
    "helped": lambda p: p.help.organization,
    "code": _code,
    "practitioner": _practitioner,
    **{
        f"{name}_id": (lambda p, name=name: getattr(p, name).public_id)
        for name in ("own", "own_draft", "ownerless", "other", "union", "helped", "with_logo", "hidden_logo")
    },
}

_MODELS = (
    "Organization", "Contact", "YearFigures", "PublicationConsent", "RegisterCheck", "Membership", "Invitation",
    "Affiliation", "Delegate", "Claim", "Capacity", "Assistance",
)  # fmt: skip


def _state() -> list[Any]:
    return [_rows(getattr(models, name)) for name in _MODELS]


def _do(what: str, which: str = "", **more: Any) -> Write:
    """One of the small forms; `which` is what it is about."""

    def data(places: Any) -> dict[str, Any]:
        found = getattr(places, which) if which else ""
        about = getattr(found, "pk", found)
        return {
            "do": what,
            "which": str(about),
            **{k: v(places) if callable(v) else v for k, v in more.items()},
        }

    return Write(data, _state)


def _filled(data: Callable[[Any], dict[str, Any]]) -> Write:
    return Write(data, _state)


def _help_form(places: Any, body: str = "agency_body") -> dict[str, Any]:
    return {
        "person_name": "Дулмаа",
        "consent": "signed",
        "consent_on": "2026-01-05",
        "helper_for": getattr(places, body).public_id,
        "token": once.new_token(),
        "text": "x",
        "name_mn": "Шинэ бригад",
        "level": "primary",
    }


WRITES = {
    "org-enter": _filled(
        lambda _p: {"name_mn": "Шинэ бригад", "level": "primary", "token": once.new_token()}
    ),
    "org-code": _filled(lambda p: {"code": p.code}),
    "org-make-code": _filled(lambda p: {"which": p.help.public_id}),
    "org-assist": _filled(_help_form),
    "org-assist-union": _filled(lambda p: _help_form(p, "union")),
    "org-join": _filled(lambda _p: {}),
    "org-edit": _filled(lambda p: {"name_mn": "Өөр нэр", "level": "primary", "version": p.own.version}),
    "org-rows": _filled(
        lambda p: {
            "form-TOTAL_FORMS": "1",
            "form-INITIAL_FORMS": "0",
            "version": p.own.version,
            "form-0-year": "2024",
            "form-0-members": "9",
        }
    ),
    "org-logo": _filled(lambda _p: {"remove": "1"}),
    "org-invite": _do("invite", email="new@khorshoo.example", role="member"),
    "org-withdraw": _filled(lambda p: {"do": "withdraw", "which": p.invitation.public_id}),
    "org-role": _do("role", "colleague_membership", role="publisher"),
    "org-end": _do("end", "colleague_membership"),
    "org-hand-on": _do("hand-on", "colleague_membership"),
    "org-consent": _do("consent", purposes="search"),
    "org-list-me": _do("ask"),
    "org-ask-umbrella": _do("ask", umbrella=lambda p: p.second_union.public_id),
    "org-leave-umbrella": _do("end", "link"),
    "org-answer": _do("confirm", "asked_by_union"),
    "org-delegate": _do("delegate", "link", person=lambda p: str(p.colleague_membership.pk)),
    "org-end-delegate": _do("end-delegate", "delegate"),
    "org-claim": _filled(lambda _p: {"text": "x", "token": once.new_token()}),
    "org-withdraw-claim": replace(_do("withdraw"), own=True),
    "desk-list": _do("list", "own_draft_id"),
    "desk-confirm": _do("confirm", "asked_link"),
    "desk-approve": _do("approve", "claim", reason="x"),
    "desk-delegate": _do("confirm-delegate", "delegate"),
    "desk-practitioner": _filled(lambda p: {"do": "practitioner", "which": p.reader_to_be.public_id}),
    "desk-end-practitioner": _do("end-practitioner", "practitioner"),
    "desk-figures": _do("figures", "link", figures=lambda p: str(p.figures.pk)),
    "desk-end": _do("end", "link"),
    "queue-claim": _do("approve", "agency_claim", reason="x"),
    "queue-draft": _do("list", "agency_draft"),
    "entry-check": _do("check"),
    "entry-umbrella": _do("umbrella"),
    "entry-no-umbrella": _do("no-umbrella"),
    "entry-hide": _do("hide", reason="x"),
    "entry-show": _do("show", reason="x"),
    "merge": _filled(lambda p: {"keep": str(p.own.pk)}),
    "grant": _filled(
        lambda p: {
            "email": p.reader_to_be.email,
            "kind": "auditor",
            "licence": "1",
            "ends_on": (timezone.localdate() + dt.timedelta(days=9)).isoformat(),
        }
    ),
    "take-badge": _do("", "auditors_badge"),
}
