"""What is meant by what is typed: a word before a guess, a phrase, an exclusion, languages without an analyser."""

from collections.abc import Iterator

import pytest
from django.test import Client

from search import execute as execution
from search import services
from search.analysis import mongolian, use_dictionary
from search.engine.base import Word
from search.execute import execute
from search.highlight import Marker
from search.models import SynonymSet
from search.terms import TermForms, Terms
from search.understanding import understand
from tests.search.test_querying import Engine, away, titles
from tests.search.world import World


def test_a_term_is_no_answer_to_the_words_in_which_it_is_typed() -> None:
    terms = Terms(
        [
            TermForms({"mn": ("үүсгэн байгуулах",)}, typed=("register a coop",)),
            TermForms({"mn": ("их хурал",)}, typed=("ИХ",)),
        ]
    )
    marker = Marker(understand("register a coop", terms=terms).clauses)
    assert marker.title_bonus("Үүсгэн байгуулах", "mn") == 1.0
    marker = Marker(understand("ИХ", terms=terms).clauses)
    assert marker.title_bonus("Их хурал", "mn") > 1.0, "an abbreviation stands for its whole name"


@pytest.mark.parametrize(("typed", "guess"), [("хол", "хөл"), ("үр", "өр")])
def test_a_word_as_it_was_typed_goes_before_a_title_that_is_a_guess(
    world: World, typed: str, guess: str
) -> None:
    world.write(guess.capitalize(), "богино")
    world.write("Өөр юм", f"Энд {typed} гэсэн үг бас олон өөр үг байна, дунд нь орсон.")
    world.drain()
    assert titles(typed)[0] == "Өөр юм"


@pytest.fixture
def _dictionary() -> Iterator[None]:
    """One in which өөр is a word, and might be a form of өр."""
    loaded = mongolian._dictionary
    use_dictionary(lambda word: {"өөр": ["өөр", "өр"], "өр": ["өр"]}.get(word, []))
    yield
    use_dictionary(loaded)


@pytest.mark.usefixtures("_dictionary")
def test_a_word_that_is_a_stem_itself_is_hardly_a_form_of_another() -> None:
    terms = Terms([TermForms({"mn": ("өр төлбөр",)}, typed=("өр",))])
    debt = tuple(word for a in understand("өр", terms=terms).clauses[0].alternatives for word in a.words)
    other = {word for a in understand("өөр", terms=terms).clauses[0].alternatives for word in a.words}
    assert len({word.text for word in debt}) > 2, "with the term's own words"
    assert Word("term", "өр") in other
    assert not {word for word in debt if word.text.startswith("төл")} & other


def test_words_of_a_term_are_no_slips_and_its_other_words_are_not_said(world: World) -> None:
    services.save_synonyms(synonyms=SynonymSet(words="давуу тал\nач тус"))
    world.write("Хоршооны ач тус", "дагуу, дагана, тал бүр")
    world.drain()
    results = execute("хоршооны давуу тал", language="mn")
    assert [row.title for row in results.rows] == ["Хоршооны ач тус"]
    assert results.read_as == ""
    assert {a.guess for a in results.understood.clauses[1].alternatives} <= {"", "letters", "synonym"}


def test_a_guess_is_said_also_where_the_readers_version_is_shown(world: World) -> None:
    world.write("Зээл", "мөнгө")
    world.write("Loan", "money", language="en", translates="Зээл")
    world.drain()
    results = execute("зэл", language="en")
    assert [row.title for row in results.rows] == ["Loan"]
    assert results.read_as == "зээл"


@pytest.mark.parametrize("quoted", ['"хонины ноос"', "«хонины ноос»", "„хонины ноос“", "“хонины ноос”"])
def test_words_between_quotation_marks_stand_together(world: World, quoted: str) -> None:
    world.write("Нэг", "хонины ноос угаах")
    world.write("Хоёр", "ноос хонины")
    world.drain()
    assert titles(quoted) == ["Нэг"]


def test_what_is_excluded_stays_out_without_the_engine(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.write("Хоршоо байгуулах", "алхам")
    world.write("Хоршоо гэж юу вэ", "тайлбар")
    monkeypatch.setattr(execution, "engine", lambda: Engine(away))
    assert titles("хоршоо -байгуулах") == ["Хоршоо гэж юу вэ"]
    execution.forget_failure()


def test_search_stays_exact_while_it_is_narrowed(world: World, client: Client) -> None:
    world.write("Хоршоо", "алхам")
    world.drain()
    exact, usual = (client.get("/mn/search/", {"q": "хоршоо", **more}) for more in ({"exact": "1"}, {}))
    assert '<input type="hidden" name="exact" value="1">' in exact.content.decode()
    assert 'name="exact"' not in usual.content.decode()


@pytest.mark.parametrize(
    ("language", "text", "typed"),
    [
        ("ky", "Кооператив түзүү боюнча мыйзам", "түзүү"),
        ("ky", "Кооператив түзүү боюнча мыйзам", "Мыйзам"),
        ("ru", "Регистрация потребительского общества", "общества"),
        ("vi", "Thành lập hợp tác xã", "hợp tác xã"),
        ("km", "សហករណ៍កសិកម្ម", "សហករណ៍"),
        ("th", "สหกรณ์การเกษตร", "การเกษตร"),
    ],
)
def test_languages_without_an_analyser_are_found_by_their_words(
    world: World, language: str, text: str, typed: str
) -> None:
    world.write("Note", text, language=language)
    world.write("Other", "nothing of it", language=language)
    world.drain()
    assert titles(typed) == ["Note"]
    assert titles(f'"{typed}"') == ["Note"]
