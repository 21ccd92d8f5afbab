"""Editors find pages as they were saved last, drafts too, as readers find what is public; readers find none of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import GroupPagePermission

from content.models import Download, GuidePage, TopicPage
from content.permissions import EDITORS
from core import outbox
from core.models import OutboxRow
from search import editors, indexer
from search.analysis import key_of
from search.engine import engine as readers_engine
from search.suggest import suggestions
from tests import people
from tests.consistency.permission_places import make_page, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db: None, small_index: object) -> Client:
    """An editor at the small site, whose indexes are built."""
    OutboxRow.objects.all().delete()
    client = Client()
    client.force_login(people.editor())
    return client


def draft(title: str, slug: str = "new", **more: Any) -> GuidePage:
    """A guide that was never published."""
    topic = TopicPage.objects.get(locale__language_code="mn")
    page = GuidePage(title=title, slug=slug, locale=topic.locale, live=False, **more)
    topic.add_child(instance=page)
    page.save_revision()
    return page


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def found(client: Client, q: str, **more: str) -> list[str]:
    """Titles in the admin's search, in its order."""
    answer = client.get("/cms/pages/search/", {"q": q, **more})
    assert answer.status_code == 200
    return [page.get_admin_display_title() for page in answer.context_data["object_list"]]


WAYS = [
    "horshoonii",
    "хоршооны",
    "horshoonii shalgaltiin",
    "хорш шалгал",
    '"хоршооны шалгалт"',
    "ХОРШООНЫ -сургалт",
]


@pytest.mark.parametrize("typed", WAYS)
def test_an_editor_finds_a_draft_as_it_is_typed(typed: str, desk: Client) -> None:
    draft("Хоршооны шалгалт")
    outbox.drain()
    assert "Хоршооны шалгалт" in found(desk, typed)


def test_the_beginning_of_a_title_is_enough(desk: Client) -> None:
    draft("Хяналтын зөвлөл")
    outbox.drain()
    assert "Хяналтын зөвлөл" in found(desk, "хя")
    assert "Хяналтын зөвлөл" in found(desk, "hyanaltiin z")


def test_chooser_and_explorer_find_it_too(desk: Client) -> None:
    page = draft("Хоршооны шалгалт")
    outbox.drain()
    chooser = shown(desk, "/cms/choose-page/search/", q="horshoonii shalgalt", page_type="wagtailcore.page")
    assert page.title in chooser
    assert page.title not in shown(
        desk, "/cms/choose-page/search/", q="shalgalt", page_type="content.lawpage"
    )
    explorer = f"/cms/pages/{page.get_parent().pk}/results/"
    assert page.title in shown(desk, explorer, q="horshoonii shalgalt")
    assert page.title in shown(desk, explorer, q="horshoonii shalgalt", ordering="title")
    elsewhere = f"/cms/pages/{make_page(TopicPage, 'elsewhere').pk}/results/"
    assert page.title not in shown(desk, elsewhere, q="horshoonii shalgalt")


def test_facets_filters_and_order(desk: Client) -> None:
    for number in range(25):
        draft(f"Хоршооны шалгалт {number:02}", f"new-{number}")
    outbox.drain()
    answer = desk.get("/cms/pages/search/", {"q": "shalgalt", "p": "2"})
    assert len(answer.context_data["object_list"]) == 5
    assert [(kind.model, count) for kind, count in answer.context_data["content_types"]] == [
        ("guidepage", 25)
    ]
    assert found(desk, "shalgalt", content_type="content.lawpage") == []
    assert found(desk, "shalgalt live:yes") == []
    assert found(desk, "shalgalt", ordering="-title")[0].endswith("24")


def test_what_was_saved_last_is_found_at_once(desk: Client) -> None:
    page = make_page(GuidePage, "iltag")
    page.title = "Хоршооны шалгалт"
    page.summary = "Нууцхан"
    page.save_revision()
    outbox.drain()
    assert found(desk, "shalgalt") == found(desk, "nuutshan") == found(desk, "iltag") == ["Хоршооны шалгалт"]
    page.unpublish()
    page.delete()
    outbox.drain()
    assert found(desk, "shalgalt") == found(desk, "iltag") == []


