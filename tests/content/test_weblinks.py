"""Links out of the site: found wherever they stand, asked by turns, told of when they fail."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from content import weblinks
from content.models import LawPage, PlainPage, WebLink
from content.tasks import check_links
from core.outside import RefusedError, UnreachableError
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

LAW = "https://legalinfo.mn/mn/detail?lawId=16230442329501"


class Net:
    """The world outside, as these tests want it."""

    def __init__(self, **answers: int | Exception) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def status(self, address: str) -> int:
        self.asked.append(address)
        for part, answer in self.answers.items():
            if part in address:
                if isinstance(answer, Exception):
                    raise answer
                return answer
        return 200


def later(days: int) -> None:
    for link in WebLink.objects.all():
        link.checked_at = timezone.now() - timedelta(days=days)
        link.save()


def listed() -> str:
    client = Client()
    client.force_login(people.editor(f"editor{WebLink.objects.count()}{timezone.now().timestamp()}"))
    return client.get("/cms/reports/links/").content.decode()


def test_links_are_found_in_fields_texts_and_sources() -> None:
    page = PlainPage.objects.get(slug="about", locale__language_code="mn")
    page.body = [("text", '<p><a href="https://one.example/a?b=1&amp;c=2">x</a> https://two.example/.</p>')]
    page.save_revision().publish()
    named = weblinks.named()
    assert named["https://one.example/a?b=1&c=2"].pages == {page.pk}
    assert "https://two.example/" in named
    assert LawPage.objects.get(official_url=LAW, locale__language_code="mn").pk in named[LAW].pages
    assert named[LAW].sources
    assert not any(word in address for address in named for word in ("</", "\\", " "))


def test_a_page_that_is_gone_is_told_of_at_once_with_who_names_it() -> None:
    weblinks.check(Net(legalinfo=404).status, batch=1000)
    html = listed()
    assert LAW.replace("&", "&amp;") in html
    assert "хуудас алга болсон" in html
    assert "Хоршооны тухай хууль" in html
    assert "L21" in html


def test_who_does_not_answer_once_is_asked_again_before_it_is_told_of() -> None:
    net = Net(legalinfo=UnreachableError("slow"))
    weblinks.check(net.status, batch=1000)
    assert LAW not in listed()
    later(days=2)
    net.asked.clear()
    weblinks.check(net.status, batch=1000)
    others = [address for address in net.asked if "legalinfo" not in address]
    assert (
        len(net.asked) > len(others) <= 3
    )  # what works is left alone, but for a look whether we are cut off
    assert LAW in listed()
    since = WebLink.objects.get(address=LAW).failing_since
    later(days=2)
    weblinks.check(Net().status, batch=1000)
    assert LAW not in listed()
    assert since is not None
    assert WebLink.objects.get(address=LAW).failing_since is None


def test_an_answer_that_is_for_machines_alone_is_no_problem() -> None:
    weblinks.check(Net(legalinfo=403).status, batch=1000)
    assert WebLink.objects.get(address=LAW).problem == ""


def test_an_address_of_a_private_net_is_told_of() -> None:
    weblinks.check(Net(legalinfo=RefusedError("private")).status, batch=1000)
    later(days=2)
    weblinks.check(Net(legalinfo=RefusedError("private")).status, batch=1000)
    assert "нийтийн хаяг биш" in listed()


def test_when_it_is_we_who_are_cut_off_nothing_is_noted() -> None:
    weblinks.check(Net().status, batch=1000)
    later(days=20)
    assert weblinks.check(Net(http=UnreachableError("no net")).status, batch=1000) == 0
    assert not WebLink.objects.exclude(problem="").exists()


def test_one_run_asks_a_part_and_the_next_goes_on() -> None:
    net = Net()
    assert weblinks.check(net.status, batch=5) == 5
    assert weblinks.check(net.status, batch=5) == 5
    assert len(set(net.asked)) == 10


def test_what_nobody_names_any_more_is_forgotten() -> None:
    WebLink.objects.create(address="https://old.example/", problem="gone")
    weblinks.check(Net().status, batch=1)
    assert not WebLink.objects.filter(address="https://old.example/").exists()


def test_the_job_of_the_schedule_asks_only_where_it_is_switched_on(
    settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    from content.schedule import look_at_links

    enqueued: list[int] = []
    monkeypatch.setattr(type(check_links), "enqueue", lambda task: enqueued.append(1))
    look_at_links()
    assert enqueued == []
    settings.CHECK_LINKS = True
    look_at_links()
    assert enqueued == [1]
