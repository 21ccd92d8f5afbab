"""What editors see of the whole: checks due, languages, facts, pictures, remarks."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html

from content.models import DatedFact, GuidePage, InstitutionPage, Picture, Remark
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(people.editor())
    return client


def report(client: Client, name: str, **query: str) -> str:
    answer = client.get(f"/cms/reports/{name}/results/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def guide(language: str = "mn") -> GuidePage:
    return GuidePage.objects.get(slug="duties", locale__language_code=language)


def rows(html: str) -> list[str]:
    body = re.search(r"<tbody>(.*?)</tbody>", html, re.S)
    return re.findall(r"<tr[^>]*>(.*?)</tr>", body[1], re.S) if body else []


# When to check


def test_pages_stand_by_the_day_of_their_check_with_their_owner(editor: Client) -> None:
    today = timezone.localdate()
    owner = people.moderator("owner")
    GuidePage.objects.filter(pk=guide().pk).update(check_due=today - timedelta(days=3), owner=owner)
    GuidePage.objects.filter(pk=guide("en").pk).update(check_due=today + timedelta(days=5))
    first = rows(report(editor, "check-due"))[0]
    assert guide().title in first
    assert "owner" in first
    due = report(editor, "check-due", due="now")
    assert len(rows(due)) == 1
    assert guide("en").title in report(editor, "check-due", due="soon")
    assert guide().title not in report(editor, "check-due", due="later")
    assert guide().title in report(editor, "check-due", owner=str(owner.pk))
    assert guide("en").title not in report(editor, "check-due", owner=str(owner.pk))
    table = editor.get("/cms/reports/check-due/?export=csv&due=now")
    assert guide().title in b"".join(table.streaming_content).decode()


# Languages


def test_each_page_stands_with_the_state_of_its_translation_and_the_way_to_mend_it(editor: Client) -> None:
    page, twin = guide(), guide("en")
    current = report(editor, "languages", state="current")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in current + report(editor, "languages", p="2")

    def row(state: str) -> str:
        found = [text for text in rows(report(editor, "languages", state=state)) if page.title in text]
        return found[0] if found else ""

    page.save_revision().publish()
    assert "хоцорсон" in row("outdated")
    compare = re.search(r'href="([^"]*/compare/[^"]*)"', row("outdated"))
    assert compare
    assert editor.get(compare[1]).status_code == 200
    twin.unpublish()
    assert reverse("wagtailadmin_pages:edit", args=[twin.pk]) in row("draft")
    twin.delete()
    assert reverse("wagtail_localize:submit_page_translation", args=[page.pk]) in row("missing")


def test_an_outdated_translation_is_compared_from_the_version_it_was_made_from(editor: Client) -> None:
    page, twin = guide(), guide("en")
    page.title = "Хоёр дахь"
    before = page.save_revision()
    before.publish()
    twin.save_revision().publish()
    page.title = "Гурав дахь"
    page.save_revision().publish()
    html = report(editor, "languages", state="outdated")
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before.pk, "live"])
    assert address in html
    seen = editor.get(address).content.decode()
    assert "Хоёр" in seen
    assert "Гурав" in seen


# Facts


def test_open_facts_wait_first_with_office_pages_and_the_form(editor: Client) -> None:
    html = report(editor, "facts")
    first = rows(html)[0]
    assert "баталгаажаагүй" in first
    fact = DatedFact.objects.get(key="found-founders")
    pages = report(editor, "facts", status="unconfirmed") + report(
        editor, "facts", status="unconfirmed", p="2"
    )
    assert reverse("wagtailsnippets_content_datedfact:edit", args=[fact.pk]) in pages
    assert "/mn/found/steps/" in pages
    weak = report(editor, "facts", status="weak")
    assert rows(weak)
    assert all("баттай бус" in row for row in rows(weak))
    office = InstitutionPage.objects.get(slug="gasr", locale__language_code="mn")
    assert fact.office_id
    assert len(rows(report(editor, "facts", office=str(office.pk)))) < len(rows(html))


@pytest.mark.parametrize("name", ["facts", "check-due", "languages", "native-reading"])
def test_as_many_queries_for_few_rows_as_for_many(
    editor: Client, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from content import wagtail_hooks

    counts = []
    for size in (10, 50):
        monkeypatch.setattr(wagtail_hooks.REPORTS[name], "paginate_by", size)
        report(editor, name)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert len(rows(report(editor, name))) == size
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Pictures


def test_pictures_without_words_are_listed(editor: Client) -> None:
    told = Picture.objects.create(
        title="Told", description="Two women milk a cow", file=get_test_image_file()
    )
    silent = Picture.objects.create(title="Silent", file=get_test_image_file())
    html = report(editor, "pictures")
    assert silent.title in html
    assert told.title not in html


# Remarks


def test_a_remark_is_dealt_with_and_what_the_reader_wrote_stays(editor: Client) -> None:
    remark = Remark.objects.create(page=Page.objects.get(pk=guide().pk), text="Хураамж дутуу", token="t")
    other = Remark.objects.create(page=Page.objects.get(pk=guide().pk), text="Сайн байна", token="u")
    address = f"/cms/remarks/edit/{remark.pk}/"
    form = querydict_from_html(editor.get(address).content.decode(), form_id="w-editor-form").dict()
    answer = editor.post(address, {**form, "text": "Другой", "answered": "on", "note": "Нэмсэн"})
    assert answer.status_code == 302
    remark.refresh_from_db()
    assert (remark.text, remark.note, str(remark.answered_by)) == ("Хураамж дутуу", "Нэмсэн", "editor")
    assert remark.answered_at is not None
    waiting = editor.get("/cms/remarks/results/", {"open": "yes"}).content.decode()
    assert other.text in waiting
    assert remark.text not in waiting
    done = editor.get("/cms/remarks/results/", {"open": "no"}).content.decode()
    assert remark.text in done
    editor.post(address, {"note": "Дахин нээв"})
    remark.refresh_from_db()
    assert remark.answered_at is None
    found = editor.get("/cms/remarks/results/", {"q": "дутуу"}).content.decode()
    assert len(rows(found)) == 1
    assert remark.text in found
