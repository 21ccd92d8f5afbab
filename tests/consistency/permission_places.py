"""What the permission table speaks of: a small site with something of each kind in it."""

from __future__ import annotations

import importlib
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.utils import timezone
from PIL import Image
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Locale,
    Page,
    PageViewRestriction,
    Site,
    Workflow,
    WorkflowState,
)
from wagtail_localize.models import Translation

from accounts.models import User
from content.loading.loader import load
from content.models import (
    Article,
    DatedFact,
    Download,
    FinanceIndexPage,
    FinanceOfferPage,
    GlossaryPage,
    GlossaryTerm,
    GuidePage,
    HomePage,
    InstitutionIndexPage,
    InstitutionPage,
    LawIndexPage,
    LawPage,
    Picture,
    PlainPage,
    Remark,
    Source,
    StepsPage,
    TopicPage,
)
from content.permissions import MODERATORS
from scripts.common import ROOT
from search.engine import engine
from search.models import GuideWish, Pin, QueryCount, SynonymSet
from tests import people

#: What each kind of page stands below in this site.
KINDS: dict[type[Page], type[Page]] = {
    TopicPage: HomePage,
    PlainPage: HomePage,
    GuidePage: TopicPage,
    StepsPage: TopicPage,
    LawPage: LawIndexPage,
    FinanceOfferPage: FinanceIndexPage,
    InstitutionPage: InstitutionIndexPage,
    LawIndexPage: HomePage,
    FinanceIndexPage: HomePage,
    InstitutionIndexPage: HomePage,
    GlossaryPage: HomePage,
}


@cache
def tables() -> list[Any]:
    """The modules that hold a part of the permission table: permission_table and those like it."""
    names = sorted(path.stem for path in Path(__file__).parent.glob("permission_*.py"))
    modules = [importlib.import_module(f"tests.consistency.{name}") for name in names]
    return [module for module in modules if hasattr(module, "OURS")]


def load_site() -> None:
    """The small content of the loader's tests, with the sections that it has not."""
    load(ROOT / "tests" / "content" / "mini")
    home = HomePage.objects.get(locale__language_code="mn")
    home.add_child(instance=FinanceIndexPage(title="Санхүү", slug="finance", locale=home.locale))
    home.add_child(instance=GlossaryPage(title="Толь", slug="glossary", locale=home.locale))


def make_page(model: type[Page], word: str, **more: Any) -> Page:
    """A Mongolian page of this kind that is live, found by `word`."""
    mongolian = Locale.objects.get(language_code="mn")
    parent = KINDS[model].objects.filter(locale=mongolian).order_by("path")[0]
    slug = f"{word}-{model.__name__.lower()}"
    page = model(title=f"{word} {model.__name__}", summary=word, slug=slug, locale=mongolian, **more)
    parent.add_child(instance=page)
    page.save_revision().publish()
    return model.objects.get(pk=page.pk)


def waiting(page: Page, author: User | None) -> WorkflowState:
    """The page with a new title by this author, waiting for its second reader."""
    page.title += " new"
    page.save_revision(user=author)
    return page.get_workflow().start(page, author)


def picture_file() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG")
    return SimpleUploadedFile("sign.png", out.getvalue(), "image/png")


def pdf(name: str = "charter.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.4 ")


