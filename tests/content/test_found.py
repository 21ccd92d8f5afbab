"""Whatever happens to a page, search knows it with the next drain of the outbox, and not a word more."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from content.models import DatedFact, GlossaryPage, GlossaryTerm, GuidePage, TopicPage
from core import outbox
from core.schedule import publish_scheduled
from search import indexer
from search.execute import execute
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site", "engine")]


def guide(language: str = "mn") -> GuidePage:
    return GuidePage.objects.get(slug="duties", locale__language_code=language)


def found(words: str, language: str = "mn") -> list[str]:
    """Addresses that a search finds once the worker has done what waits."""
    outbox.drain()
    return [row.url for row in execute(words, language=language).rows]


def titled(title: str, language: str = "mn") -> GuidePage:
    page = guide(language)
    page.title = title
    page.save_revision().publish()
    return page


def test_what_is_published_is_found_and_what_is_taken_back_is_not() -> None:
    assert found("зурвасхан") == []
    page = titled("Зурвасхан гарчиг")
    assert found("зурвасхан") == ["/mn/audit/duties/"]
    guide().unpublish()
    assert found("зурвасхан") == []
    page.refresh_from_db()
    page.save_revision().publish()
    assert found("зурвасхан") == ["/mn/audit/duties/"]
    guide().delete()
    assert found("зурвасхан") == []


def test_a_draft_is_not_found() -> None:
    page = guide()
    page.title = "Зурвасхан гарчиг"
    page.save_revision()
    assert found("зурвасхан") == []


def test_a_moved_page_is_found_where_it_stands_now() -> None:
    titled("Зурвасхан гарчиг")
    guide().move(TopicPage.objects.get(slug="benefits", locale__language_code="mn"), pos="last-child")
    assert found("зурвасхан") == ["/mn/benefits/duties/"]


def test_a_topic_with_another_address_takes_its_guides_along() -> None:
    titled("Зурвасхан гарчиг")
    topic = TopicPage.objects.get(slug="audit", locale__language_code="mn")
    topic.slug = "reports"
    topic.save_revision().publish()
    assert found("зурвасхан") == ["/mn/reports/duties/"]


def test_a_translation_is_found_in_its_language() -> None:
    titled("A zebra crossing", "en")
    assert found("zebra", "en") == ["/en/audit/duties/"]


def test_a_page_under_a_restriction_is_not_found_from_that_moment() -> None:
    titled("Зурвасхан гарчиг")
    assert found("зурвасхан") == ["/mn/audit/duties/"]
    PageViewRestriction.objects.create(page=guide().get_parent(), restriction_type="login")
    hidden = [row.url for row in execute("зурвасхан", language="mn").rows]  # before the worker knows
    assert hidden == []
    assert found("зурвасхан") == []


def test_a_changed_fact_is_found_on_every_page_that_shows_it() -> None:
    fact = DatedFact.objects.get(key="sme-fund-amount")
    fact.explanation = {"mn": "Зурвасхан тайлбар", "en": "A zebra"}
    fact.save_revision().publish()
    assert "/mn/finance/sme-fund/" in found("зурвасхан")
    assert "/en/finance/sme-fund/" in found("zebra", "en")


def test_scheduled_publishing_goes_live_is_found_and_ends() -> None:
    page, now = guide(), timezone.now()
    page.title = "Зурвасхан гарчиг"
    page.go_live_at, page.expire_at = now + dt.timedelta(hours=1), now + dt.timedelta(hours=3)
    page.save_revision(user=people.superuser()).publish()
    client = Client()
    assert "Зурвасхан" not in client.get("/mn/audit/duties/").content.decode()
    with time_machine.travel(now + dt.timedelta(hours=2)):
        publish_scheduled()
        assert "Зурвасхан" in client.get("/mn/audit/duties/").content.decode()
        assert found("зурвасхан") == ["/mn/audit/duties/"]
    with time_machine.travel(now + dt.timedelta(hours=4)):
        publish_scheduled()
        assert client.get("/mn/audit/duties/").status_code == 404
        assert found("зурвасхан") == []


def test_terms_follow_the_glossary_to_another_address() -> None:
    page = GlossaryPage.objects.get(locale__language_code="mn")
    page.slug = "words"
    page.save_revision().publish()
    term = GlossaryTerm.objects.get(slug="cooperative")
    assert any(url.startswith("/mn/words/") for url in found(term.term["mn"]))
    assert not any("/glossary/" in url for url in found(term.term["mn"]))


def test_the_sweep_finds_nothing_after_all_of_that() -> None:
    indexer.rebuild()
    titled("Зурвасхан гарчиг")
    guide("en").unpublish()
    outbox.drain()
    assert indexer.sweep() == {"missing": 0, "stale": 0, "gone": 0}
