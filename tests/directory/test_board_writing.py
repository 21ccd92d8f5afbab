"""Writing on the board: who may, what is refused and kept, changing, prolonging, reports of posts."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts.codes import Role
from accounts.models import Membership, Organization, Report
from accounts.services.reports import decide_reports
from core import once
from directory.board.contacts_in_texts import contact_in
from directory.models import Post
from tests import organizations as make
from tests import people
from tests.accounts.people_parts import deliver, signed_in
from tests.directory.board_parts import BOARD, form, post, seen, titles

pytestmark = pytest.mark.django_db


def new(organization: Organization) -> str:
    return f"{BOARD}new/?for={organization.public_id}"


@pytest.mark.parametrize("role", [Role.OWNER, Role.PUBLISHER])
def test_owners_and_publishers_of_a_listed_organization_write_in_its_name(client: Client, role: str) -> None:
    wool = make.organization("Ноос", activities=["ICA10"])
    own = signed_in(make.member(wool, "own", role))
    empty = seen(own, new(wool))
    assert '<option value="6231" selected>' in empty  # its own place and trade stand there already
    assert '<option value="ICA10" selected>' in empty
    assert own.post(new(wool), form()).status_code == 302
    assert titles(seen(client, BOARD)) == ["Өвс хэрэгтэй"]
    assert "Өвс хэрэгтэй" in seen(own, f"{BOARD}of/{wool.public_id}/")


def test_nobody_else_does() -> None:
    wool, draft = make.organization("Ноос"), make.organization("Арьс", status="draft")
    doubtful = make.organization("Гутал", status="unconfirmed")
    for user, about in (
        (make.member(wool, "member", Role.MEMBER), wool),
        (make.member(make.organization("Өөр"), "stranger"), wool),
        (people.agency(), wool),
        (make.member(draft, "owner"), draft),
        (make.member(doubtful, "doubtful"), doubtful),
    ):
        assert signed_in(user).get(new(about)).status_code == 404
        assert signed_in(user).post(new(about), form()).status_code == 404
    assert not Post.objects.exists()
    assert Client().get(new(wool)).status_code == 302


def test_who_writes_in_a_unions_name_needs_a_second_factor(settings: Settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = True
    union = make.umbrella()
    answer = signed_in(make.member(union, "speaker", Role.PUBLISHER)).post(new(union), form())
    assert "/2fa/" in answer["Location"]
    assert not Post.objects.exists()


def test_the_same_form_sent_twice_is_one_post() -> None:
    wool = make.organization("Ноос")
    own, sent = signed_in(make.member(wool, "own")), form()
    assert [own.post(new(wool), sent).status_code for _i in range(2)] == [302, 302]
    assert Post.objects.count() == 1


def test_a_form_made_for_another_organization_is_refused() -> None:
    wool, felt = make.organization("Ноос"), make.organization("Эсгий")
    person, sent = make.member(wool, "own"), form()
    Membership.objects.create(user=person, organization=felt, role=Role.OWNER)
    own = signed_in(person)
    assert own.post(new(wool), sent).status_code == 302
    assert own.post(new(felt), sent).status_code == 403
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "Залгаарай 9911 2233"}, "9911 2233"),
        ({"title": "bat@khorshoo.example"}, "bat@khorshoo.example"),
        ({"until": "2020-01-01"}, "өнгөрсөн"),
        ({"until": "2099-01-01"}, "нэг жилийн"),
        ({"until": "маргааш"}, "2026-12-31"),
        ({"until": ""}, "Эцсийн өдрийг"),
        ({"place": "", "place_in": ""}, "Хаана"),
        ({"sector": "ICA999"}, "ICA999"),
        ({"kind": ""}, "Хоёрын нэгийг"),
        ({"token": "old"}, "хуучирсан"),
    ],
)
def test_what_is_refused_is_told_and_kept(changes: dict[str, str], said: str) -> None:
    wool = make.organization("Ноос")
    sent = form(**{"text": "Хоёр тонн өвс, сайн чанартай.", **changes})
    answer = signed_in(make.member(wool, "own")).post(new(wool), sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert sent["text"] in html
    assert not Post.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["99112233", "9911-22-33", "+976 8811 2233", "(976)77112233", "wa.me/97699112233", "99.11.22.33 руу",
     "утас: 323232", "Tel 11-323232", "bat@mail.mn", "bat (at) mail.mn", "９９１１２２３３", "99 11 22 33-т"],
)  # fmt: skip
def test_numbers_and_addresses_are_found(text: str) -> None:
    assert contact_in(f"Өвс авна. {text} Баярлалаа.")


@pytest.mark.parametrize(
    "text",
    ["95 000 000 төгрөг", "95000000₮", "2026.12.31", "2026-12-31 хүртэл", "20 тонн, 1 500 000 төгрөг", "ICA10",
     "12 дугаар сарын 5-нд 300 литр", "үнэ 1,250,000", "6231 сум 100 хонь 200 ямаа"],
)  # fmt: skip
def test_amounts_and_days_are_not_taken_for_numbers(text: str) -> None:
    assert contact_in(text) == ""


def test_the_second_to_save_is_told_and_loses_nothing() -> None:
    wool = make.organization("Ноос")
    one = post(wool)
    own = signed_in(make.member(wool, "own"))
    edit = f"{BOARD}{one.public_id}/edit/"
    assert own.post(edit, form(title="Эхнийх", version="1")).status_code == 302
    answer = own.post(edit, form(title="Хоёр дахь", version="1"))
    assert answer.status_code == 409
    assert "Эхнийх" in answer.content.decode()
    assert 'value="Хоёр дахь"' in answer.content.decode()
    assert own.post(edit, form(title="Хоёр дахь", version="2")).status_code == 302
    one.refresh_from_db()
    assert one.title == "Хоёр дахь"


def test_it_is_taken_off_and_put_up_again_by_one_button(client: Client) -> None:
    wool = make.organization("Ноос")
    one = post(wool, until=timezone.localdate() - dt.timedelta(days=5))
    own, change = signed_in(make.member(wool, "own")), f"{BOARD}{one.public_id}/change/"
    assert "Дахин тавих" in seen(own, f"{BOARD}{one.public_id}/")
    assert own.post(change, {"do": "renew"}).status_code == 302
    one.refresh_from_db()
    assert one.until == timezone.localdate() + dt.timedelta(days=60)
    assert titles(seen(client, BOARD)) == [one.title]
    own.post(change, {"do": "withdraw"})
    assert titles(seen(client, BOARD)) == []
    own.post(change, {"do": "renew"})
    assert titles(seen(client, BOARD)) == [one.title]
    assert (
        signed_in(make.member(make.organization("Өөр"), "other")).post(change, {"do": "withdraw"}).status_code
        == 404
    )


def test_an_edit_prolongs_only_where_one_may_write() -> None:
    wool = make.organization("Ноос")
    one = post(wool, until=timezone.localdate() - dt.timedelta(days=5))
    own, edit = signed_in(make.member(wool, "own")), f"{BOARD}{one.public_id}/edit/"
    Organization.objects.filter(pk=wool.pk).update(status="unconfirmed")
    answer = own.post(edit, form(text="Хоёр тонн өвс.", version="1"))
    assert answer.status_code == 422
    assert "Хоёр тонн өвс." in answer.content.decode()
    Organization.objects.filter(pk=wool.pk).update(status="listed")
    before = one.since
    assert own.post(edit, form(version="1")).status_code == 302
    one.refresh_from_db()
    assert one.since > before  # it stands there anew, among the newest
    shorter = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    Organization.objects.filter(pk=wool.pk).update(status="unconfirmed")
    assert own.post(edit, form(version="2", until=shorter)).status_code == 302


def test_an_organization_writes_so_many_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.services.board.POSTS_A_DAY", 2)
    wool = make.organization("Ноос")
    own = signed_in(make.member(wool, "own"))
    with time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)):
        answers = [own.post(new(wool), form(text="Удаа дараа бичив.")) for _n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 422]
    assert "Удаа дараа бичив." in answers[-1].content.decode()


def test_a_reported_post_is_hidden_and_given_back_by_a_moderator(client: Client) -> None:
    wool = make.organization("Ноос")
    owner, one = make.member(wool, "own"), post(wool)
    report = f"/mn/people/report/post/{one.public_id}/"
    assert report in seen(client, f"{BOARD}{one.public_id}/")
    assert signed_in(owner).get(report).status_code == 404
    assert client.post(report, {"reason": "untrue", "token": once.new_token()}).status_code == 302
    left, moderator = Report.objects.get(), people.moderator()
    queue = seen(signed_in(moderator), "/cms/breaches/")
    assert one.title in queue
    assert one.text in queue
    decide_reports(user=moderator, reports=[left], decision="hidden", note="зохиомол")
    assert titles(seen(client, BOARD)) == []
    assert client.get(f"{BOARD}{one.public_id}/").status_code == 404
    assert "Хянагч нуусан" in seen(signed_in(owner), f"{BOARD}{one.public_id}/")
    assert signed_in(owner).post(f"{BOARD}{one.public_id}/change/", {"do": "renew"}).status_code == 403
    deliver()
    assert [sent.to for sent in mail.outbox] == [[owner.email]]
    assert "зохиомол" in mail.outbox[0].body
    decide_reports(user=moderator, reports=[left], decision="nothing", note="")
    assert titles(seen(client, BOARD)) == [one.title]


def test_nobody_decides_on_a_report_of_their_own_organizations_post() -> None:
    wool = make.organization("Ноос")
    moderator = people.moderator()
    wool.memberships.create(user=moderator, role=Role.MEMBER)
    left = Report.objects.create(target=post(wool), reason="untrue", token="t")
    with pytest.raises(PermissionDenied):
        decide_reports(user=moderator, reports=[left], decision="hidden", note="x")
    assert Post.objects.public().exists()
