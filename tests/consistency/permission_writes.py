"""What the requests of the permission table send, and what each could change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django_tasks_db.models import DBTaskResult
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    GroupPagePermission,
    Locale,
    Page,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    Workflow,
    WorkflowState,
)
from wagtail.test.utils.form_data import querydict_from_html
from wagtail_localize.models import StringTranslation, Translation

from accounts.models import User
from content.models import (
    Article,
    DatedFact,
    Download,
    GlossaryTerm,
    InstitutionPage,
    Picture,
    PlainPage,
    Remark,
    Source,
)
from core import once
from core.models import ContentVersion
from search.models import GuideWish, Pin, QueryCount, SynonymSet
from tests.consistency.permission_places import Places, pdf, picture_file


def _rows(model: Any, *but: str) -> list[tuple[Any, ...]]:
    fields = [field.attname for field in model._meta.concrete_fields if field.attname not in but]
    return list(model.objects.order_by("pk").values_list(*fields))


_OF_DRAFTS = ("latest_revision_id", "has_unpublished_changes", "draft_title", "latest_revision_created_at")
#: What visitors see, and what people may do: no draft, no request for review shows in it.
PUBLIC: list[Any] = [
    Page, PlainPage, InstitutionPage, DatedFact, Article, GlossaryTerm, Source, Download, Picture, Remark, Redirect,
    PageViewRestriction, CollectionViewRestriction, Collection, Site, Locale, Group, Workflow, Task,
    GroupPagePermission, User.groups.through, Group.permissions.through,
]  # fmt: skip


def public_state() -> list[Any]:
    return [_rows(model, *_OF_DRAFTS) for model in PUBLIC] + [_rows(User, "last_login")]


def drafts() -> list[Any]:
    return [_rows(Revision), _rows(WorkflowState), _rows(StringTranslation), _rows(Translation)]


def missed() -> list[Any]:
    return _rows(QueryCount)


def told() -> list[Any]:
    """What editors tell search, with the number that makes it count."""
    return [_rows(SynonymSet), _rows(Pin), _rows(ContentVersion)]


def wishes() -> list[Any]:
    return _rows(GuideWish)


def jobs() -> list[Any]:
    return list(DBTaskResult.objects.order_by("pk").values_list("pk", "task_path"))


@dataclass(frozen=True)
class Write:
    """What is sent, and what it would change."""

    data: Callable[[Places], Any] = lambda _places: {}
    state: Callable[[], Any] = public_state
    headers: dict[str, str] = field(default_factory=dict)
    #: What it changes is the asker's own: how things stood before is looked at for each of them.
    own: bool = False


def _form(path: str, form_id: str, **more: Any) -> Callable[[Places], Any]:
    """The form as a superuser sees it, with more in it: what somebody could send by hand."""

    def data(places: Places) -> Any:
        if path not in places.forms:
            client = Client()
            client.force_login(User.objects.filter(is_superuser=True)[0])
            page = client.get(path.format_map(places))
            places.forms[path] = querydict_from_html(page.content.decode(), form_id=form_id).dict()
        return {**places.forms[path], **more}

    return data


_PLAIN = _form(
    "/cms/pages/{plain}/edit/",
    "page-edit-form",
    title="Changed",
    **{"body-count": "0", "sources-count": "0", "changes-count": "0"},
)
_FACT = _form("/cms/snippets/content/datedfact/edit/{fact}/", "w-editor-form", as_of="2088")
_SOURCE = {"code": "L21", "title_mn": "Changed", "title_en": "Changed"}


def _with(data: Callable[[Places], Any], **more: str) -> Callable[[Places], Any]:
    return lambda places: {**data(places), **more}


#: By the word that stands behind the address in the table.
WRITES: dict[str, Write] = {
    "": Write(),
    "as-draft": Write(state=drafts),
    "remark": Write(lambda _p: {"useful": "yes", "text": "Thanks", "token": once.new_token()}),
    "answer": Write(lambda _p: {"answered": "on", "note": "Mended"}),
    "missed": Write(state=missed),
    "ping": Write(state=missed, headers={"Ping-From": "https://khorshoo.example/mn/search/?q=asked"}),
    "synonyms": Write(lambda _p: {"words": "хонь\nхурга", "language": "mn"}, told),
    "synonym-file": Write(lambda _p: {"file": SimpleUploadedFile("s.txt", "хонь, хурга".encode())}, told),
    "told": Write(state=told),
    "pin": Write(lambda p: {"query": "хонь", "language": "mn", "page": p.home_pk, "sort_order": "1"}, told),
    "wish": Write(lambda _p: {"text": "хонь", "language": "mn", "done": "on"}, wishes),
    "ask": Write(state=wishes),
    "job": Write(state=jobs),
    "password": Write(lambda _p: {"password": "open sesame", "return_url": "/mn/"}),
    "save": Write(_PLAIN, drafts),
    "submit": Write(_with(_PLAIN, **{"action-submit": "1"}), drafts),
    "publish": Write(_with(_PLAIN, **{"action-publish": "1"})),
    "save-fact": Write(_FACT, drafts),
    "publish-fact": Write(_with(_FACT, **{"action-publish": "1"})),
    "save-source": Write(lambda _p: _SOURCE, drafts),
    "publish-source": Write(lambda _p: _SOURCE | {"action-publish": "1"}),
    "publish-translation": Write(lambda _p: {"action": "publish"}),
    "publish-all": Write(lambda _p: {"publish_translations": "on"}),
    "put": Write(lambda _p: encode_multipart(BOUNDARY, {"value": "Better"}), drafts),
    "copy": Write(lambda p: {"new_title": "C", "new_slug": "c", "new_parent_page": p.home_pk}, drafts),
    "alias": Write(
        lambda p: {"new_title": "C", "new_slug": "c", "new_parent_page": p.home_pk, "alias": "1"},
        lambda: list(Page.objects.filter(live=True).values_list("pk")),
    ),
    "privacy": Write(lambda _p: {"restriction_type": "login"}),
    "promote": Write(
        lambda p: {
            "email": "other@khorshoo.example",
            "first_name": "x",
            "last_name": "x",
            "is_superuser": "on",
        }
    ),
    "redirect": Write(lambda _p: {"old_path": "/x", "redirect_link": "https://khorshoo.example/"}),
    "collection": Write(lambda p: {"name": "New", "parent": Collection.get_first_root_node().pk}),
    "upload": Write(lambda _p: {"title": "New", "file": pdf("new.pdf"), "language": "mn"}),
    "picture": Write(lambda _p: {"title": "New", "file": picture_file()}),
    "named": Write(lambda _p: {"name": "New", "title": "New"}),
}
#: Sent with methods for which the client builds no form.
CONTENT_TYPE = MULTIPART_CONTENT
