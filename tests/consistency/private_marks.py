"""Every private place that search could touch, each with a word of its own that stands nowhere else.

All private texts also hold SECRET, which nobody searches for: where an answer has it, something private got out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Comment, Page, PageViewRestriction

from accounts.codes import Purpose
from accounts.editing import show_anew
from accounts.models import Contact, PublicationConsent, User
from accounts.services.letters import write_to_organization
from content.models import (
    Article,
    DatedFact,
    Download,
    GlossaryTerm,
    GuidePage,
    Picture,
    Remark,
    Source,
    TopicPage,
)
from search.models import GuideWish, QueryCount
from tests import organizations as make
from tests import people
from tests.consistency.permission_places import make_page, pdf, picture_file
from tests.directory.board_parts import post as board_post

SECRET, OPEN = "nuutsalsan77", "ileerhii77"
#: A word in both kinds of texts.
COMMON = "жижүүрлэлт"


def words(mark: str, secret: str = SECRET) -> str:
    """A text with the mark."""
    return f"{mark} {secret} {COMMON}"


def page(mark: str, secret: str = SECRET) -> Page:
    """A live page with it in title, summary and address."""
    made = make_page(GuidePage, secret + str(GuidePage.objects.count()))
    made.title = made.summary = words(mark, secret)
    made.save_revision().publish()
    return GuidePage.objects.get(pk=made.pk)


def _public() -> Page:
    """A live page to which something private belongs."""
    return make_page(GuidePage, OPEN + str(GuidePage.objects.count()))


def _draft(mark: str) -> None:
    topic = TopicPage.objects.get(locale__language_code="mn")
    made = GuidePage(
        title=words(mark), slug=f"{SECRET}-draft", summary=words(mark), locale=topic.locale, live=False
    )
    topic.add_child(instance=made)
    made.save_revision()


def _newer_revision(mark: str, go_live: timedelta | None = None) -> None:
    made = _public()
    made.title = made.summary = words(mark)
    made.go_live_at = timezone.now() + go_live if go_live else None
    revision = made.save_revision()
    if go_live:
        revision.publish()


def _restrict(made: Page, kind: str) -> None:
    PageViewRestriction.objects.create(page=made, restriction_type=kind, password="x")


def _below(mark: str) -> None:
    parent = make_page(TopicPage, f"{SECRET}-parent")
    made = page(mark)
    made.move(parent, pos="last-child")
    _restrict(parent, "login")


def _collection() -> Collection:
    made = Collection.get_first_root_node().add_child(name=words("цуглуулга"))
    CollectionViewRestriction.objects.create(collection=made, restriction_type="login")
    return made


def _record(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save_revision()


def _term(mark: str) -> None:
    both = {"mn": words(mark), "en": words(mark)}
    GlossaryTerm.objects.create(slug=f"{SECRET}-term", term=both, latin=mark, variants=mark, live=False)


def _comment(mark: str) -> None:
    made, writer = _public(), User.objects.create_user("writer@khorshoo.example")
    Comment.objects.create(page=made, user=writer, text=words(mark), contentpath="title")


def _both(mark: str) -> dict[str, str]:
    return {"mn": words(mark), "en": words(mark)}


def _document(mark: str) -> None:
    Download.objects.create(title=words(mark), file=pdf(), collection=_collection())


def _picture(mark: str) -> None:
    text = words(mark)
    Picture.objects.create(title=text, description=text, file=picture_file(), collection=_collection())


def _newer_term(mark: str) -> None:
    _record(GlossaryTerm.objects.filter(live=True)[0], term=_both(mark))


def _newer_article(mark: str) -> None:
    _record(Article.objects.all()[0], heading=_both(mark))


def _newer_fact(mark: str) -> None:
    _record(DatedFact.objects.get(key="found-time"), as_of=words(mark))


def _source(mark: str) -> None:
    made = Source.objects.create(code=f"{SECRET}-source", title=_both(mark), live=False)
    fact = DatedFact.objects.get(key="found-time")
    fact.sources.add(made)
    fact.save()


def _newer_source(mark: str) -> None:
    _record(Source.objects.get(code="L21"), title=_both(mark))


def _remark(mark: str) -> None:
    Remark.objects.create(page=_public(), text=words(mark), note=words(mark), token=mark)


def _counted(mark: str) -> None:
    now = timezone.now()
    QueryCount.objects.create(text=words(mark), language="mn", count=3, without_result=3, last_seen=now)


def _wish(mark: str) -> None:
    GuideWish.objects.create(text=words(mark), language="mn", note=words(mark))


def _account(mark: str) -> None:
    User.objects.create_user(f"{SECRET}@khorshoo.example", name=words(mark))


def _organization(mark: str, status: str) -> None:
    made = make.organization(words(mark), status=status, about=words(mark), name_en=words(mark))
    show_anew(made)


def _contact(mark: str) -> None:
    made = make.organization("Ил байгууллага", registration_number="7654321")
    PublicationConsent.objects.create(organization=made, purpose=Purpose.DATA)
    for visibility in ("members", "umbrella"):
        Contact.objects.create(organization=made, kind="address", value=words(mark), visibility=visibility)
    Contact.objects.create(organization=made, kind="phone", value=words(mark), visibility="public")
    show_anew(made)


def _post(mark: str, **more: Any) -> None:
    made = make.organization(f"Ил самбартай {len(more)}", registration_number="7654322")
    board_post(made, words(mark), text=words(mark), **more)
    show_anew(made)


def _request(mark: str) -> None:
    made = make.organization("Ил хүсэлттэй", registration_number="7654323")
    make.member(made, "asked")
    write_to_organization(
        user=people.person("asking"), organization=made, kind="join", text=words(mark), token=mark
    )


#: Place -> (mark, its Latin typing, how it gets there).
PLACES: dict[str, tuple[str, str, Callable[[str], Any]]] = {
    "draft": ("завхайруул", "zavhairuul", _draft),
    "newer revision": ("тоншингор", "tonshingor", _newer_revision),
    "to be published": ("бөхүүлдэй", "buhuuldei", lambda m: _newer_revision(m, timedelta(days=2))),
    "unpublished": ("ширмэнцэг", "shirmentseg", lambda m: page(m).unpublish()),
    "for readers": ("дарваганц", "darvagants", lambda m: _restrict(page(m), "login")),
    "for a group": ("гилжүүхэй", "giljuuhei", lambda m: _restrict(page(m), "groups")),
    "with a password": ("зонжирмол", "zonjirmol", lambda m: _restrict(page(m), "password")),
    "below a restricted page": ("хүнтгэрдэг", "huntgerdeg", _below),
    "document": ("ламбугайш", "lambugaish", _document),
    "picture": ("монцгорол", "montsgorol", _picture),
    "draft of a term": ("сүнчиргэн", "sunchirgen", _term),
    "newer revision of a term": ("дөнжүүлэг", "donjuuleg", _newer_term),
    "newer revision of an article": ("цоожингуй", "tsoojingui", _newer_article),
    "newer revision of a fact": ("пархигнаан", "parhignaan", _newer_fact),
    "draft of a source": ("гүнжилдэр", "gunjilder", _source),
    "newer revision of a source": ("тажнуурхай", "tajnuurhai", _newer_source),
    "remark of a reader": ("вандуйрхал", "vanduirhal", _remark),
    "comment on a page": ("юлбигнэл", "yulbignel", _comment),
    "counted query": ("ёнхсигор", "yonhsigor", _counted),
    "wish of an editor": ("эвхнээлэй", "evhneelei", _wish),
    "draft of an organization": ("гандалзуур", "gandalzuur", lambda m: _organization(m, "draft")),
    "hidden organization": ("бүжилхэй", "bujilhei", lambda m: _organization(m, "hidden")),
    "contacts of an organization": ("тэвхэлжин", "tevheljin", _contact),
    "ended post": ("цүлхэгнүүр", "tsulhegnuur", lambda m: _post(m, until=dt.date(2026, 1, 1))),
    "hidden post": ("хавсранцаг", "havsrantsag", lambda m: _post(m, hidden_at=timezone.now())),
    "request to join": ("шаагиртуул", "shaagirtuul", _request),
    "account": ("рагчаанжав", "ragchaanjav", _account),
}
