"""What readers ask is counted, without who; editors see what they did not get, and do something about it."""

import datetime as dt
import re

import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from search import services
from search.models import GuideWish, QueryCount
from tests import people
from tests.search.world import World

pytestmark = pytest.mark.django_db

REPORT = "/cms/search/asked/"


def asked(text: str, times: int = 1, *, found: bool = False, clicks: int = 0) -> QueryCount:
    for _ in range(times):
        services.note_search(text=text, language="mn", found=found)
    for _ in range(clicks):
        services.note_click(text=text, language="mn")
    return QueryCount.objects.get(text=text, language="mn")


def signed_in(client: Client) -> Client:
    client.force_login(people.editor())
    return client


def test_an_editor_sees_what_had_no_result_or_no_click_the_most_frequent_first(client: Client) -> None:
    asked("ноолуур")
    asked("тээвэр", 3)
    asked("<b>", 2)
    asked("ирц", 2, found=True)
    asked("дүрэм", 9, found=True, clicks=1)
    signed_in(client)
    html = client.get(REPORT).content.decode()
    assert html.index("тээвэр") < html.index("&lt;b&gt;") < html.index("ноолуур")
    assert "ирц" in html
    assert "дүрэм" not in html
    without_result = client.get(REPORT, {"which": "without-result"}).content.decode()
    assert "тээвэр" in without_result
    assert "ирц" not in without_result
    without_click = client.get(REPORT, {"which": "without-click"}).content.decode()
    assert "ирц" in without_click
    assert "дүрэм" in client.get(REPORT, {"which": "all"}).content.decode()
    assert "ноолуур" not in client.get(REPORT, {"language": "en"}).content.decode()
    exported = client.get(REPORT, {"export": "csv"})
    assert "ноолуур" in b"".join(exported.streaming_content).decode()
    assert REPORT in client.get("/cms/").content.decode()


def test_the_public_does_not(client: Client) -> None:
    query = asked("ноолуур")
    assert client.get(REPORT).status_code == 302
    client.post(f"{REPORT}{query.pk}/guide/")
    client.force_login(people.person("reader"))
    client.post(f"{REPORT}{query.pk}/guide/")
    assert not GuideWish.objects.exists()


def test_every_search_is_counted_once_with_whether_it_found_something(world: World, client: Client) -> None:
    world.write("Хонь", "ноос")
    world.drain()
    for address in ("?q=Хонь", "?q=хонь", "?q=zzqq", "?q=хонь&page=1", "?q=хонь&kind=note", "?q="):
        assert client.get(f"/mn/search/{address}").status_code == 200
    rows = QueryCount.objects.order_by("text").values_list("text", "count", "without_result")
    assert list(rows) == [("zzqq", 1, 1), ("хонь", 3, 0)]


def test_a_followed_result_is_counted_by_the_page_the_browser_names(world: World, client: Client) -> None:
    world.write("Хонь", "ноос")
    world.drain()
    html = client.get("/mn/search/", {"q": "хонь"}).content.decode()
    address = re.search(r'<a href="/mn/notes/\d+/" ping="([^"]+)"', html)
    assert address
    said = "https://khorshoo.example/mn/search/?q=%D0%A5%D0%BE%D0%BD%D1%8C&page=1"
    strict = Client(enforce_csrf_checks=True)  # browsers send no token with it
    answer = strict.post(address[1], "PING", content_type="text/ping", headers={"Ping-From": said})
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (204, b"", "private, no-store")
    assert QueryCount.objects.get().clicks == 1
    for wrong in ("", "https://khorshoo.example/mn/", "https://khorshoo.example/?q=нийтлэг", "::[", "?q=%00"):
        assert client.post(address[1], headers={"Ping-From": wrong}).status_code == 204
    assert QueryCount.objects.get().clicks == 1
    assert client.get(address[1]).status_code == 405


