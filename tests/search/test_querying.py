"""One function answers every query, whatever is typed and whatever state the engine is in."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from search import engine as engines
from search import execute as execution
from search import lexicon
from search.engine.base import EngineAwayError
from search.engine.embedded import EmbeddedEngine
from search.execute import NoSuchPageError, Results, execute
from search.highlight import Marker, passage
from search.indexer import entry_of
from search.lexicon import Lexicon
from search.models import QueryCount
from search.reading import read_title
from search.registry import SearchDocument
from search.suggest import suggestions
from search.terms import TermForms, Terms
from search.understanding import understand
from tests.search.world import World


def titles(typed: str, language: str = "mn", **more: Any) -> list[str]:
    return [row.title for row in execute(typed, language=language, **more).rows]


def counts(results: Results, facet: str) -> dict[str, int]:
    return {choice.value: choice.count for choice in results.facets[facet]}


def test_the_readers_version_of_a_page_is_shown_whichever_was_found(world: World) -> None:
    world.write("Хоршоо байгуулах", "Арван зургаан алхам", language="mn", translates="found")
    world.write("Founding a cooperative", "Sixteen steps", language="en", translates="found")
    world.drain()
    assert titles("cooperative", "en") == ["Founding a cooperative"]
    assert titles("cooperative", "mn") == ["Хоршоо байгуулах"]
    assert titles("хоршоо", "en") == ["Founding a cooperative"]
    # Whoever asks for a language gets it.
    assert titles("cooperative", "mn", filters={"language": ["en"]}) == ["Founding a cooperative"]


def test_a_page_without_translation_is_not_hidden(world: World) -> None:
    world.write("Audit duties", "Once a year", language="en")
    world.drain()
    assert titles("audit", "mn") == ["Audit duties"]


def test_a_version_that_was_hidden_gives_way_to_the_one_that_may_be_seen(world: World) -> None:
    world.write("Хоршоо байгуулах", "Арван зургаан алхам", translates="found")
    world.write("Founding a cooperative", "Sixteen steps", language="en", translates="found")
    world.drain()
    del world.notes["Хоршоо байгуулах"]  # hidden, the index does not know it yet
    assert titles("cooperative", "mn") == ["Founding a cooperative"]
    assert titles("хоршоо", "mn") == []


def test_a_rare_word_is_not_corrected_into_a_common_one(world: World) -> None:
    for number in range(5):
        world.write(f"Хоршоо {number}", "хоршоо")
    world.write("Хоршиг", "нэр")
    world.drain()
    assert titles("хоршиг") == ["Хоршиг"]


@pytest.mark.parametrize("typed", ["байгуулхах", "байгуулаах", "байгууллах", "байуулах", "baiguulahh"])
def test_a_slip_of_the_finger_still_finds(world: World, typed: str) -> None:
    world.write("Байгуулах", "алхам")
    world.write("Өөр", "юм")
    world.drain()
    assert titles(typed) == ["Байгуулах"]


def test_a_common_exact_word_is_not_beaten_by_words_like_it(world: World) -> None:
    for number in range(30):
        world.write(f"Тэмдэглэл {number}", "хоршоо хоршоо")
    world.write("Хоршоо", "тодорхойлолт")
    world.write("Хоршуу", "өөр нэр")
    world.drain()
    assert titles("хоршоо")[0] == "Хоршоо"


def test_what_the_title_says_comes_before_what_the_text_says(world: World) -> None:
    world.write("Өөр гарчиг", "аудит аудит аудит аудит")
    world.write("Аудит", "тайлан")
    world.drain()
    assert titles("аудит")[0] == "Аудит"


def test_facets_count_each_thing_once_and_keep_what_else_can_be_chosen(world: World) -> None:
    world.write("Хонь", "нэг", translates="a")
    world.write("Sheep хонь", "one", language="en", translates="a")
    world.write("Хонь гурав", "гурав", weight=1.15)
    world.drain()
    everything = execute("хонь", language="mn")
    assert everything.total == 2
    assert counts(everything, "kind") == {"note": 1, "guide": 1}
    assert counts(everything, "language") == {"mn": 2, "en": 1}
    chosen = execute("хонь", language="mn", filters={"kind": ["guide"], "language": ["nonsense"]})
    assert chosen.total == 1
    assert counts(chosen, "kind") == {"note": 1, "guide": 1}
    assert counts(chosen, "language") == {"mn": 1}
    both = execute("хонь", language="mn", filters={"kind": ["guide"], "language": ["en"]})
    assert both.total == 0
    assert counts(both, "kind") == {"note": 1, "guide": 0}


def test_readers_narrow_to_what_is_verified_where_something_is(world: World, client: Client) -> None:
    world.write(
        "Хонь", "мал", verified=True, facets={"place": ("11",), "sector": ("wool",), "year": ("2021",)}
    )
    world.write("Хонины хоршоо", "мал")
    world.write("Ямаа", "мал")
    world.drain()
    found = execute("хонь", language="mn")
    assert {name: counts(found, name) for name in ("place", "sector", "year", "verified")} == {
        "place": {"11": 1},
        "sector": {},  # a sector without a page of its own has no name
        "year": {"2021": 1},
        "verified": {"yes": 1},
    }
    page = client.get("/mn/search/", {"q": "хонь"}).content.decode()
    assert 'name="verified" value="yes"' in page
    assert page.count("Баталгаажсан</span>") == 1
    narrowed = client.get("/mn/search/", {"q": "хонь", "verified": "yes"}).content.decode()
    assert ">Хонь<" in narrowed
    assert "Хонины хоршоо" not in narrowed
    assert 'value="yes" checked' in narrowed
    assert 'name="verified"' not in client.get("/mn/search/", {"q": "ямаа"}).content.decode()
    assert titles("хонь", filters={"verified": ["nonsense"]}) == titles("хонь")


def test_a_facet_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="colour"):
        SearchDocument("note", 1, "mn", "g", "Хонь", "", "/", facets={"colour": ("white",)})


def test_pages_go_as_far_as_there_are_results(world: World) -> None:
    for number in range(23):
        world.write(f"Хонь {number}", "мал")
    world.drain()
    assert execute("хонь", language="mn").pages == 3
    assert len(execute("хонь", language="mn", page=3).rows) == 3
    seen = {title for page in (1, 2, 3) for title in titles("хонь", page=page)}
    assert len(seen) == 23
    for page in (0, -1, 4, 10**9):
        with pytest.raises(NoSuchPageError):
            execute("хонь", language="mn", page=page)


@pytest.mark.parametrize("size", [20, 400])
def test_a_search_takes_the_same_queries_however_much_is_found(
    world: World, size: int, django_assert_num_queries: Callable[..., Any]
) -> None:
    from core import outbox

    for number in range(size):
        world.write(f"Хонь {number}", "мал")
    while outbox.drain():
        pass
    with django_assert_num_queries(5):  # on pages synonyms, terms and pins are read once a version
        execute("хонь", language="mn")


def test_what_is_not_public_is_in_no_result_count_or_suggestion(world: World) -> None:
    world.write("Нууцлаг хонь", "мал", audience="members")
    world.write("Хонь", "мал")
    world.drain()
    results = execute("хонь", language="mn")
    assert [row.title for row in results.rows] == ["Хонь"]
    assert (results.total, counts(results, "kind")) == (1, {"note": 1})
    assert suggestions("нууц", "mn") == []
    world.write("Хонь", "мал", audience="members")
    del world.notes["Хонь"]  # hidden just now: at once, whatever the index says
    assert titles("хонь") == []
    assert suggestions("хонь", "mn") == []


def test_suggestions_know_both_scripts_and_begin_with_the_readers_language(world: World) -> None:
    world.write("Хоршоо байгуулах алхам", "", translates="found")
    world.write("Steps to found a cooperative", "", language="en", translates="found")
    world.write("Аудит", "")
    world.write("Horse", "", language="en")
    world.drain()

    def suggested(typed: str, language: str = "mn") -> list[str]:
        return [row["title"] for row in suggestions(typed, language)]

    assert suggested("хорш") == ["Хоршоо байгуулах алхам"]
    assert suggested("horsh bai") == ["Хоршоо байгуулах алхам"]
    assert suggested("hor") == ["Хоршоо байгуулах алхам", "Horse"]
    assert suggested("hor", "en") == ["Horse", "Хоршоо байгуулах алхам"]
    assert suggested("х") == suggested("") == suggested("🐎🐎🐎") == suggested("\x00\x01") == []
    world.write("Хоршуулах", "")
    world.drain()
    assert "Хоршуулах" in suggested("хорш")


class Engine:
    """One that does something else than answer."""

    def __init__(self, does: Callable[[], Any]) -> None:
        self.does, self.asked = does, 0

    def stamp(self) -> Any:
        self.asked += 1
        return self.does()

    def beginning_with(self, *_asked: Any) -> Any:
        return self.stamp()


def away() -> None:
    raise EngineAwayError("gone")


@pytest.mark.parametrize("does", [away, lambda: time.sleep(1.2)], ids=["away", "slow"])
def test_the_database_answers_for_an_engine_that_does_not(
    world: World, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, does: Callable[[], Any]
) -> None:
    world.write("Хоршоо байгуулах", "Арван зургаан алхам")
    world.write("Нууц хоршоо", "x", audience="members")
    other = Engine(does)
    monkeypatch.setattr(execution, "engine", lambda: other)
    settings.SEARCH_TIMEOUT_MS = 100
    began = time.monotonic()
    answer = client.get("/mn/search/", {"q": "хоршоо"})
    again = client.get("/mn/search/", {"q": "хоршоо"})
    assert time.monotonic() - began < 1
    assert answer.status_code == again.status_code == 200
    html = answer.content.decode()
    assert "Хоршоо байгуулах" in html
    assert "Нууц" not in html
    assert 'role="status"' in html
    assert other.asked == 1, "an engine that failed is left alone for a while"
    assert not QueryCount.objects.exists()
    execution.forget_failure()
    monkeypatch.setattr(execution, "engine", engines.engine)
    world.drain()
    assert 'role="status"' not in client.get("/mn/search/", {"q": "хоршоо"}).content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("does", [away, lambda: time.sleep(1.2)], ids=["away", "slow"])
def test_who_types_does_not_wait_for_an_engine_that_does_not_answer(
    client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any, does: Callable[[], Any]
) -> None:
    other = Engine(does)
    monkeypatch.setattr(execution, "engine", lambda: other)
    settings.SEARCH_TIMEOUT_MS = 100
    began = time.monotonic()
    for typed in ("хор", "хорш"):
        assert client.get("/mn/search/suggest/", {"q": typed}).json() == {"titles": []}
    assert time.monotonic() - began < 1
    assert other.asked == 1


def test_long_queries_are_cut_and_that_is_said(world: World, client: Client) -> None:
    assert not execute("хонь " * 40, language="mn").understood.cut
    results = execute("хонь " * 1000, language="mn")
    assert results.understood.cut
    assert len(results.understood.text) <= 200
    answer = client.get("/mn/search/", {"q": "x" * 5000})
    assert answer.status_code == 200
    assert "Хайлт урт байсан" in answer.content.decode()
    words = "хонь ямаа үхэр адуу тэмээ сарлаг бог бод хашаа худаг бэлчээр ноос ноолуур"
    assert execute(words, language="mn").understood.cut, "thirteen words"
    assert not execute(words.rpartition(" ")[0], language="mn").understood.cut


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%ff%fe", "q=%ED%A0%80", "q[]=1", "q=a&q=b", "page=2", "kind=%00&q=a", "&&&=;;"]
)
def test_broken_addresses_get_a_clear_answer(world: World, client: Client, query: str) -> None:
    assert client.get(f"/mn/search/?{query}").status_code in {200, 400, 404}
    assert client.get(f"/mn/search/suggest/?{query}").status_code in {200, 400, 404}


@pytest.mark.parametrize("path", ["", "suggest/", "opensearch.xml"])
def test_search_is_only_for_reading(client: Client, world: World, path: str) -> None:
    assert client.post(f"/mn/search/{path}", {"q": "a"}).status_code == 405


def test_passages_mark_the_words_in_the_original_text() -> None:
    words = Marker(understand("horshoo baiguulah").clauses)
    text = "Эхлэл. " * 60 + "Манай хоршоог байгуулахад <b>гишүүд</b> хэрэгтэй. " + "Төгсгөл. " * 60
    html = passage(text, words, "mn")
    assert "<mark>хоршоог</mark> <mark>байгуулахад</mark> &lt;b&gt;" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert passage("Хор\u00adшоо", words, "mn") == "<mark>Хоршоо</mark>"
    assert passage("", words, "mn") == ""


def test_a_word_of_a_term_is_marked_only_where_the_whole_term_stands() -> None:
    terms = Terms([TermForms({"mn": ("ХЗХ",), "en": ("credit union",)})])
    words = Marker(understand("ХЗХ", terms=terms).clauses)
    assert passage("A trade union met.", words, "en") == "A trade union met."
    assert passage("A credit union met.", words, "en") == "A <mark>credit</mark> <mark>union</mark> met."


@pytest.mark.parametrize("typed", ["gorxo", "ohrxo", "orxo", "ahorxo", "horxa", "horgxo"])
def test_one_slip_anywhere_in_a_word_is_seen_through(typed: str) -> None:
    words = Lexicon({"horxo": 9, "nohoi": 3, "=horse": 2})
    assert [key for key, _weight in words.like_key(typed)] == ["horxo"]


def test_an_endless_text_full_of_the_word_is_marked_in_no_time() -> None:
    began = time.perf_counter()
    passage("хонь " * 100_000, Marker(understand("хонь").clauses), "mn")
    assert time.perf_counter() - began < 0.2


def test_latin_typing_is_read_back_as_the_word_that_comes_closest(world: World) -> None:
    world.write("Хоршооны тухай", "Иргэд хоршооны гишүүн болж, хоршоо байгуулна")
    world.drain()
    assert execute("horshoo", language="mn").read_as == "хоршоо"
    world.write("Байгуулах", "алхам")
    world.drain()
    assert execute("baiguulah horshoo", language="mn").read_as == "байгуулах хоршоо"
    assert execute("хоршоо", language="mn").read_as == ""
    assert execute("horshoo", language="mn", exact=True).read_as == ""


def test_the_database_finds_words_that_stand_there_with_a_capital(world: World) -> None:
    world.write("Өрх, Хоршоо", "")
    engines.engine().pointer.unlink()
    assert titles("хоршоо") == ["Өрх, Хоршоо"]
    assert titles("өрх") == ["Өрх, Хоршоо"]


def test_a_choice_that_leaves_nothing_can_be_takenaway(world: World, client: Client) -> None:
    world.write("Хонь", "мал")
    world.drain()
    html = client.get("/mn/search/", {"q": "хонь", "language": "en"}).content.decode()
    way_back = html.partition('class="btn alt" href="')[2].partition('"')[0]
    assert "Хонь" in client.get(f"/mn/search/{way_back}").content.decode()


def test_queries_are_counted_without_who_asked_and_forgotten(world: World, client: Client) -> None:
    import datetime as dt

    from search import services

    for _ in range(3):
        client.get("/mn/search/", {"q": "Zzqq"})
    client.get("/mn/search/", {"q": "zzqq", "kind": "note"})  # narrowed down: that is not a gap
    asked = QueryCount.objects.get()
    assert (asked.text, asked.language, asked.without_result) == ("zzqq", "mn", 3)
    QueryCount.objects.update(last_seen=timezone.now() - dt.timedelta(days=91))
    assert services.forget_old_queries() == 1
    assert not Group.objects.filter(name="Zzqq").exists()


@pytest.mark.parametrize("typed", ["horshoo", "hkjikk"])
def test_what_was_assumed_is_said_whatever_was_typed(world: World, client: Client, typed: str) -> None:
    world.write("Хоршоо", "гишүүд")
    world.drain()
    results = execute(typed, language="mn")
    assert [row.title for row in results.rows] == ["Хоршоо"]
    html = client.get("/mn/search/", {"q": typed}).content.decode()
    assert f"<b>{typed}</b> гэснийг <b>хоршоо</b> гэж уншлаа" in html


def test_the_words_of_one_engine_are_not_those_of_another(tmp_path: Path) -> None:
    entry = entry_of(SearchDocument("note", 1, "mn", "g", "Хоршоо", "", "/"), "auth.group:1", 1)
    for entries in ([entry], []):
        for number in range(20):  # freed at once: the next may get its place in memory
            made = EmbeddedEngine(tmp_path / f"{len(entries)}-{number}")
            made.swap(made.build([entries]))
            assert lexicon.of(made).has_key("horxo") is bool(entries)
            del made


def test_a_typing_error_is_not_told_it_was_latin(world: World, client: Client) -> None:
    world.write("Хоршоо", "алхам")
    world.drain()
    html = client.get("/mn/search/", {"q": "хошроо"}).content.decode()
    assert "<b>хошроо</b> гэснийг <b>хоршоо</b> гэж уншлаа" in html
    assert "Латинаар" not in html


def test_a_form_the_glossary_lists_is_no_title_and_needs_no_note() -> None:
    terms = Terms([TermForms({"en": ("to found",)}, typed=("start a coop",))])
    marker = Marker(understand("start a coop", terms=terms).clauses)
    assert marker.title_bonus("To found", "en") == 1.0
    assert marker.title_bonus("Start a coop", "en") > 1.0
    assert marker.depth("To found one", "en")[0] == 1, "it is found all the same"
    assert marker.closest(read_title("To found", "en")) == {}
