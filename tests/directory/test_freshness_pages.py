"""The pages on which owners, unions and the agency say whether an entry is still right."""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.codes import Role, Status
from accounts.models import Change, Contact, Organization
from accounts.services.organizations import save_details
from core import outbox, page_cache
from core.models import OutboxRow
from directory.freshness import freshness_of
from directory.models import Freshness, Question
from directory.services import freshness as services
from tests import organizations as make
from tests import people
from tests.directory.clock import BEGIN, Clock, clock, link_to
from tests.directory.test_listing import counts, listed, names

pytestmark = pytest.mark.django_db
OWNER = "owner@khorshoo.example"


@pytest.fixture
def at() -> Iterator[Clock]:
    with clock() as found:
        yield found


def asked(at: Clock, name: str = "Ноос", **more: Any) -> tuple[Organization, str]:
    """An entry whose owner was asked, and the link of the mail."""
    entry = make.organization(name, **more)
    make.member(entry, "owner")
    at.night(6)
    return entry, link_to(OWNER)


def everything() -> list[Any]:
    """All that an answer could change."""
    return [
        list(model._default_manager.order_by("pk").values())
        for model in (Organization, Freshness, Question, Change, OutboxRow)
    ]


def test_looking_changes_nothing_and_shows_what_to_judge_by(at: Clock, client: Client) -> None:
    entry, link = asked(at, registration_number="1234567", about="Ноос ангилна.")
    for kind, value, visibility in (
        ("phone", "9911 2233", "public"),
        ("email", "dulmaa@khorshoo.example", "public"),
        ("phone", "88445566", "members"),
    ):
        Contact.objects.create(organization=entry, kind=kind, value=value, visibility=visibility)
    before = everything()
    for method in ("get", "head"):
        for _again in range(2):
            answer = getattr(client, method)(link)
            assert answer.status_code == 200
    assert everything() == before
    assert "no-store" in answer["Cache-Control"]
    html = client.get(link).content.decode()
    assert '<meta name="robots" content="noindex">' in html
    assert [
        text for text in ("Ноос ангилна.", "1234567", "…2233", "d…@khorshoo.example") if text not in html
    ] == []
    assert [text for text in ("9911", "dulmaa", "88445566", "5566") if text in html] == []
    assert f'href="/mn/account/organizations/{entry.public_id}/edit/"' in html


def test_one_tap_without_signing_in_confirms_and_says_thanks(at: Clock, client: Client) -> None:
    entry, link = asked(at)
    answer = client.post(link, follow=True)
    assert answer.redirect_chain == [(link, 302)]
    html = answer.content.decode()
    assert "Баярлалаа" in html
    assert "<form" not in html.partition("<main")[2].partition("</main")[0]
    page = client.get(f"/mn/directory/{entry.public_id}/").content.decode()
    assert "Эзэмшигч баталсан: 2026.07.01" in page
    change = Change.objects.filter(organization=entry).latest("pk")
    assert (change.action, str(change.actor)) == ("confirmed", "owner")


def test_a_used_link_says_so_and_changes_nothing(at: Clock, client: Client) -> None:
    _entry, link = asked(at)
    client.post(link)
    at.months(6, 5)
    before = everything()
    html = client.post(link, follow=True).content.decode()
    assert "Өөр юу ч хийх шаардлагагүй" in html
    assert "2026.07.01" in html
    assert everything() == before


def test_the_second_owners_link_says_that_the_first_has_answered(at: Clock, client: Client) -> None:
    entry = make.organization("Ноос")
    make.member(entry, "owner")
    make.member(entry, "second")
    at.night(6)
    client.post(link_to(OWNER))
    link = link_to("second@khorshoo.example")
    for answer in (client.get(link), client.post(link, follow=True)):
        assert "Энэ асуултад аль хэдийн хариулсан" in answer.content.decode()
    assert Change.objects.filter(organization=entry, action="confirmed").count() == 1


