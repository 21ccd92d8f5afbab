"""Writes the starter content: can be run again, overwrites nobody's work, can be undone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from wagtail.models import Locale, Page, Site

from content import signals
from content.loading.bundle import STARTER, Bundle, PagePair, digest, read_bundle
from content.loading.fields import COLLECTED, MODELS, page_fields
from content.loading.files import LINE, ContentFileError
from content.loading.remembered import Report, hash_of, objects_of
from content.loading.streams import Ids
from content.loading.translating import SegmentsDifferError, translate
from content.models import Article, ArticleVersion, DatedFact, GlossaryTerm, Source, StarterRecord
from content.models.base import KnowledgePage
from core import put_off, shared
from search.models import SynonymSet
from search.services import save_synonyms

Progress = Callable[[int, int, str], None]


def load(root: Path = STARTER, progress: Progress | None = None) -> Report:
    """Bring the starter content into the database.

    root:     the folder with `records/` and `pages/`.
    progress: called with (done, total, name) after each object.
    Raises ContentFileError, with file and line, before anything is written.
    """
    bundle = read_bundle(root)
    with transaction.atomic(), signals.together(), put_off.until_the_end():
        return _Loader(bundle, progress).run()


class _Loader:
    def __init__(self, bundle: Bundle, progress: Progress | None) -> None:
        self.bundle = bundle
        self.progress = progress
        self.ids = Ids()
        self.report = Report()
        self.records = {
            record.name: record for record in StarterRecord.objects.select_related("content_type")
        }
        self.objects = objects_of(self.records.values())
        self.source_locale, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
        self.locales = [
            Locale.objects.get_or_create(language_code=code)[0]
            for code, _name in settings.LANGUAGES
            if code != settings.LANGUAGE_CODE
        ]
        # A page is first made empty, so that others can point to it, then filled: it counts once.
        self.total = sum(len(part) for part in vars(bundle).values())
        self.done = 0
        self.new_pages: set[str] = set()

    def run(self) -> Report:
        for code, row in self.bundle.sources.items():
            self.ids.sources[code] = self.record(
                f"source:{code}", row, Source, {"code": code}, self.write_source
            )
        for pair in self.bundle.pages.values():
            self.place(pair)
        for name, row in self.bundle.articles.items():
            found = {"law_id": self.ids.pages[f"law/{row['law']}"], "number": str(row["number"])}
            self.ids.articles[name] = self.record(f"article:{name}", row, Article, found, self.write_article)
        for key, row in self.bundle.facts.items():
            self.ids.facts[key] = self.record(f"fact:{key}", row, DatedFact, {"key": key}, self.write_fact)
        for slug, row in self.bundle.terms.items():
            self.ids.terms[slug] = self.record(
                f"term:{slug}", row, GlossaryTerm, {"slug": slug}, self.write_term
            )
        for key, row in self.bundle.synonyms.items():
            name = f"synonyms:{key}"
            own = self.records[name].object_id if name in self.records else None
            self.record(name, row, SynonymSet, {"pk": own}, self.write_synonyms)
        with shared.while_loading():  # what pages refer to is all there
            for pair in self.bundle.pages.values():
                self.fill(pair)
        return self.report

    # Shared by all kinds

    def step(self, name: str) -> None:
        self.done += 1
        if self.progress:
            self.progress(self.done, self.total, name)

    def verdict(self, name: str, file_hash: str) -> str:
        """What to do with an object of ours: unchanged, kept (an editor's now), update."""
        record = self.records[name]
        obj = self.objects.get(name)
        if obj is None or hash_of(obj) != record.object_hash:
            return "kept"
        return "unchanged" if record.file_hash == file_hash else "updated"

    def remember(self, name: str, obj: models.Model, file_hash: str) -> None:
        StarterRecord.objects.update_or_create(
            name=name,
            defaults={
                "content_type": ContentType.objects.get_for_model(obj),
                "object_id": obj.pk,
                "file_hash": file_hash,
                "object_hash": hash_of(obj),
            },
        )

    # Snippets

    def record(
        self,
        name: str,
        row: dict[str, Any],
        model: Any,
        key: dict[str, Any],
        write: Callable[[Any, dict[str, Any]], None],
    ) -> int:
        """Make, update or leave one snippet. Returns its primary key (0 where an editor deleted it)."""
        file_hash = digest({k: v for k, v in row.items() if k != "__path__"})
        existing = model.objects.filter(**key).first()
        if name in self.records:
            verdict = self.verdict(name, file_hash)
        else:
            verdict = "made" if existing is None else "kept"
        getattr(self.report, verdict).append(name)
        if verdict in {"made", "updated"}:
            obj = existing or model(**key)
            try:
                write(obj, row)
            except ValidationError as error:
                raise ContentFileError(row["__path__"], row[LINE], "; ".join(error.messages)) from None
            self.remember(name, obj, file_hash)
            existing = obj
        self.step(name)
        return existing.pk if existing else 0

    def write_source(self, source: Source, row: dict[str, Any]) -> None:
        source.title = _both(row["title"])
        source.address = row.get("address") or ""
        source.full_clean()
        source.save()
        source.save_revision().publish()

    def write_article(self, article: Article, row: dict[str, Any]) -> None:
        article.heading = _both(row["heading"])
        article.summary = _both(row["summary"])
        article.sort_order = sum(
            other["law"] == row["law"] and _in_order(other) < _in_order(row)
            for other in self.bundle.articles.values()
        )
        article.versions = [
            ArticleVersion(
                in_force_from=version.get("from"), note=_both(version.get("note")), sort_order=number
            )
            for number, version in enumerate(row.get("versions") or [])
        ]
        article.full_clean()
        article.save()
        article.save_revision().publish()

    def write_fact(self, fact: DatedFact, row: dict[str, Any]) -> None:
        law, _hash, number = str(row.get("basis") or "").partition("#")
        fact.label = _both(row["label"])
        fact.status = row["status"]
        fact.number = row.get("number")
        fact.unit = row.get("unit") or ""
        fact.text = _both(row.get("text"))
        fact.explanation = _both(row.get("explanation"))
        fact.as_of = str(row.get("as_of") or "")
        fact.law_id = self.ids.pages[f"law/{law}"] if law else None
        fact.article_id = self.ids.articles[row["basis"]] if number else None
        fact.office_id = self.ids.pages[f"offices/{row['office']}"] if row.get("office") else None
        fact.ask = _both(row.get("ask"))
        fact.collected_on = COLLECTED
        fact.full_clean()
        fact.save()
        fact.sources.set(self.ids.sources[code] for code in row.get("sources") or [])
        fact.save()
        fact.save_revision().publish()

    def write_term(self, term: GlossaryTerm, row: dict[str, Any]) -> None:
        term.term = _both(row["term"])
        term.latin = ", ".join(map(str, row.get("latin") or []))
        term.definition = _both(row.get("definition"))
        term.source_id = self.ids.sources[row["source"]] if row.get("source") else None
        term.state = row["state"]
        term.variants = ", ".join(map(str, row.get("variants") or []))
        term.avoided = ", ".join(map(str, row.get("avoid") or []))
        term.full_clean()
        term.save()
        term.save_revision().publish()

    def write_synonyms(self, synonyms: SynonymSet, row: dict[str, Any]) -> None:
        synonyms.words = "\n".join(map(str, row["words"]))
        synonyms.full_clean()
        save_synonyms(synonyms=synonyms)

    # Pages

    def place(self, pair: PagePair) -> None:
        """Give the page its place in the tree, empty for now, so that others can point to it."""
        name = f"page:{pair.address}"
        if name in self.records:
            record = self.records[name]
            self.ids.pages[pair.address] = record.object_id
            return
        slug = pair.address.rsplit("/", 1)[-1]
        parent = Page.objects.get(depth=1) if pair.parent is None else self.page(pair.parent)
        if parent is None:  # an editor took the page above away
            self.report.kept.append(name)
            self.ids.pages[pair.address] = 0
            return
        existing = parent.get_children().filter(slug=slug, locale=self.source_locale).first()
        if existing is not None and pair.parent is not None:
            self.report.kept.append(name)
            self.ids.pages[pair.address] = existing.pk
            return
        if pair.parent is None:
            _remove_welcome_page()
        page = MODELS[pair.type](
            title=pair.mn.meta["title"], slug=slug, locale=self.source_locale, live=False
        )
        parent.add_child(instance=page)
        if pair.parent is None:
            _serve_site_from(page)
        self.ids.pages[pair.address] = page.pk
        self.new_pages.add(pair.address)

    def page(self, address: str) -> Page | None:
        return Page.objects.filter(pk=self.ids.pages.get(address) or 0).first()

    def fill(self, pair: PagePair) -> None:
        """Write a page in all languages and publish it."""
        name = f"page:{pair.address}"
        file_hash = pair.hash()
        if pair.address in self.new_pages:
            verdict = "made"
        elif name in self.records:
            verdict = self.verdict(name, file_hash)
        else:
            self.step(name)
            return
        getattr(self.report, verdict).append(name)
        if verdict in {"made", "updated"}:
            page = MODELS[pair.type].objects.get(pk=self.ids.pages[pair.address])
            try:
                self.write_page(page, pair)
            except ValidationError as error:
                raise pair.mn.fail(1, "; ".join(error.messages)) from None
            except SegmentsDifferError as error:
                raise pair.en.fail(1, f"the languages do not pair off: {error}") from None
            page.refresh_from_db()
            self.remember(name, page, file_hash)
        self.step(name)

    def write_page(self, page: KnowledgePage, pair: PagePair) -> None:
        for field_name, value in page_fields(pair, "mn", self.ids).items():
            setattr(page, field_name, value)
        page.save_revision().publish()
        page = type(page).objects.get(pk=page.pk)
        english = page_fields(pair, "en", self.ids)
        for locale in self.locales:
            translate(page, english, locale)


def _in_order(row: dict[str, Any]) -> list[tuple[int, str]]:
    """By this a law's articles are ordered: 9 before 10, 36.4 before 36.10."""
    return [(int(part) if part.isdecimal() else 0, part) for part in str(row["number"]).split(".")]


def _both(value: Any) -> dict[str, str]:
    return {code: str(value[code]).strip() for code in ("mn", "en")} if value else {}


def _remove_welcome_page() -> None:
    """Wagtail's own first page, if nobody has made anything of it."""
    welcome = Page.objects.filter(
        depth=2, content_type__model="page", content_type__app_label="wagtailcore"
    ).first()
    if welcome is not None and not welcome.get_children().exists() and not welcome.revisions.exists():
        Site.objects.filter(root_page=welcome).delete()
        welcome.delete()


def _serve_site_from(page: Page) -> None:
    """The default site begins at this page."""
    if not Site.objects.filter(is_default_site=True).exists():
        Site.objects.create(
            hostname="localhost", port=80, site_name=settings.SITE_NAME, root_page=page, is_default_site=True
        )
