"""What comes first, apart from the words: what is confirmed, what is new; and what a place or a year does not do."""

import datetime as dt

import pytest
from django.utils import timezone

from search import registry, weights
from search.engine.base import Word
from search.lexicon import Lexicon
from search.terms import TermForms, Terms
from search.understanding import understand
from tests.search.test_querying import titles
from tests.search.world import World


def test_what_nobody_confirmed_comes_after_what_somebody_did(world: World) -> None:
    world.write("Хонины хоршоо нэг", "мал", weight=0.7)
    world.write("Хонины хоршоо хоёр", "мал", weight=1.0)
    world.write("Хонины хоршоо гурав", "мал", weight=1.0, verified=True)
    world.drain()
    assert [title.split()[-1] for title in titles("хонины хоршоо")] == ["гурав", "хоёр", "нэг"]


def test_of_news_the_newer_comes_first_and_of_nothing_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = timezone.localdate()
    world.write("Хуучин мэдээ", "ноос ноос ноос", date=today - dt.timedelta(days=400))
    world.write("Шинэ мэдээ", "ноос, мал, сүү, арьс, ширний үнэ", date=today)
    world.drain()
    assert titles("ноос") == ["Хуучин мэдээ", "Шинэ мэдээ"]
    monkeypatch.setattr(registry.kinds()["note"], "news", True)
    assert titles("ноос") == ["Шинэ мэдээ", "Хуучин мэдээ"]


@pytest.mark.parametrize("more", ["Ховд", "Ховд аймаг", "Жаргалант сум", "2026", "2026 он"])
def test_a_place_or_year_typed_as_words_hides_nothing(world: World, more: str) -> None:
    world.write("Малчны зээл", "хүү, хугацаа", facets={"place": ("84",), "year": ("2024",)})
    world.drain()
    assert titles(f"малчны зээл {more}") == ["Малчны зээл"]


def test_a_word_with_a_vowel_too_few_is_the_word_and_no_form_of_a_verb(world: World) -> None:
    world.write("Эмэгтэйчүүд", "Тэд хамтдаа хоршсон.")
    world.write("Гишүүд", "Энэ хоршоо.")
    world.drain()
    assert titles("хоршо") == ["Гишүүд", "Эмэгтэйчүүд"]


def test_whoever_searches_exactly_is_believed() -> None:
    known = Lexicon({"horxo": 3})
    (clause,) = understand("хоршо", lexicon=known, exact=True).clauses
    assert {one.weight for one in clause.alternatives} == {weights.EXACT}
    assert {word.text for one in clause.alternatives for word in one.words} == {"хорш", "хоршо"}
    (clause,) = understand("хоршо", lexicon=known).clauses
    assert clause.alternatives[0].weight == weights.EXACT * weights.ONLY_STEM


def test_a_term_in_other_letters_is_looked_for_by_its_own_stem() -> None:
    known, terms = Lexicon({"horxo": 3}), Terms([TermForms({"mn": ("хоршоо",), "en": ("cooperative",)})])
    (clause,) = understand("хоршо", lexicon=known, terms=terms).clauses
    own, other = Word("term", "хоршоо"), Word("term", "cooper")
    by_word = {alternative.words: alternative for alternative in clause.alternatives}
    assert (by_word[own,].weight, by_word[own,].guess) == (weights.ITSELF, "letters")
    assert (by_word[other,].weight, by_word[other,].guess) == (weights.TRANSLATION, "translation")
