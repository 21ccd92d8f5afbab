"""The same word, however it was typed."""

import pytest

from search.analysis import key_of, latin_readings, normalise, stem, tokens
from search.understanding import MOST_CHARACTERS, understand


@pytest.mark.parametrize("typed", ["horshoo", "khorshoo", "xorshoo", "horsho"])
def test_latin_typing_shares_a_key_with_the_cyrillic_word(typed: str) -> None:
    assert key_of("хоршоо") in latin_readings(typed)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("байгуулах", "baiguulah"),
        ("байгуулах", "bayguulakh"),
        ("гишүүн", "gishvvn"),
        ("гишүүн", "gishuun"),
        ("дүрэм", "durem"),
        ("зээл", "zeel"),
        ("өргөдөл", "urgudul"),
        ("цэцэрлэг", "tsetserleg"),
        ("хувь", "khuvi"),
    ],
)
def test_usual_conventions_are_among_the_readings(cyrillic: str, latin: str) -> None:
    assert key_of(cyrillic)[:4] in {reading[:4] for reading in latin_readings(latin)}


@pytest.mark.parametrize("written", ["єндєр", "өндөр", "Өндөр", "ѳндѳр"])
def test_letters_of_old_fonts_are_repaired(written: str) -> None:
    assert [token.term for token in tokens(normalise(written))] == ["өндөр"]


def test_latin_letters_within_a_cyrillic_word_are_repaired() -> None:
    assert [token.term for token in tokens(normalise("xopшоо"))] == ["хоршоо"]
    assert [token.term for token in tokens("horshoo")] == ["horshoo"]


def test_offsets_point_into_the_text() -> None:
    text = "Малчны «Хоршоо»."
    assert [text[t.start : t.end] for t in tokens(text)] == ["Малчны", "Хоршоо"]


def test_english_words_share_their_stem() -> None:
    assert stem("cooperatives") == stem("cooperative")


def test_a_query_is_cleaned_and_cut() -> None:
    understood = understand("хоршоо\x07\u200b  байгуулах " + "а" * 5000)
    assert len(understood.text) == MOST_CHARACTERS
    assert understood.cut
    assert [clause.word for clause in understood.clauses][:2] == ["хоршоо", "байгуулах"]


def test_words_that_carry_nothing_are_left_out_unless_nothing_else_is_there() -> None:
    assert [c.word for c in understand("how to register a coop").clauses] == ["register", "coop"]
    assert [c.word for c in understand("how to").clauses] == ["how", "to"]


def test_exactly_means_the_words_as_they_stand() -> None:
    (clause,) = understand("horshoo", exact=True).clauses
    assert [alternative.level for alternative in clause.alternatives] == ["term"]