@pytest.mark.parametrize("key", ["forged", "x" * 500, "..", "%D3%A9", "a b", "AAAAAAAAAAAAAAAAAAAAAA"])
def test_a_forged_link_is_answered_in_plain_words(client: Client, key: str) -> None:
    address = f"/mn/directory/confirm/{key}/"
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code == 404
        if key != "..":
            assert "Ийм холбоос алга" in answer.content.decode()


def test_a_link_ends(at: Clock, client: Client) -> None:
    entry, link = asked(at)
    at.months(9)
    for answer in (client.get(link), client.post(link, follow=True)):
        assert "Энэ холбоосын хугацаа дууссан" in answer.content.decode()
    assert freshness_of(Organization.objects.get(pk=entry.pk)).at is None


def test_who_owns_it_no_longer_confirms_nothing(at: Clock, client: Client) -> None:
    entry, link = asked(at)
    entry.memberships.update(ended_at=BEGIN + dt.timedelta(days=200))
    for answer in (client.get(link), client.post(link, follow=True)):
        assert "Энэ холбоос ажиллахаа больсон" in answer.content.decode()
    assert freshness_of(Organization.objects.get(pk=entry.pk)).at is None


@pytest.mark.django_db(transaction=True)
def test_two_taps_at_once_are_one_answer(client: Client) -> None:
    entry = make.organization("Ноос")
    owner = make.member(entry, "owner")
    ends_at = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    _question, key = Question.ask(organization=entry, person=owner, ends_at=ends_at)
    together = threading.Barrier(4)
    pages: list[str] = []

    def tap() -> None:
        try:
            together.wait()
            answer = Client().post(f"/mn/directory/confirm/{key}/", follow=True)
            pages.append(answer.content.decode())
        finally:
            connection.close()

    taps = [threading.Thread(target=tap) for _n in range(4)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()
    assert ["Баярлалаа" in html for html in pages] == [True] * 4
    assert Change.objects.filter(organization=entry, action="confirmed").count() == 1


def test_a_signed_in_owner_confirms_on_the_page_of_the_organization(at: Clock, client: Client) -> None:
    entry, _link = asked(at)
    at.night(7)
    own = f"/mn/account/organizations/{entry.public_id}/"
    client.force_login(entry.memberships.get().user)
    html = client.get(own).content.decode()
    assert "Удаан хугацаанд хэн ч батлаагүй" in html
    address = re.findall(r'action="([^"]+/confirm/)"', html)[0]
    answer = client.post(address, follow=True)
    assert "Баярлалаа, бүртгэлийг баталлаа." in answer.content.decode()
    entry.refresh_from_db()
    assert entry.status == Status.LISTED
    client.force_login(make.member(entry, "publisher", Role.PUBLISHER))
    assert "/confirm/" not in client.get(own).content.decode()


def waiting(
    name: str = "Ноос", member_of: Organization | None = None, at: dt.datetime = BEGIN
) -> Organization:
    """An entry whose owner has been silent since then."""
    entry = make.organization(name, status=Status.UNCONFIRMED)
    make.member(entry, f"owner-{entry.pk}")
    Freshness.objects.create(organization=entry, counted_from=at, marked_at=at, passed_on_at=at)
    if member_of is not None:
        make.confirmed(entry, member_of)
    return entry


def at_the_desk(client: Client) -> tuple[Organization, str]:
    """A union whose speaker is signed in, and the address of its desk of silent entries."""
    union = make.umbrella("Холбоо")
    speaker = make.member(union, "speaker", Role.PUBLISHER)
    TOTP.activate(speaker, people.SECRET)
    client.force_login(speaker)
    return union, f"/mn/directory/desk/{union.public_id}/"


def test_a_union_confirms_for_a_silent_member(client: Client) -> None:
    union, desk = at_the_desk(client)
    entry, other = waiting("Ноос", union), waiting("Өөр")
    html = client.get(f"/mn/account/organizations/{union.public_id}/desk/").content.decode()
    assert f'href="{desk}"' in html
    assert "Одоогоор" not in html.partition(desk)[2].partition("<h2>")[0]
    html = client.get(desk).content.decode()
    assert ("Ноос" in html, "Өөр" in html) == (True, False)
    sent = {"do": "right", "which": entry.public_id, "version": entry.version}
    assert "Хариуг тань тэмдэглэлээ." in client.post(desk, sent, follow=True).content.decode()
    page = client.get(f"/mn/directory/{entry.public_id}/").content.decode()
    assert "Холбоо баталсан (Холбоо):" in page
    change = Change.objects.filter(organization=entry).latest("pk")
    assert (change.action, change.other) == ("confirmed", union)
    assert client.post(desk, {**sent, "which": other.public_id}).status_code == 403


def test_a_union_says_that_a_member_is_gone_and_the_owner_brings_it_back(client: Client) -> None:
    union, desk = at_the_desk(client)
    entry = waiting("Ноос", union)
    owner = entry.memberships.get().user
    sent = {"do": "gone", "which": entry.public_id, "version": entry.version, "reason": " "}
    answer = client.post(desk, sent)
    assert answer.status_code == 422
    assert "<details open>" in answer.content.decode()
    client.post(desk, {**sent, "reason": "Тарсан"})
    entry.refresh_from_db()
    assert entry.status == Status.HIDDEN
    change = Change.objects.filter(organization=entry).latest("pk")
    assert (change.action, change.other, change.data["reason"]) == ("hidden", union, "Тарсан")
    outbox.drain()
    Client().post(link_to(owner.email))
    entry.refresh_from_db()
    assert entry.status == Status.LISTED


def test_an_owner_who_was_faster_than_the_union_is_told_to_it(client: Client) -> None:
    union, desk = at_the_desk(client)
    entry = waiting("Ноос", union)
    version = entry.version
    services.confirm_entry(user=entry.memberships.get().user, organization=entry)
    sent = {"do": "gone", "which": entry.public_id, "version": version, "reason": "Тарсан байх"}
    answer = client.post(desk, sent)
    assert answer.status_code == 409
    assert "бүртгэл зөв хэвээр гэж баталсан" in answer.content.decode()
    assert "Тарсан байх" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.status == Status.LISTED


def test_a_union_is_told_nothing_of_the_log_of_others(client: Client) -> None:
    _union, desk = at_the_desk(client)
    other = make.organization("Нууц", status=Status.DRAFT)
    owner = make.member(other, "stranger")
    save_details(user=owner, organization=other, values={"about": "Нууц үг"}, version=other.version)
    for do in ("right", "gone"):
        answer = client.post(desk, {"do": do, "which": other.public_id, "version": "0", "reason": "Тарсан"})
        assert answer.status_code == 403
        assert "stranger" not in answer.content.decode()


def test_letters_that_a_database_cannot_keep_are_left_out(client: Client) -> None:
    union, desk = at_the_desk(client)
    entry = waiting("Ноос", union)
    sent = {"do": "gone", "which": entry.public_id, "version": entry.version, "reason": "Тар\0сан"}
    assert client.post(desk, {**sent, "which": "\0"}).status_code == 404
    assert client.post(desk, sent).status_code == 302
    assert Change.objects.filter(organization=entry).latest("pk").data["reason"] == "Тарсан"
    other = make.organization("Сүү", status=Status.UNCONFIRMED)
    client.force_login(people.agency())
    sent = {"do": "gone", "which": other.pk, f"seen-{other.pk}": other.version, "reason": "Тар\0сан"}
    assert client.post("/cms/unconfirmed/", sent).status_code == 302


def test_who_speaks_for_both_does_not_answer_for_their_own(client: Client) -> None:
    union, desk = at_the_desk(client)
    entry = waiting("Ноос", union)
    entry.memberships.create(user=union.memberships.get().user, role=Role.MEMBER)
    sent = {"do": "right", "which": entry.public_id, "version": entry.version}
    assert client.post(desk, sent).status_code == 403


def test_the_agency_answers_for_what_nobody_owns(client: Client) -> None:
    right = make.organization("Зөв", status=Status.UNCONFIRMED)
    gone = make.organization("Тарсан", status=Status.UNCONFIRMED)
    client.force_login(people.agency())
    page = "/cms/unconfirmed/"
    assert "Эзэмшигчгүй." in client.get(page).content.decode()
    seen = {f"seen-{one.pk}": one.version for one in (right, gone)}
    client.post(page, {"do": "right", "which": right.pk, **seen})
    assert client.post(page, {"do": "gone", "which": gone.pk, "reason": "", **seen}).status_code == 422
    client.post(page, {"do": "gone", "which": gone.pk, "reason": "Бүртгэлээс хасагдсан", **seen})
    right.refresh_from_db()
    gone.refresh_from_db()
    assert (right.status, gone.status) == (Status.LISTED, Status.HIDDEN)
    assert "Хүлээж байгаа бүртгэл алга." in client.get(page).content.decode()
    html = Client().get(f"/mn/directory/{right.public_id}/").content.decode()
    assert "Агентлаг баталсан:" in html


def test_the_list_is_sorted_and_narrowed_by_freshness(client: Client) -> None:
    old, new, never = (make.organization(name) for name in ("Хуучин", "Шинэ", "Хэзээ ч"))
    Organization.objects.filter(pk=never.pk).update(status=Status.UNCONFIRMED)
    for entry, year in ((old, 2021), (new, 2024)):
        moment = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
        Freshness.objects.create(
            organization=entry, counted_from=moment, confirmed_at=moment, confirmed_as="owner"
        )
    assert names(listed(client, "?sort=fresh")) == ["Шинэ", "Хуучин", "Хэзээ ч"]
    assert names(listed(client, "?fresh=no")) == ["Хэзээ ч"]
    found = counts(listed(client))
    assert (found["yes"], found["no"]) == (2, 1)


def test_the_map_greys_places_and_says_so_in_the_table(client: Client) -> None:
    for name, place, status in (
        ("А", "62", Status.LISTED), ("Б", "62", Status.LISTED), ("В", "62", Status.UNCONFIRMED),
        ("Г", "64", Status.LISTED), ("Д", "64", Status.UNCONFIRMED),
    ):  # fmt: skip
        make.organization(name, place=place, status=status)
    html = client.get("/mn/directory/map/").content.decode()
    drawn = html.partition('class="map"')[2].partition("</svg>")[0]
    tiles = dict(re.findall(r'<a href="/mn/directory/\?place=(\d+)"( class="[^"]+")?', drawn))
    assert (" g" in tiles["62"], " g" in tiles["64"]) == (False, True)
    assert "саарал: тал буюу түүнээс олон нь хуучирсан байж магадгүй" in html
    rows = re.findall(r'place=(\d+)">[^<]+</a></th>(.*?)</tr>', html)
    unconfirmed = {code: re.findall(r'магадгүй">(\d+)<', cells) for code, cells in rows}
    assert (unconfirmed["62"], unconfirmed["64"], unconfirmed["65"]) == (["1"], ["1"], ["0"])
    assert client.get("/mn/directory/map/?fresh=yes").content.decode().count(' g"') == 0


def test_desk_and_queue_take_the_same_queries_however_much_waits(client: Client) -> None:
    union, desk = at_the_desk(client)
    client.force_login(people.superuser())
    speaker = Client()
    speaker.force_login(union.memberships.get().user)
    sizes = []
    for more in (2, 25):
        for number in range(more):
            waiting(f"Гишүүн {more} {number}", union)
            make.organization(f"Эзэнгүй {more} {number}", status=Status.UNCONFIRMED)
            waiting(f"Ганцаараа {more} {number}")
        page_cache.raise_version()
        found = []
        for who, address in ((speaker, desk), (client, "/cms/unconfirmed/")):
            who.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert who.get(address).status_code == 200
            found.append(len(queries))
        sizes.append(found)
    assert sizes[0] == sizes[1]
