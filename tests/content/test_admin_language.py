"""The editor's way in Mongolian: from the log-in to the published page no text is left in English."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Min
from django.test import Client
from django.urls import reverse
from django.utils import translation as django_translation
from django.utils.translation import trans_real
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.test.utils.form_data import querydict_from_html
from wagtail_localize.models import Translation

from content.models import DatedFact, GuidePage
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]

#: The same in Mongolian, or never shown to readers of the admin: names, formats, parts of addresses.
SAME = {"Wagtail", "HTML", "URL", "ID", "XLSX", "CSV"}


@pytest.fixture
def untranslated(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Collects what is asked of the Mongolian catalogue and not found in it."""
    missing: set[str] = set()
    functions: Any = django_translation._trans

    def known(message: str, context: str | None = None) -> bool:
        key = f"{context}{trans_real.CONTEXT_SEPARATOR}{message}" if context else message
        catalogue = trans_real.translation("mn")._catalog
        return any(key in plane or (key, 0) in plane for plane in catalogue._catalogs)

    def note(message: str, context: str | None = None) -> None:
        if (
            django_translation.get_language() == "mn"
            and re.search(r"[A-Za-z]{2}", re.sub(r"%\(\w+\)s|\{\w*\}", "", message))
            and not known(message, context)
        ):
            missing.add(message)

    def wrap(name: str, place: int | None) -> None:
        original: Callable[..., str] = getattr(trans_real, name)

        def wrapped(*args: Any) -> str:
            if place is None:
                note(str(args[0]))
            else:
                note(str(args[place]), str(args[0]))
            return original(*args)

        monkeypatch.setattr(functions, name, wrapped)

    for name, place in (("gettext", None), ("ngettext", None), ("pgettext", 1), ("npgettext", 1)):
        wrap(name, place)
    return missing


def go(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def one_of_each_type() -> list[int]:
    """The first page of each type that the content has."""
    pages = Page.objects.live().filter(depth__gt=1, locale__language_code="mn")
    return list(
        pages.order_by().values("content_type").annotate(first=Min("pk")).values_list("first", flat=True)
    )


def page_form(client: Client, address: str, **more: str) -> dict[str, Any]:
    data = querydict_from_html(go(client, address), form_id="page-edit-form").dict()
    return {**data, **more}


def test_every_part_of_a_page_has_a_mongolian_name() -> None:
    """What the editor's form calls the parts of a page; nothing asks a catalogue for a name that was never given."""
    english = []

    def walk(block: Any, where: str) -> None:
        for name, child in getattr(block, "child_blocks", {}).items():
            if not re.search(r"[\u0400-\u04ff]", str(child.label)):
                english.append(f"{where}.{name}: {child.label}")
            walk(child, f"{where}.{name}")

    with django_translation.override("mn"):
        for model in apps.get_app_config("content").get_models():
            for field in model._meta.local_fields:
                if isinstance(field, StreamField):
                    walk(field.stream_block, f"{model.__name__}.{field.name}")
    assert english == []


def test_the_way_from_the_log_in_to_the_published_page_is_in_mongolian(
    client: Client, untranslated: set[str]
) -> None:
    with django_translation.override("mn"):
        people.editor()
        people.moderator()
    guide = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    twin = GuidePage.objects.get(slug="duties", locale__language_code="en")
    edit = reverse("wagtailadmin_pages:edit", args=[guide.pk])

    go(client, "/cms/")
    people.sign_in(client, "editor")
    for address in (
        "/cms/",
        f"/cms/pages/{guide.get_parent().pk}/",
        f"/cms/pages/{guide.get_parent().pk}/add_subpage/",
        reverse("wagtailadmin_pages:add", args=["content", "guidepage", guide.get_parent().pk]),
        edit,
        reverse("wagtailadmin_pages:history", args=[guide.pk]),
        reverse("wagtailadmin_pages:usage", args=[guide.pk]),
        "/cms/pages/search/?q=%D1%85",
        "/cms/images/",
        "/cms/images/add/",
        "/cms/documents/",
        "/cms/documents/multiple/add/",
        "/cms/snippets/",
        reverse("wagtailsnippets_content_datedfact:list"),
        reverse("wagtailsnippets_content_datedfact:add"),
        reverse("wagtailsnippets_content_glossaryterm:add"),
        reverse("wagtailsnippets_content_source:list"),
        "/cms/account/",
        "/cms/remarks/",
        "/cms/reports/languages/?state=current",
        *(reverse("wagtailadmin_pages:edit", args=[number]) for number in one_of_each_type()),
        *(
            f"/cms/reports/{name}/"
            for name in (
                "facts",
                "check-due",
                "languages",
                "links",
                "pictures",
                "native-reading",
                "workflow",
                "workflow_tasks",
                "locked",
            )
        ),
        *(
            f"/cms/search/{name}/"
            for name in (
                "asked",
                "synonyms",
                "synonyms/new",
                "pins",
                "pins/new",
                "wishes",
                "wishes/new",
                "import-synonyms",
            )
        ),
        "/cms/choose-page/?page_type=wagtailcore.page",
        "/cms/images/chooser/",
        reverse("wagtailadmin_pages:edit", args=[twin.pk]),
    ):
        go(client, address)
    fact = DatedFact.objects.all()[0]
    go(client, reverse("wagtailsnippets_content_datedfact:edit", args=[fact.pk]))
    counts = {
        "body-count": "0",
        "sources-count": "0",
        "changes-count": "0",
        "related-count": "0",
        "terms-count": "0",
    }
    wrong = page_form(client, edit, title="", **counts)
    client.post(edit, wrong)
    saved = page_form(client, edit, title="Шинэ", **counts)
    client.post(edit, saved, follow=True)
    client.post(edit, {**saved, "action-submit": "1"}, follow=True)
    go(client, edit)
    go(client, "/cms/")
    translation = Translation.objects.get(source__object_id=twin.translation_key)
    client.post(reverse("submit_translation", args=[translation.pk]), follow=True)
    client.logout()

    people.sign_in(client, "moderator")
    go(client, "/cms/")
    go(client, edit)
    guide.refresh_from_db()
    task = guide.current_workflow_task_state
    go(client, reverse("wagtailadmin_pages:revisions_compare", args=[guide.pk, "live", "latest"]))
    for action in ("reject", "approve"):
        go(client, reverse("wagtailadmin_pages:workflow_action", args=[guide.pk, action, task.pk]))
    client.post(
        reverse("wagtailadmin_pages:workflow_action", args=[guide.pk, "approve", task.pk]),
        {"comment": ""},
        follow=True,
    )
    go(client, reverse("wagtailadmin_pages:history", args=[guide.pk]))
    guide.refresh_from_db()
    assert guide.title == "Шинэ"
    assert json.dumps("Өөрчлөлтийг хадгаллаа.") in go(client, "/cms/jsi18n/")  # what the scripts say
    missing = sorted(untranslated - SAME)
    assert not missing, "\n".join(missing)