class Places:
    """By the names that stand in braces in the table: what goes into the address. Made when asked for."""

    def __init__(self) -> None:
        self.author = people.editor("author")
        self.home_pk = HomePage.objects.get(locale__language_code="mn").pk
        #: Who asks at the moment.
        self.user: User | None = None
        self._own = 0
        #: What was sent last, where, and how things stood before it.
        self.before: tuple[Any, ...] = ()
        self.forms: dict[str, Any] = {}
        #: By person: the cookie of the session.
        self.sessions: dict[int, str] = {}

    def __getitem__(self, name: str) -> Any:
        found = getattr(self, name)
        return found.pk if isinstance(found, models.Model) else found

    def __getattr__(self, name: str) -> Any:
        """What a table of its own brings (PLACES), made once."""
        for table in tables():
            if name in getattr(table, "PLACES", {}):
                self.__dict__[name] = table.PLACES[name](self)
                return self.__dict__[name]
        raise AttributeError(name)

    # Pages

    @cached_property
    def plain(self) -> Page:
        return make_page(PlainPage, "plain")

    @cached_property
    def draft(self) -> Page:
        topic = TopicPage.objects.get(locale__language_code="mn")
        page = GuidePage(title="Draft", slug="draft-guidepage", locale=topic.locale, live=False)
        topic.add_child(instance=page)
        page.save_revision(user=self.author)
        return page

    @cached_property
    def unpublished(self) -> Page:
        page = make_page(GuidePage, "unpublished")
        page.unpublish()
        return page

    def _restricted(self, word: str, **restriction: Any) -> PageViewRestriction:
        return PageViewRestriction.objects.create(page=make_page(GuidePage, word), **restriction)

    @cached_property
    def for_readers(self) -> PageViewRestriction:
        return self._restricted("for-readers", restriction_type="login")

    @cached_property
    def for_moderators(self) -> PageViewRestriction:
        found = self._restricted("for-moderators", restriction_type="groups")
        found.groups.set(Group.objects.filter(name=MODERATORS))
        return found

    @cached_property
    def secret(self) -> PageViewRestriction:
        return self._restricted("with-password", restriction_type="password", password="open sesame")

    @cached_property
    def topic(self) -> Page:
        return TopicPage.objects.get(locale__language_code="mn")

    # Review

    def _step(self, page: Page, author: User | None) -> str:
        return f"{page.pk}/approve/{waiting(page, author).current_task_state.pk}"

    @cached_property
    def approve(self) -> str:
        """What another person wrote."""
        return self._step(make_page(PlainPage, "waiting"), self.author)

    @property
    def approve_own(self) -> str:
        """What the one who asks wrote."""
        self._own += 1
        return self._step(make_page(PlainPage, f"own-{self._own}"), self.user)

    @cached_property
    def approve_fact(self) -> str:
        fact = self.fact
        fact.as_of = "2099"
        fact.save_revision(user=self.author)
        return f"{fact.pk}/approve/{fact.get_workflow().start(fact, self.author).current_task_state.pk}"

    @cached_property
    def waiting_page(self) -> int:
        page = make_page(PlainPage, "in-review")
        waiting(page, self.author)
        return page.pk

    # Translations

    def _translation(self, model: type[Page]) -> Translation:
        english = model.objects.get(locale__language_code="en")
        return Translation.objects.get(source__object_id=english.translation_key)

    @cached_property
    def twin(self) -> Page:
        return InstitutionPage.objects.get(locale__language_code="en")

    @cached_property
    def translation(self) -> Translation:
        return self._translation(InstitutionPage)

    @cached_property
    def texts(self) -> int:
        return self.translation.source_id

    @cached_property
    def string(self) -> Any:
        return self.translation.source.stringsegment_set.order_by("pk")[0]

    @cached_property
    def locked_translation(self) -> Translation:
        Page.objects.filter(pk=LawPage.objects.get(locale__language_code="en").pk).update(locked=True)
        return self._translation(LawPage)

    @cached_property
    def waiting_translation(self) -> Translation:
        waiting(StepsPage.objects.get(locale__language_code="en"), self.author)
        return self._translation(StepsPage)

    @cached_property
    def for_readers_page(self) -> int:
        return self.for_readers.page_id

    @property
    def me(self) -> int:
        """Who asks."""
        return self.user.pk if self.user else 0

    # Records, files, people

    @cached_property
    def fact(self) -> DatedFact:
        return DatedFact.objects.get(key="found-time")

    @cached_property
    def article(self) -> Article:
        return Article.objects.get()

    @cached_property
    def term(self) -> GlossaryTerm:
        return GlossaryTerm.objects.get()

    @cached_property
    def source(self) -> Source:
        return Source.objects.get()

    @cached_property
    def remark(self) -> Remark:
        return Remark.objects.create(page_id=self.home_pk, text="Ok", token="t")

    @cached_property
    def document(self) -> Download:
        return Download.objects.create(title="Charter", file=pdf())

    @cached_property
    def public_document(self) -> str:
        return f"{self.document.pk}/{self.document.filename}"

    @property
    def spare_document(self) -> Download:
        """One that may be deleted: what is taken back does not bring its file back."""
        return Download.objects.create(title="Spare", file=pdf())

    @property
    def spare_picture(self) -> Picture:
        return Picture.objects.create(title="Spare", file=picture_file())

    @cached_property
    def inner(self) -> CollectionViewRestriction:
        inner = Collection.get_first_root_node().add_child(name="Inner")
        return CollectionViewRestriction.objects.create(collection=inner, restriction_type="login")

    @cached_property
    def private_document(self) -> str:
        file = Download.objects.create(title="Inner", file=pdf("inner.pdf"), collection=self.inner.collection)
        return f"{file.pk}/{file.filename}"

    @cached_property
    def picture(self) -> Picture:
        return Picture.objects.create(title="Sign", file=picture_file())

    @cached_property
    def rendition(self) -> str:
        return self.picture.get_rendition("original").file.name.removeprefix("images/")

    @cached_property
    def original(self) -> str:
        return self.picture.file.name

    @cached_property
    def redirect(self) -> Redirect:
        return Redirect.objects.create(old_path="/old", redirect_page_id=self.home_pk)

    @cached_property
    def workflow(self) -> Workflow:
        return Workflow.objects.get(active=True)

    @cached_property
    def group(self) -> Group:
        return Group.objects.get(name=MODERATORS)

    @cached_property
    def site(self) -> Site:
        return Site.objects.get()

    @cached_property
    def locale(self) -> Locale:
        return Locale.objects.get(language_code="en")

    # Search

    @cached_property
    def asked(self) -> QueryCount:
        return QueryCount.objects.create(text="asked", language="mn", last_seen=timezone.now())

    @cached_property
    def synonyms(self) -> SynonymSet:
        return SynonymSet.objects.create(words="зээл\nмөнгө")

    @cached_property
    def pin(self) -> Pin:
        return Pin.objects.create(language="mn", query="зээл", page_id=self.home_pk)

    @cached_property
    def wish(self) -> GuideWish:
        return GuideWish.objects.create(text="зээл", language="mn")

    @cached_property
    def previous_index(self) -> str:
        engine().swap(engine().build([]))
        return "yes"