def test_readers_get_none_of_it(desk: Client) -> None:
    draft("Нууцхан шалгалт", summary="Нууцхан")
    outbox.drain()
    editors.rebuild()
    indexer.rebuild()
    assert found(desk, "nuutshan") != []
    reader = Client()
    for q in ("нууцхан", "nuutshan", "нуцхан"):
        assert "Нууцхан" not in shown(reader, "/mn/search/", q=q)
        assert suggestions(q, "mn") == []
    assert key_of("нууцхан") not in readers_engine().words()
    assert key_of("нууцхан") in editors.engine().words()


def test_who_may_not_see_a_page_does_not_find_it(desk: Client) -> None:
    page = draft("Хоршооны шалгалт")
    other = make_page(TopicPage, "shalgaltiin")
    outbox.drain()
    assert page.title in found(desk, "shalgalt")
    rights = GroupPagePermission.objects.filter(group__name=EDITORS)
    rights.update(page=other)
    assert found(desk, "shalgalt") == [other.title]


def without_index() -> None:
    editors.engine().pointer.unlink()


def broken() -> None:
    index = editors.engine()
    folder = Path(index.folder) / (index.current() or "")
    for file in folder.iterdir():
        file.unlink()  # not written over: the files are mapped into memory
        file.write_bytes(b"broken")
    editors.engine.cache_clear()  # as a process that starts now


def of_another_analysis() -> None:
    editors.engine().pointer.write_text("index-0-other-1", "utf-8")


def behind() -> None:
    with transaction.atomic():
        row = outbox.add(kind=editors.KIND, key="1")
    OutboxRow.objects.filter(pk=row.pk).update(created_at=timezone.now() - 2 * editors.BEHIND)


@pytest.mark.parametrize("spoil", [without_index, broken, of_another_analysis, behind])
def test_without_a_good_index_the_database_answers(spoil: Callable[[], None], desk: Client) -> None:
    draft("Хоршооны шалгалт")
    outbox.drain()
    spoil()
    assert found(desk, "Хоршооны шалг") == ["Хоршооны шалгалт"]
    assert found(desk, "shalgalt") == [], "that is more than the database can"


def test_a_missing_index_is_built_and_a_lost_message_found(desk: Client) -> None:
    draft("Хоршооны шалгалт")
    OutboxRow.objects.all().delete()
    assert found(desk, "shalgalt") == []
    assert editors.sweep() == 1
    outbox.drain()
    assert found(desk, "shalgalt") == ["Хоршооны шалгалт"]
    assert editors.sweep() == 0
    broken_name = editors.engine().current()
    editors.engine().pointer.unlink()
    editors.build_if_missing()
    assert editors.engine().current() not in {None, broken_name}
    assert found(desk, "shalgalt") == ["Хоршооны шалгалт"]
    editors.engine().pointer.unlink()
    call_command("rebuild_index", "--if-needed", verbosity=0)
    assert found(desk, "shalgalt") == ["Хоршооны шалгалт"]


def test_what_is_saved_while_it_is_built_is_not_lost(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    build = editors.engine().build

    def slowly(batches: Any) -> str:
        name = build(batches)
        draft("Хоршооны шалгалт")
        OutboxRow.objects.filter(kind=editors.KIND).update(status=OutboxRow.Status.DONE)  # by the old index
        return name

    monkeypatch.setattr(editors.engine(), "build", slowly)
    editors.rebuild()
    outbox.drain()
    assert found(desk, "shalgalt") == ["Хоршооны шалгалт"]


def test_documents_are_found_as_before(desk: Client) -> None:
    Download.objects.create(title="Хоршооны дүрэм", file=pdf())
    assert "Хоршооны дүрэм" in shown(desk, "/cms/documents/results/", q="дүрэм")
    assert "Хоршооны дүрэм" not in shown(desk, "/cms/documents/results/", q="тамга")


def test_more_pages_cost_no_more_queries(desk: Client) -> None:
    counts = []
    for begin in (0, 25):
        for number in range(begin, begin + 25):
            draft(f"Хоршооны шалгалт {number}", f"new-{number}")
        outbox.drain()
        found(desk, "shalgalt")
        with CaptureQueriesContext(connection) as queries:
            assert len(found(desk, "shalgalt")) == 20, "a page of the list is full"
        counts.append(len(queries))
    assert counts[1] == counts[0]