def test_a_busy_database_costs_the_reader_nothing(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(**_more: object) -> None:
        raise OperationalError("database is locked")

    world.write("Хонь", "ноос")
    world.drain()
    monkeypatch.setattr(services, "note_search", busy)
    monkeypatch.setattr(services, "note_click", busy)
    assert "Хонь" in client.get("/mn/search/", {"q": "хонь"}).content.decode()
    said = "https://khorshoo.example/mn/search/?q=x"
    assert client.post("/mn/search/click/", headers={"Ping-From": said}).status_code == 204


@pytest.mark.parametrize("text", ["bat@mail.mn", "9911 2233", "дугаар 99112233", "УБ88010112", "99-11-22-33"])
def test_what_may_be_somebodys_address_or_number_is_not_kept(text: str) -> None:
    services.note_search(text=text, language="mn", found=False)
    assert not QueryCount.objects.exists()


def test_a_year_and_an_article_are_kept() -> None:
    assert asked("2021 оны 12.1").count == 1


def test_what_nobody_asks_for_ninety_days_is_forgotten() -> None:
    asked("хуучин")
    with time_machine.travel(timezone.now() + dt.timedelta(days=89)):
        asked("шинэ")
        assert services.forget_old_queries() == 0
    with time_machine.travel(timezone.now() + dt.timedelta(days=91)):
        assert services.forget_old_queries() == 1
    assert QueryCount.objects.get().text == "шинэ"


def test_different_queries_without_end_do_not_fill_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 4)
    monkeypatch.setattr(services, "ROOM", 2)
    asked("тээвэр", 2)
    for number in range(6):
        services.note_search(text=f"q{number}", language="mn", found=False)
    assert QueryCount.objects.count() == 4
    assert services.forget_old_queries() == 2
    assert set(QueryCount.objects.values_list("text", flat=True)) == {"тээвэр", "q2"}


def test_a_query_becomes_a_synonym_a_pin_or_a_guide_to_write(client: Client) -> None:
    query = asked("тэмээний ноос", 3)
    signed_in(client)
    html = client.get(REPORT).content.decode()
    forms = [
        address.replace("&amp;", "&")
        for address in re.findall(r'href="(/cms/search/[^"]+/new/\?[^"]+)"', html)
    ]
    assert len(forms) == 2
    for address in forms:
        assert "тэмээний ноос" in client.get(address).content.decode()
    address = f"{REPORT}{query.pk}/guide/"
    assert f'action="{address}"' in html
    for _ in range(2):  # pressed twice
        answer = client.post(address, {"next": f"{REPORT}?which=all"})
        assert answer["Location"] == f"{REPORT}?which=all"
    wish = GuideWish.objects.get()
    assert "тэмээний ноос" in client.get("/cms/search/wishes/").content.decode()
    form = {"text": wish.text, "language": "mn", "note": "Бичлээ", "done": "on"}
    assert client.post(f"/cms/search/wishes/edit/{wish.pk}/", form).status_code == 302
    client.get("/cms/search/wishes/")  # where it is said that it was saved
    assert "тэмээний ноос" not in client.get("/cms/search/wishes/", {"open": "yes"}).content.decode()
    assert "Бичлээ" in client.get("/cms/search/wishes/", {"open": "no"}).content.decode()
    client.post(address, {"next": "https://elsewhere.example/"})  # wanted again
    assert GuideWish.objects.filter(done_at=None).count() == 1
    again = client.post(f"/cms/search/wishes/edit/{wish.pk}/", {**form, "done": ""})
    assert again.status_code == 200  # two open ones are not possible, and the form says so
    assert GuideWish.objects.filter(done_at=None).count() == 1


def test_the_way_back_leads_to_no_other_site(client: Client) -> None:
    query = asked("тээвэр")
    signed_in(client)
    answer = client.post(f"{REPORT}{query.pk}/guide/", {"next": "https://elsewhere.example/"})
    assert answer["Location"] == REPORT


def test_a_wish_that_differs_by_blanks_alone_is_the_same(client: Client) -> None:
    GuideWish.objects.create(text="тэмээний ноос", language="mn")
    signed_in(client)
    answer = client.post("/cms/search/wishes/new/", {"text": "тэмээний   ноос", "language": "mn"})
    assert answer.status_code == 200
    assert GuideWish.objects.count() == 1
    client.post("/cms/search/wishes/new/", {"text": "үхрийн  арьс", "language": "mn"})
    assert GuideWish.objects.filter(text="үхрийн арьс").exists()
