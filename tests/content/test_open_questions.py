"""What is not confirmed is shown openly, and two editors who confirm it at once lose nothing."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from accounts.models import User
from content.models import DatedFact, GuidePage, Source
from content.open_questions import asked_since
from core import shared
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def all_of(client: Client, language: str) -> str:
    pages, number = "", 1
    while True:
        answer = client.get(f"/{language}/not-confirmed/", {"page": number} if number > 1 else {})
        if answer.status_code == 404:
            return pages
        pages, number = pages + answer.content.decode(), number + 1


@pytest.mark.parametrize("language", ["mn", "en"])
def test_every_open_fact_stands_there_with_whom_to_ask_and_no_other(client: Client, language: str) -> None:
    html = all_of(client, language)
    open_facts = DatedFact.objects.filter(status="unconfirmed", live=True)
    assert html.count("<h2>") - 2 * html.count("<footer") >= open_facts.count() > 40
    plain = html.replace("\u00a0", " ").replace("\u2060", "")
    for fact in open_facts.select_related("office"):
        assert str(fact.label[language]).split("(")[0][:20] in plain, fact.key
    seen = DatedFact.objects.filter(status="seen")[0]
    assert f">{seen.label[language]}<" not in html


def test_the_page_it_stands_on_is_named_in_the_readers_language_and_hidden_ones_are_not(
    client: Client,
) -> None:
    assert 'href="/en/found/steps/"' in all_of(client, "en")
    html = all_of(client, "mn")
    assert 'href="/mn/found/steps/"' in html
    assert 'href="/en/found/steps/"' not in html
    assert "/mn/audit/taxes/" in html
    GuidePage.objects.get(slug="taxes", locale__language_code="mn").unpublish()
    assert "/mn/audit/taxes/" not in all_of(client, "mn")


def test_a_fact_that_is_confirmed_leaves_the_list_at_once(client: Client) -> None:
    fact = DatedFact.objects.get(key="sme-fund-current-terms")
    label = fact.label["en"]
    assert label in all_of(client, "en")
    fact.status, fact.text, fact.checked_on = "confirmed", {"mn": "Бий", "en": "Yes"}, dt.date(2026, 11, 20)
    fact.save_revision().publish()
    assert label not in all_of(client, "en")


def test_the_list_takes_the_same_queries_however_long_it_is(client: Client, settings: object) -> None:
    settings.PAGE_CACHE_SECONDS = 0

    def count() -> int:
        client.get("/mn/not-confirmed/")
        shared.forget()
        with CaptureQueriesContext(connection) as captured:
            text(client, "/mn/not-confirmed/")
        return len(captured)

    def more(count: int, first: int) -> None:
        DatedFact.objects.bulk_create(
            DatedFact(
                key=f"x{n}",
                label={"mn": f"Тоо {n}", "en": f"Number {n}"},
                ask={"mn": "а", "en": "a"},
                live=True,
            )
            for n in range(first, first + count)
        )

    few = count()
    more(200, 0)
    assert count() == few <= 30


# Two editors at once


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_second_of_two_sees_the_firsts_entry_and_loses_nothing_typed() -> None:
    fact = DatedFact.objects.get(key="sme-fund-current-terms")
    address = reverse("wagtailsnippets_content_datedfact:edit", args=[fact.pk])
    source = Source.objects.all()[0].pk
    first, second = signed_in(people.editor("first")), signed_in(people.editor("second"))

    def opened(client: Client) -> dict[str, object]:
        return dict(
            querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form").items()
        )

    def confirming(form: dict[str, object], value: str) -> dict[str, object]:
        return {
            **form,
            "status": "confirmed",
            "text_mn": value,
            "text_en": value,
            "sources": [source],
            "checked_on": "2026-11-20",
        }

    ones, others = opened(first), opened(second)

    def newest() -> str:
        return DatedFact.objects.get(pk=fact.pk).get_latest_revision().as_object().text["mn"]

    assert first.post(address, confirming(ones, "100")).status_code == 302
    answer = second.post(address, confirming(others, "200"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "first" in html
    assert "100" in html
    assert 'value="200"' in html or ">200<" in html
    assert newest() == "100"
    again = dict(querydict_from_html(html, form_id="w-editor-form").items())
    assert second.post(address, confirming(again, "200")).status_code == 302
    assert newest() == "200"


def test_what_was_published_at_night_waits_since_that_day_in_mongolia() -> None:
    fact = DatedFact.objects.get(key="sme-fund-current-terms")
    fact.collected_on = None
    fact.first_published_at = dt.datetime(2026, 11, 20, 17, 30, tzinfo=dt.UTC)
    assert asked_since(fact) == dt.date(2026, 11, 21)


def test_a_fact_that_the_editor_saves_by_itself_goes_on_from_ones_own_version() -> None:
    fact = DatedFact.objects.get(key="sme-fund-current-terms")
    address = reverse("wagtailsnippets_content_datedfact:edit", args=[fact.pk])
    editor = signed_in(people.editor())
    form = dict(querydict_from_html(editor.get(address).content.decode(), form_id="w-editor-form").items())
    for text_typed in ("Нэг", "Нэг хоёр"):
        saved = editor.post(
            address, {**form, "explanation_mn": text_typed}, headers={"Accept": "application/json"}
        ).json()
        assert saved["success"], saved
        form |= {**saved["field_updates"], "overwrite_revision_id": saved["revision_id"]}
    assert editor.post(address, {**form, "explanation_mn": "Нэг хоёр гурав"}).status_code == 302


def test_a_new_fact_came_from_no_version(client: Client) -> None:
    client.force_login(people.editor())
    address = reverse("wagtailsnippets_content_datedfact:add")
    assert client.post(address, {"key": "new-fact", "began_from": "7"}).status_code == 200
