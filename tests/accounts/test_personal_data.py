"""What is kept of somebody who did all there is to do: in their archive, and forgotten with their account."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.utils import timezone

from accounts.codes import Purpose, Role, Status
from accounts.models import (
    Assistance,
    Capacity,
    Claim,
    Delegate,
    Invitation,
    Letter,
    Organization,
    PhoneNumber,
    Report,
    User,
)
from accounts.schedule import end_accounts
from accounts.services import assisted, capacities, claims, leaving, memberships, reports, terms
from accounts.services import organizations as entries
from accounts.services.letters import send_letter
from accounts.terms import current
from tests import people
from tests.accounts.people_parts import adviser, signed_in, someone, with_profile
from tests.organizations import confirmed, member, officer, organization, umbrella

pytestmark = pytest.mark.django_db


def lived(name: str, number: str) -> User:
    """Somebody whose name stands in all that they did."""
    person = someone(name)
    with_profile(person, about=f"{name}: намтар", trade="adviser")
    held = current()
    assert held
    terms.accept_terms(user=person, person=person, version=held.version)
    PhoneNumber.objects.create(user=person, number=number, verified=True)
    EmailAddress.objects.create(user=person, email=f"second{number}@khorshoo.example", verified=True)
    TOTP.activate(person, people.SECRET)
    UserSession.objects.create(user=person, ip="203.0.113.5", session_key=name, user_agent=f"{name}: утас")
    _in_organizations(person, name)
    friend = adviser("Дорж")
    for sender, receiver in ((person, friend), (friend, person)):
        send_letter(
            user=sender,
            person=receiver,
            text=f"{name}: захидал {sender.pk}, хариулаарай.",
            token=f"{name}{sender.pk}",
        )
    about = someone("Цэцгээ")
    reports.leave_report(
        user=person, target=about, reason="untrue", text=f"{name}: мэдээлэл", token=f"r{name}"
    )
    return person


def _in_organizations(person: User, name: str) -> None:
    own = entries.enter_organization(user=person, values={"name_mn": f"{name} хоршоо"}, token=f"e{name}")
    heir = member(own, f"heir-{person.pk}")  # so that the account can be deleted
    above = umbrella(f"{name} холбоо")
    link = confirmed(own, above)
    Delegate.objects.create(affiliation=link, person=person)
    left = organization(f"{name} хуучин хоршоо")
    memberships.end_membership(
        user=person, membership=left.memberships.create(user=person, role=Role.PUBLISHER)
    )
    invited = organization(f"{name} уригч")
    inviter = member(invited, f"inviter-{person.pk}")
    memberships.invite(user=inviter, organization=invited, email=person.email, role=Role.MEMBER)
    claims.claim_organization(
        user=person, organization=organization(f"{name} эзэнгүй"), text=f"{name}: хүсэлт", token=f"c{name}"
    )
    capacities.grant_capacity(
        user=people.agency(f"agency-{person.pk}"),
        person=person,
        kind="auditor",
        licence=f"{name}-7",
        ends_on=timezone.localdate() + timedelta(days=900),
    )
    helper = officer(f"officer-{person.pk}")
    given = assisted.assist_organization(
        user=helper,
        values={"name_mn": f"{name} тусламж"},
        token=f"h{name}",
        helper_for=Organization.objects.get(level="agency"),
        help_given={"person_name": f"{name} гуай", "consent": "signed", "consent_on": dt.date(2026, 1, 5)},
    )
    entries.set_consent(user=helper, organization=given.organization, purposes=[Purpose.DIRECTORY])
    code = assisted.make_code(user=helper, assistance=given)
    assisted.take_over(user=person, code=code)
    given.organization.memberships.create(user=heir, role=Role.OWNER)


def archive(person: User) -> dict[str, Any]:
    """What the ZIP holds, by the names of its parts."""
    answer = signed_in(person).post("/mn/account/data/")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as zipped:
        return {
            name.removesuffix(".json"): json.loads(zipped.read(name))
            for name in zipped.namelist()
            if name.endswith(".json")
        }


def test_the_archive_holds_every_kind_of_what_somebody_did() -> None:
    found = archive(lived("Нэгдүгээр", "+97699110001"))
    account, own, exchanged = found["account"], found["organizations"], found["letters"]
    assert [row["number"] for row in account["phones"]] == ["+97699110001"]
    assert len(account["addresses"]) == 2
    assert "Нэгдүгээр: утас" in [row["device"] for row in account["sessions"]]
    assert [row["kind"] for row in account["second_factors"]] == ["totp"]
    held = current()
    assert held
    assert [row["version"] for row in account["accepted_terms"]] == [held.version]
    assert found["profile"]["about"] == "Нэгдүгээр: намтар"
    roles = {row["organization"]: (row["role"], bool(row["ended"])) for row in own["memberships"]}
    assert roles == {
        "Нэгдүгээр хоршоо": ("owner", False),
        "Нэгдүгээр хуучин хоршоо": ("publisher", True),
        "Нэгдүгээр тусламж": ("owner", False),
    }
    assert own["entered"] == ["Нэгдүгээр хоршоо"]
    assert [row["organization"] for row in own["invitations"]] == ["Нэгдүгээр уригч"]
    assert [row["text"] for row in own["requests"]] == ["Нэгдүгээр: хүсэлт"]
    assert [row["licence"] for row in own["capacities"]] == ["Нэгдүгээр-7"]
    assert [row["umbrella"] for row in own["delegations"]] == ["Нэгдүгээр холбоо"]
    assert own["help"] == [{"organization": "Нэгдүгээр тусламж", "as": "helped"}]
    assert {"entered", "left", "claimed", "capacity", "handed-over"} <= {row["what"] for row in own["log"]}
    assert [len(exchanged[way]) for way in ("sent", "received")] == [1, 1]
    assert [row["text"] for row in found["reports"]["left"]] == ["Нэгдүгээр: мэдээлэл"]


def test_the_archive_of_one_holds_nothing_that_another_did() -> None:
    person = lived("Нэгдүгээр", "+97699110001")
    lived("Хоёрдугаар", "+97699110002")
    text = json.dumps(archive(person), ensure_ascii=False)
    assert "Нэгдүгээр" in text
    assert "Хоёрдугаар" not in text
    assert "110002" not in text
    secrets = [str(value) for row in Authenticator.objects.all() for value in row.data.values()]
    assert secrets
    assert not [secret for secret in secrets if secret in text]


def test_a_moderator_has_their_decisions_and_not_who_reported() -> None:
    moderator, reporter = people.moderator(), someone("Мэдээлэгч")
    report = reports.leave_report(user=reporter, target=someone(), reason="untrue", text="Худал", token="t")
    reports.decide_reports(user=moderator, reports=[report], decision="nothing", note="Дүрэм зөрчөөгүй")
    found = archive(moderator)["reports"]
    assert [row["note"] for row in found["decided"]] == ["Дүрэм зөрчөөгүй"]
    assert "Мэдээлэгч" not in json.dumps(found, ensure_ascii=False)


def test_with_the_account_all_that_is_personal_goes_and_what_others_need_stays() -> None:
    person = lived("Нэгдүгээр", "+97699110001")
    email, client = person.email, signed_in(person)
    leaving.ask_for_deletion(user=person, person=person)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        end_accounts()
    gone = User.objects.get(pk=person.pk)
    assert gone.erased_at
    assert client.get("/mn/account/").status_code == 302
    for model in (PhoneNumber, EmailAddress, Authenticator, UserSession):
        assert not model.objects.filter(user=gone).exists(), model
    assert not gone.memberships.filter(ended_at=None).exists()
    assert not Capacity.objects.filter(person=gone, ended_at=None).exists()
    assert not Delegate.objects.filter(person=gone, ended_at=None).exists()
    assert not Invitation.objects.filter(email=email).exists()
    assert [(row.state, row.text) for row in Claim.objects.filter(claimant=gone)] == [("withdrawn", "")]
    assert not Letter.objects.exists()
    assert Report.objects.get().reporter is None
    given = Assistance.objects.get()
    assert (given.person_name, given.organization.consents.get().given_for) == ("", "")
    entry = Organization.objects.get(name_mn="Нэгдүгээр хоршоо")
    assert {change.actor for change in entry.changes.filter(action="entered")} == {gone}
    assert str(gone) == "Устгасан хаяг"


def test_invitations_to_an_earlier_and_to_a_second_address_are_kept_and_forgotten_like_the_others() -> None:
    person = someone()
    earlier, second = person.email, "second@khorshoo.example"
    one, other = organization("Ноос"), organization("Сүү")
    invitation = memberships.invite(user=member(one, "a"), organization=one, email=earlier, role=Role.MEMBER)
    memberships.accept_invitation(user=person, invitation=invitation)
    person.email = "now@khorshoo.example"
    person.save()
    EmailAddress.objects.filter(user=person).update(verified=True)
    EmailAddress.objects.create(user=person, email=second, verified=True)
    memberships.invite(user=member(other, "b"), organization=other, email=second, role=Role.MEMBER)
    rows = archive(person)["organizations"]["invitations"]
    assert [row["organization"] for row in rows] == ["Ноос", "Сүү"]
    leaving.ask_for_deletion(user=person, person=person)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        end_accounts()
    (left,) = Invitation.objects.all()
    assert left.accepted_by == User.objects.get(pk=person.pk)
    assert left.email not in {earlier, second, "now@khorshoo.example"}


def test_an_entry_with_others_in_it_is_handed_on_before_its_only_owner_goes() -> None:
    person = people.person("owner")
    client = signed_in(person)
    own = entries.enter_organization(user=person, values={"name_mn": "Ноорог"}, token="t")
    assert (
        client.post("/mn/account/delete/", {"sure": "on"}).status_code == 302
    )  # a draft that nobody else sees
    client.post("/mn/account/delete/keep/")
    member(own, "colleague", Role.MEMBER)
    answer = client.post("/mn/account/delete/", {"sure": "on"})
    assert (answer.status_code, "Ноорог" in answer.content.decode()) == (422, True)
    member(own, "second")
    assert client.post("/mn/account/delete/", {"sure": "on"}).status_code == 302
    listed = organization(status=Status.LISTED)
    listed.memberships.create(user=person, role=Role.OWNER)
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        end_accounts()  # became an only owner meanwhile
    assert not User.objects.get(pk=person.pk).erased_at
