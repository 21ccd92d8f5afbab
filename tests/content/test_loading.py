"""The starter content: loaded in both languages, again without doubling, never over an editor's work."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from wagtail.models import Page, ReferenceIndex, Site
from wagtail_localize.models import StringSegment, StringTranslation, TranslationContext, TranslationSource

from content.loading.files import ContentFileError
from content.loading.loader import load
from content.loading.remembered import undo
from content.models import Article, DatedFact, GlossaryTerm, LawPage, Source, StarterRecord, StepsPage
from core.models import OutboxRow
from search.models import SynonymSet
from search.services import save_synonyms
from tests.content.conftest import rewrite

pytestmark = pytest.mark.django_db


def steps(language: str) -> StepsPage:
    return StepsPage.objects.get(locale__language_code=language)


def test_pages_are_live_in_both_languages_at_the_same_address(files: Path) -> None:
    load(files)
    assert steps("mn").url == "/mn/found/steps/"
    assert steps("en").url == "/en/found/steps/"
    assert steps("en").title == "16 steps"
    assert list(steps("en").steps[1].value["documents"]) == ["Charter", "Minutes"]
    assert steps("en").steps[1].value["fee"] == steps("mn").steps[1].value["fee"]


def test_translators_find_what_wagtail_localize_would_have_written_itself(files: Path) -> None:
    def rows() -> list[list[tuple[object, ...]]]:
        return [
            sorted(StringSegment.objects.values_list("pk", "string__data", "context", "order", "attrs")),
            sorted(TranslationContext.objects.values_list("pk", "path", "path_id", "field_path")),
            sorted(StringTranslation.objects.values_list("pk", "data", "has_error")),
        ]

    load(files)
    before = rows()
    assert all(before)
    TranslationContext.objects.update(field_path="")
    for source in TranslationSource.objects.all():
        source.refresh_segments()
    for translation in StringTranslation.objects.all():
        translation.save()
    assert rows() == before


def test_pages_are_known_by_what_they_refer_to_and_found_by_editors(files: Path) -> None:
    load(files)
    fact = DatedFact.objects.get(key="found-fee")
    referring = ReferenceIndex.get_references_to(fact).values_list("object_id", flat=True)
    assert {str(steps("mn").pk), str(steps("en").pk)} <= set(referring)
    assert steps("en").pk in {page.pk for page in Page.objects.live().search("steps")}


def test_search_hears_of_each_object_once(files: Path) -> None:
    load(files)
    told = list(OutboxRow.objects.values_list("key", flat=True))
    assert {f"content.stepspage:{steps(code).pk}" for code in ("mn", "en")} <= set(told)
    assert f"content.datedfact:{DatedFact.objects.get(key='found-fee').pk}" in told
    pages = [key for key in told if "page:" in key]
    assert len(pages) == len(set(pages))
    OutboxRow.objects.all().delete()
    load(files)
    assert not OutboxRow.objects.exists()  # nothing changed, nothing to tell


def test_running_again_changes_and_doubles_nothing(files: Path) -> None:
    load(files)
    before = list(Page.objects.order_by("pk").values("pk", "latest_revision_id", "title"))
    report = load(files)
    assert not report.made
    assert not report.updated
    assert not report.kept
    assert list(Page.objects.order_by("pk").values("pk", "latest_revision_id", "title")) == before
    assert GlossaryTerm.objects.count() == 1


def test_a_changed_file_reaches_both_languages(files: Path) -> None:
    load(files)
    rewrite(files, "pages/found/steps.mn.md", "Текст нэг.", "Текст шинэ.")
    rewrite(files, "pages/found/steps.en.md", "Text one.", "Text new.")
    assert load(files).updated == ["page:found/steps"]
    assert "Текст шинэ." in str(steps("mn").steps)
    assert "Text new." in str(steps("en").steps)
    assert load(files).updated == []


def test_what_an_editor_changed_is_never_overwritten(files: Path) -> None:
    load(files)
    page = steps("mn")
    page.title = "Редакторын гарчиг"
    page.save_revision()  # a draft is enough
    rewrite(files, "pages/found/steps.mn.md", "Текст нэг.", "Текст шинэ.")
    rewrite(files, "pages/found/steps.en.md", "Text one.", "Text new.")
    report = load(files)
    assert "page:found/steps" in report.kept
    assert steps("mn").get_latest_revision_as_object().title == "Редакторын гарчиг"
    assert "Текст нэг." in str(steps("mn").steps)


def test_what_an_editor_deleted_does_not_come_back(files: Path) -> None:
    load(files)
    GlossaryTerm.objects.get(slug="charter").delete()
    rewrite(files, "records/glossary.yaml", "latin: [durem]", "latin: [durem, dvrem]")
    load(files)
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize("changed", [False, True])
def test_a_source_of_the_time_before_drafts_is_brought_up_to_date_unless_it_was_changed(
    files: Path, changed: bool
) -> None:
    migration = import_module("content.migrations.0009_starter_sources")
    load(files)
    migration.remember_by_values(apps, None)
    source = Source.objects.get()
    assert source.latest_revision is None
    if changed:
        Source.objects.update(title={"mn": "Редакторынх", "en": "An editor's"})
    migration.remember_by_revision(apps, None)
    rewrite(files, "records/sources.yaml", "legalinfo.mn/x", "legalinfo.mn/y")
    report = load(files)
    assert ("source:L21" in report.updated, "source:L21" in report.kept) == (not changed, changed)
    source.refresh_from_db()
    assert source.address == f"https://legalinfo.mn/{'x' if changed else 'y'}"
    assert source.live


def test_everyday_words_become_sets_that_editors_change_like_their_own(files: Path) -> None:
    load(files)
    made = SynonymSet.objects.get()
    assert made.lines() == ["ач тус", "benefits"]
    rewrite(files, "records/synonyms.yaml", "benefits]", "benefits, advantages]")
    assert load(files).updated == ["synonyms:benefits"]
    made = SynonymSet.objects.get()
    assert made.lines() == ["ач тус", "benefits", "advantages"]
    made.words = "ач тус\nашиг тус"
    save_synonyms(synonyms=made)
    rewrite(files, "records/synonyms.yaml", "advantages]", "pros]")
    assert load(files).kept == ["synonyms:benefits"]
    assert SynonymSet.objects.get().lines() == ["ач тус", "ашиг тус"]
    assert "synonyms:benefits" in undo().kept


def test_undo_takes_back_what_nobody_touched(files: Path) -> None:
    load(files)
    fact = DatedFact.objects.get(key="found-fee")
    fact.as_of = "2027"
    fact.save_revision().publish()
    report = undo()
    assert "fact:found-fee" in report.kept
    assert list(DatedFact.objects.values_list("key", flat=True)) == ["found-fee"]
    assert not Page.objects.filter(depth__gt=1).exists()
    assert not SynonymSet.objects.exists()
    assert list(StarterRecord.objects.values_list("name", flat=True)) == ["fact:found-fee"]


def test_undo_leaves_a_page_under_which_an_editor_has_put_another(files: Path) -> None:
    load(files)
    law_index = Page.objects.get(slug="law", locale__language_code="mn")
    law_index.add_child(instance=LawPage(title="Шинэ хууль", slug="new-law", locale=law_index.locale))
    undo()
    assert Page.objects.filter(slug="law", locale__language_code="mn").exists()
    assert Page.objects.filter(slug="home").exists()
    assert Site.objects.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "line", "problem"),
    [
        ("records/facts/a.yaml", "status: seen", "status: confirmed", 1, "only a person can confirm"),
        (
            "records/facts/a.yaml",
            "status: unconfirmed",
            "status: unconfirmed\n  number: 9",
            8,
            "has no number",
        ),
        ("records/facts/a.yaml", "sources: [L21]", "sources: [NOPE]", 1, "unknown source"),
        ("records/facts/a.yaml", "office: gasr", "office: nowhere", 8, "unknown office"),
        ("records/facts/a.yaml", "label: {mn", "label: {{mn", 3, ""),
        ("records/facts/a.yaml", 'mn: "Хугацаа"', "mn: Нэг, хоёр", 1, "stands in quotes"),
        ("records/glossary.yaml", "state: in-use", "state: sure", 1, "state must be"),
        ("pages/found/steps.mn.md", "time: found-time", "time: found-tme", 21, "unknown fact"),
        ("pages/found/steps.mn.md", ":::step", ":::stp", 21, "unknown part"),
        ("pages/found/steps.en.md", "- a\n- b", "- a", 13, "differs in shape"),
        ("pages/found/steps.en.md", "title: 16 steps\n", "", 1, "title is missing"),
        ("pages/law/cooperatives-2021.mn.md", "page:found/steps", "page:found/nothing", 10, "unknown page"),
        ("records/facts/a.yaml", "cooperatives-2021#3", "cooperatives-2031#3", 1, "unknown law"),
        ("records/facts/a.yaml", "cooperatives-2021#3", "cooperatives-2021#4", 1, "unknown article"),
        (
            "records/articles.yaml",
            "- law: cooperatives-2021",
            '- law: nothing\n  number: "9"\n- law: cooperatives-2021',
            1,
            "unknown law",
        ),
        ("records/facts/a.yaml", "key: found-fee", "key: found-time", 8, "stands twice"),
        (
            "records/glossary.yaml",
            "- slug: charter",
            "- slug: charter\n  term: {mn: дүрэм, en: charter}\n  state: in-use\n- slug: charter",
            4,
            "stands twice",
        ),
        ("records/synonyms.yaml", "words: [ач", "word: [ач", 1, "words is missing"),
        ("records/synonyms.yaml", ", benefits]", "]", 1, ""),
        ("pages/found/steps.mn.md", "type: steps", "type: steps\ntype: guide", 2, "stands twice"),
        ("records/articles.yaml", "from: 2021-05-06", "from: 2021-02-30", 6, "'2021-02-30' is no date"),
        ("records/articles.yaml", "from: 2021-05-06", "from: long ago", 6, "from is no date"),
        ("pages/law/cooperatives-2021.mn.md", "on: 2021-05-06", "on: 2021-13-06", 5, "is no date"),
        ("pages/law/cooperatives-2021.mn.md", "on: 2021-05-06", "on: May 2021", 2, "adopted_on is no date"),
        ("pages/law/cooperatives-2021.mn.md", "date: 2021.05.06", "date: 2021.05.46", 8, "date is no date"),
        ("pages/home.mn.md", 'day: "02-10"', 'day: "02-31"', 10, "day is no date"),
    ],
)
def test_a_broken_file_is_named_with_its_line_and_nothing_is_written(
    files: Path, name: str, old: str, new: str, line: int, problem: str
) -> None:
    rewrite(files, name, old, new)
    before = Page.objects.count()
    with pytest.raises(ContentFileError) as caught:
        load(files)
    message = str(caught.value)
    assert str(files / name) in message
    assert problem in message
    assert f"line {line}:" in message
    assert Page.objects.count() == before
    assert not DatedFact.objects.exists()


def test_a_missing_translation_is_named(files: Path) -> None:
    (files / "pages/found/steps.en.md").unlink()
    with pytest.raises(ContentFileError, match=r"steps\.en\.md, line 1: the file is missing"):
        load(files)


def test_articles_stand_in_the_order_of_their_numbers(files: Path) -> None:
    more = "".join(
        f'- law: cooperatives-2021\n  number: "{number}"\n  heading: {{mn: а, en: a}}\n  summary: {{mn: а, en: a}}\n'
        for number in ("36.10", "12", "36.4")
    )
    path = files / "records" / "articles.yaml"
    path.write_text(path.read_text("utf-8") + more, "utf-8")
    load(files)
    assert list(Article.objects.values_list("number", flat=True)) == ["3", "12", "36.4", "36.10"]
