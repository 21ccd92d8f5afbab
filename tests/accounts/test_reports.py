"""Reports: left by whoever sees the thing, decided by moderators, never by those concerned."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import Organization, Report, User
from accounts.services import agency
from accounts.services.organizations import set_consent
from accounts.services.reports import decide_reports, leave_report
from core import once
from tests import people
from tests.accounts.people_parts import adviser, deliver, signed_in, someone, with_profile
from tests.organizations import organization

pytestmark = pytest.mark.django_db


def address(person: User) -> str:
    return f"/mn/people/report/person/{person.public_id}/"


def post(client: Client, person: User, **changes: str) -> int:
    sent = {"reason": "pretends", "text": "Энэ миний нэр", "token": once.new_token(), **changes}
    return client.post(address(person), sent).status_code


def left(person: User, reporter: User | None = None) -> Report:
    return leave_report(
        user=reporter or someone("Дорж"),
        target=person,
        reason="insults",
        text="",
        token=once.new_token()[:60],
    )


def test_a_visitor_reports_what_they_see_without_a_name() -> None:
    person = adviser(audience="everyone")
    assert post(Client(), person) == 302
    report = Report.objects.get()
    assert (report.target, report.reason, report.reporter) == (person, "pretends", None)


def test_what_a_reader_does_not_see_can_not_be_reported() -> None:
    person = someone()
    assert Client().get(address(person)).status_code == 404
    assert post(Client(), person) == 404
    with pytest.raises(PermissionDenied):
        leave_report(user=AnonymousUser(), target=person, reason="untrue", text="", token="t")
    assert signed_in(someone("Дорж")).get(address(person)).status_code == 200
    assert signed_in(person).get(address(person)).status_code == 404  # one's own
    for kind in ["organization", "nothing"]:  # of no entry
        assert Client().get(f"/mn/people/report/{kind}/{person.public_id}/").status_code == 404


def test_a_report_sent_twice_is_kept_once() -> None:
    person, client, token = someone(), signed_in(someone("Дорж")), once.new_token()
    assert [post(client, person, token=token) for _i in range(2)] == [302, 302]
    assert Report.objects.count() == 1


def test_a_report_without_a_reason_keeps_its_text() -> None:
    person, client = someone(), signed_in(someone("Дорж"))
    sent = {"text": "Энэ миний нэр", "token": once.new_token()}
    answer = client.post(address(person), sent)
    assert answer.status_code == 422
    assert "Энэ миний нэр" in answer.content.decode()


def test_many_reports_from_one_place_are_stopped() -> None:
    person, client = someone(), signed_in(someone("Дорж"))
    assert [post(client, person) for _i in range(21)] == [302] * 20 + [429]


def test_many_reports_of_visitors_from_one_place_stop_nobody_elsewhere() -> None:
    person = adviser(audience="everyone")
    # One household has many addresses of this kind.
    household = [Client(REMOTE_ADDR=f"2001:db8:1:2::{number}") for number in range(1, 22)]
    assert [post(visitor, person) for visitor in household] == [302] * 20 + [429]
    assert post(Client(REMOTE_ADDR="203.0.113.9"), person) == 302


def test_hiding_takes_a_profile_from_others_eyes_and_tells_its_owner_why() -> None:
    person, reporter = adviser(audience="everyone"), someone("Дорж", language="en")
    report = left(person, reporter)
    decide_reports(user=people.moderator(), reports=[report], decision="hidden", note="Доромжилсон байна.")
    deliver()
    for client in [Client(), signed_in(reporter)]:
        assert client.get(f"/mn/people/{person.public_id}/").status_code == 404
        assert person.name not in client.get("/mn/people/").content.decode()
    assert signed_in(person).get(f"/mn/people/{person.public_id}/").status_code == 200
    told = {message.to[0]: message for message in mail.outbox}
    assert "Доромжилсон байна." in told[person.email].body
    assert reporter.name not in told[person.email].body  # who reported is not told
    assert "Your report was read" in told[reporter.email].subject


def test_another_decision_gives_it_back_unless_another_report_hides_it() -> None:
    person, moderator = adviser(), people.moderator()
    first, second = left(person), left(person, someone("Цэцгээ"))
    decide_reports(user=moderator, reports=[first, second], decision="hidden", note="")
    decide_reports(user=moderator, reports=[first], decision="nothing", note="")
    assert User.objects.get(pk=person.pk).profile.hidden_at
    decide_reports(user=moderator, reports=[second], decision="mended", note="")
    assert not User.objects.get(pk=person.pk).profile.hidden_at


def test_the_same_decision_taken_again_tells_nobody_again() -> None:
    person, reporter, moderator = adviser(), someone("Дорж"), people.moderator()
    report = left(person, reporter)
    for note in ("Доромжилсон", "Доромжилсон байна"):
        decide_reports(user=moderator, reports=[report], decision="hidden", note=note)
    deliver()
    assert sorted(message.to[0] for message in mail.outbox) == sorted([person.email, reporter.email])
    report.refresh_from_db()
    assert report.note == "Доромжилсон байна"


def test_the_queue_offers_what_the_moderator_may_decide() -> None:
    moderator = people.moderator()
    reports = [left(adviser(), moderator), left(moderator), left(adviser("Цэцгээ"))]
    page = signed_in(moderator).get("/cms/breaches/").content.decode()
    offered = [f'name="which" value="{report.pk}"' in page for report in reports]
    assert offered == [False, False, True]


def test_nobody_decides_on_what_concerns_them() -> None:
    moderator, person = people.moderator(), someone()
    with_profile(person)
    for report in [left(person, moderator), left(moderator, person)]:
        with pytest.raises(PermissionDenied):
            decide_reports(user=moderator, reports=[report], decision="nothing", note="")


@pytest.mark.parametrize("who", ["reader", "editor"])
def test_who_is_no_moderator_decides_nothing(who: str) -> None:
    user = people.editor() if who == "editor" else someone("Цэцгээ")
    with pytest.raises(PermissionDenied):
        decide_reports(user=user, reports=[left(someone())], decision="hidden", note="")


def test_a_reported_account_that_was_deleted_can_still_be_decided() -> None:
    person = someone()
    report = left(person)
    User.objects.filter(pk=person.pk).update(erased_at="2026-11-28T00:00Z")
    decide_reports(user=people.moderator(), reports=[report], decision="hidden", note="")
    deliver()
    assert person.email not in [message.to[0] for message in mail.outbox]


def test_a_stale_page_decides_nothing_that_was_decided_meanwhile() -> None:
    report = left(adviser())
    clients = [signed_in(people.moderator(name)) for name in ("first", "second")]
    sent = {"which": [report.pk], "do": "hidden", "reason": "Доромжилсон", f"seen-{report.pk}": ""}
    assert f'name="seen-{report.pk}" value=""' in clients[1].get("/cms/breaches/").content.decode()
    clients[0].post("/cms/breaches/", sent)
    deliver()
    told = len(mail.outbox)
    answer = clients[1].post("/cms/breaches/", {**sent, "do": "nothing", "reason": ""}, follow=True)
    assert "Энэ хооронд өөр хүн шийдчихсэн" in answer.content.decode()
    deliver()
    report.refresh_from_db()
    assert (report.decision, report.note, len(mail.outbox)) == ("hidden", "Доромжилсон", told)
    anew = "/cms/breaches/?decided=1"
    shown = f'name="seen-{report.pk}" value="{report.decided_at.isoformat()}"'
    assert shown in clients[1].get(anew).content.decode()
    seen = {f"seen-{report.pk}": report.decided_at.isoformat()}
    clients[1].post(anew, {**sent, "do": "nothing", **seen})
    report.refresh_from_db()
    assert report.decision == "nothing"


def test_moderators_find_reports_in_their_queue_and_decide_several_at_once() -> None:
    moderator, persons = people.moderator(), [adviser("Сараа"), adviser("Цэцгээ")]
    rows = [left(person, people.person(f"r{n}")) for n, person in enumerate(persons)]
    client = signed_in(moderator)
    text = client.get("/cms/breaches/").content.decode()
    assert "Сараа" in text
    assert "Цэцгээ" in text
    assert "(2)" in client.get("/cms/").content.decode()
    client.post(
        "/cms/breaches/", {"which": [row.pk for row in rows], "do": "hidden", "reason": "Доромжилсон"}
    )
    assert {report.decision for report in Report.objects.all()} == {"hidden"}
    assert "Сараа" not in client.get("/cms/breaches/").content.decode()
    assert "Доромжилсон" in client.get("/cms/breaches/?decided=1").content.decode()
    assert signed_in(people.editor()).get("/cms/breaches/").status_code in {302, 403}


# Entries of organizations


def entry_address(one: Organization) -> str:
    return f"/mn/people/report/organization/{one.public_id}/"


def test_an_entry_is_reported_by_all_who_see_it_but_those_whose_it_is() -> None:
    one, owner = organization("Ноос"), people.person("owner")
    one.memberships.create(user=owner, role="owner")
    assert "Ноос" in Client().get(entry_address(one)).content.decode()
    sent = {"reason": "untrue", "text": "Ийм хоршоо байхгүй", "token": once.new_token()}
    assert Client().post(entry_address(one), sent).status_code == 302
    assert (Report.objects.get().target, Report.objects.get().reporter) == (one, None)
    assert signed_in(owner).get(entry_address(one)).status_code == 404
    for status in ["draft", "hidden"]:
        unseen = organization(f"Арьс {status}", status=status)
        assert Client().get(entry_address(unseen)).status_code == 404
        assert Client().post(entry_address(unseen), sent).status_code == 404
    client = signed_in(someone("Дорж"))
    answers = [
        client.post(entry_address(one), {**sent, "token": once.new_token()}).status_code for _i in range(21)
    ]
    assert answers == [302] * 20 + [429]


def test_an_entry_is_hidden_and_shown_again_by_decisions_and_its_owners_are_told_why() -> None:
    one, moderator, reporter = organization("Ноос"), people.moderator(), someone("Дорж")
    owner = people.person("owner")
    one.memberships.create(user=owner, role="owner")
    report = leave_report(user=reporter, target=one, reason="untrue", text="", token="t")
    queue = signed_in(moderator).get("/cms/breaches/").content.decode()
    assert "Ноос" in queue
    assert f"/cms/organizations/{one.pk}/" not in queue  # no room of a moderator's
    decide_reports(user=moderator, reports=[report], decision="hidden", note="Ийм хоршоо алга")
    one.refresh_from_db()
    assert one.status == "hidden"
    decide_reports(user=moderator, reports=[report], decision="mended", note="Зассан")
    one.refresh_from_db()
    assert one.status == "listed"
    deliver()
    told = [message.body for message in mail.outbox if message.to == [owner.email]]
    assert [any(text in body for body in told) for text in ("Ийм хоршоо алга", "Зассан")] == [True, True]
    assert not any(reporter.name in body for body in told)
    log = one.changes.order_by("pk").values_list("action", "actor__name", "data__reason")
    assert list(log) == [("hidden", "moderator", "Ийм хоршоо алга"), ("shown", "moderator", "Зассан")]


def test_what_the_agency_hid_by_itself_no_decision_on_a_report_shows() -> None:
    one, moderator = organization("Ноос"), people.moderator()
    report = leave_report(user=someone("Дорж"), target=one, reason="untrue", text="", token="t")
    agency.set_hidden(user=people.agency(), organization=one, hidden=True, reason="Давхардсан")
    for decision in ("hidden", "nothing"):
        decide_reports(user=moderator, reports=[report], decision=decision, note="")
    one.refresh_from_db()
    assert one.status == "hidden"


def test_nobody_decides_on_a_report_of_their_own_entry_nor_shows_it_again() -> None:
    one, moderator, officer = organization("Ноос"), people.moderator(), people.agency()
    for user in (moderator, officer):
        one.memberships.create(user=user, role="member")
    report = leave_report(user=someone("Дорж"), target=one, reason="untrue", text="", token="t")
    with pytest.raises(PermissionDenied):
        decide_reports(user=moderator, reports=[report], decision="nothing", note="")
    with pytest.raises(PermissionDenied):
        agency.set_hidden(user=officer, organization=one, hidden=False, reason="Зүгээр")


@pytest.mark.parametrize(("before", "after"), [("listed", "draft"), ("unconfirmed", "unconfirmed")])
def test_an_entry_comes_back_as_it_was_but_not_against_its_owners_will(before: str, after: str) -> None:
    one, officer, owner = organization("Ноос", status=before), people.agency(), people.person("owner")
    one.memberships.create(user=owner, role="owner")
    agency.set_hidden(user=officer, organization=one, hidden=True, reason="Шалгаж байна")
    if before == "listed":
        set_consent(user=owner, organization=one, purposes=[])
    agency.set_hidden(user=officer, organization=one, hidden=False, reason="Шалгасан")
    one.refresh_from_db()
    assert one.status == after


def test_reports_follow_an_entry_that_is_merged_into_another() -> None:
    keep, gone = organization("Ноос"), organization("Нооос")
    report = leave_report(user=someone("Дорж"), target=gone, reason="untrue", text="", token="t")
    agency.merge_organizations(user=people.agency(), keep=keep, gone=gone)
    report = Report.objects.get(pk=report.pk)
    assert report.target == keep
    decide_reports(user=people.moderator(), reports=[report], decision="hidden", note="")
    keep.refresh_from_db()
    assert keep.status == "hidden"


def test_the_entry_in_the_directory_leads_to_the_form_but_not_its_own_people() -> None:
    one = organization("Ноос")
    owner = people.person("owner")
    one.memberships.create(user=owner, role="owner")
    address = f"/mn/directory/{one.public_id}/"
    assert entry_address(one) in Client().get(address).content.decode()
    assert entry_address(one) not in signed_in(owner).get(address).content.decode()


@pytest.mark.parametrize("size", [2, 20])
def test_the_queue_takes_the_same_queries_however_long(size: int, django_assert_num_queries: Any) -> None:
    for number in range(size):
        left(adviser(f"Бат{number}"), someone(f"Дорж{number}"))
        leave_report(
            user=someone(f"Цэцэг{number}"),
            target=organization(f"Ноос{number}"),
            reason="untrue",
            text="",
            token=once.new_token()[:60],
        )
    client = signed_in(people.moderator())
    client.get("/cms/breaches/")
    with django_assert_num_queries(17):
        page = client.get("/cms/breaches/").content.decode()
    assert page.count('name="which"') == size * 2
