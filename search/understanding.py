"""From what was typed to what the engine is asked: words, and the ways in which each may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from search import weights
from search.analysis import (
    english_stem,
    is_cyrillic,
    key_of,
    key_stem,
    keys_of,
    latin_readings,
    looks_cyrillic,
    normalise,
    stem,
    stems,
    tokens,
)
from search.analysis.generic import trigrams
from search.engine.base import Alternative, Clause, Word
from search.keyboard import from_cyrillic_keys, from_latin_keys
from search.lexicon import Lexicon
from search.terms import Terms

#: More is cut off, and said.
MOST_CHARACTERS = 200
MOST_WORDS = 12
#: Readings of a Latin word that are looked for where it is known; where it is not, guesses start from so many.
MOST_READINGS, MOST_GUESSED_READINGS = 24, 3
#: Words that carry nothing, unless nothing else is left.
_EMPTY = frozenset(
    (  # noqa: SIM905 (a list of forty quoted words reads worse)
        "a an and are as at be by can do does for from how i if in is it its me my of on or our shall should so that "
        "the their there they this to us was we what when where which who why will with you your "
        "бол буюу ба болон вэ бэ уу үү юу юм нь гэж гэсэн яаж хэрхэн тухай мөн энэ тэр ямар хэн хаана хэзээ яах "
        "ve be uu yaj yaaj yamar hen haana gej baina bol tuhai"
    ).split()
)
_PART = re.compile(r'(?P<no>(?<!\S)-(?=[^\s-]))?(?:"(?P<quoted>[^"]*)"|“(?P<curly>[^”]*)”|(?P<plain>[^\s"“”]+))')
_THAI_LIKE = re.compile(r"[\u0e00-\u0eff\u1780-\u17ff]")


@dataclass(frozen=True)
class Understood:
    """A query as it was read. without: what must not stand in what is found."""

    text: str
    cut: bool
    clauses: tuple[Clause, ...]
    without: tuple[Clause, ...] = ()
    exact: bool = False


def clean(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in normalise(text)).split())


def understand(
    typed: str, *, lexicon: Lexicon | None = None, terms: Terms | None = None, exact: bool = False
) -> Understood:
    """Read a query.

    lexicon: what words there are; without it nothing is guessed. terms: what means the same.
    exact:   only the words as they stand, in any of their forms.
    """
    whole = clean(typed)
    text = whole[:MOST_CHARACTERS]
    lexicon = lexicon or Lexicon()
    wanted: list[Clause] = []
    without: list[Clause] = []
    for part in _PART.finditer(text):
        quoted = part["quoted"] if part["quoted"] is not None else part["curly"]
        if quoted is not None:
            clauses = _phrase(quoted)
        elif part["no"]:
            clauses = [_word(token.term, Lexicon(), exact=exact) for token in tokens(part["plain"])]
        else:
            clauses = _plain(part["plain"], lexicon, exact=exact)
        (without if part["no"] else wanted).extend(clauses)
    carrying = [c for c in wanted if c.word not in _EMPTY] or wanted
    unique = list({clause.word: clause for clause in carrying}.values())[:MOST_WORDS]
    if terms and not exact:
        unique = _with_terms(unique, terms)
    cut = len(whole) > MOST_CHARACTERS
    return Understood(text, cut, tuple(unique), tuple(without[:MOST_WORDS]), exact)


def _phrase(quoted: str) -> list[Clause]:
    words = [token.term for token in tokens(quoted)][:MOST_WORDS]
    if not words:
        return []
    terms = tuple(Word("term", stem(word)) for word in words)
    return [Clause(" ".join(words), (Alternative(terms, weights.EXACT * len(words), phrase=True),))]


def _plain(chunk: str, lexicon: Lexicon, *, exact: bool) -> list[Clause]:
    """The clauses of a stretch without spaces; its keys may have been struck in the other layout."""
    if _THAI_LIKE.search(chunk):
        return [
            Clause(term, (Alternative((Word("term", term),), weights.EXACT),))
            for term in dict.fromkeys(term for term, _start, _end in trigrams(chunk))
        ]
    words = [token.term for token in tokens(chunk)]
    if not exact and lexicon.counts:
        other = _other_layout(chunk, words, lexicon)
        if other:
            return other
    return [_word(word, lexicon, exact=exact) for word in words]


def _other_layout(chunk: str, words: list[str], lexicon: Lexicon) -> list[Clause]:
    """What the same keys say in the other layout, where only that is known; else nothing."""
    if not chunk or any(map(str.isdigit, words)) or any(_known(word, lexicon) for word in words):
        return []
    cyrillic = is_cyrillic(chunk)
    struck = from_cyrillic_keys(chunk) if cyrillic else from_latin_keys(chunk)
    meant = [token.term for token in tokens(struck)]
    if not meant or not all(_known(word, lexicon) for word in meant):
        return []
    clauses = []
    for word in meant:
        made = _word(word, lexicon, exact=False)
        clauses.append(Clause(word, tuple(_guessed(made.alternatives, "layout", weights.LAYOUT))))
    return clauses


def _guessed(alternatives: Iterable[Alternative], guess: str, weight: float) -> list[Alternative]:
    return [replace(a, weight=a.weight * weight, guess=guess) for a in alternatives]


def _known(word: str, lexicon: Lexicon) -> bool:
    if is_cyrillic(word):
        return lexicon.knows_key(*keys_of(word))
    return lexicon.knows_latin(word) or lexicon.knows_key(*map(key_stem, latin_readings(word)))


def _word(word: str, lexicon: Lexicon, *, exact: bool) -> Clause:
    found = [_term(stem(word), weights.EXACT)]
    if not word.isdigit() and not exact:
        found += _cyrillic(word, lexicon) if is_cyrillic(word) else _latin(word, lexicon)
    best: dict[tuple[Word, ...], Alternative] = {}
    for alternative in found:
        before = best.get(alternative.words)
        if before is None or alternative.weight > before.weight:
            best[alternative.words] = alternative
    return Clause(word, tuple(best.values()))


def _term(text: str, weight: float, guess: str = "") -> Alternative:
    return Alternative((Word("term", text),), weight, guess)


def _key(text: str, weight: float, guess: str = "") -> Alternative:
    return Alternative((Word("key", text),), weight, guess)


def _cyrillic(word: str, lexicon: Lexicon) -> list[Alternative]:
    keys = keys_of(word)
    found = [_term(other, weights.OTHER_STEM) for other in stems(word)[1:]]
    found += [_key(key, weights.SAME_KEY, "letters") for key in keys]
    if lexicon.counts and not lexicon.knows_key(*keys):
        found += _like_key(key_of(word), lexicon, 1.0)
    return found


def _latin(word: str, lexicon: Lexicon) -> list[Alternative]:
    readings = latin_readings(word)
    found = []
    for i, reading in enumerate(readings[:MOST_READINGS]):
        weight = weights.READING * weights.READING_FALLS**i
        found += [_key(key, weight, "reading") for key in dict.fromkeys((key_stem(reading), reading))]
    twin = looks_cyrillic(word)
    if twin:
        found += [_key(key, weights.LOOKS_LIKE, "reading") for key in keys_of(twin)]
    if lexicon.counts and not _known(word, lexicon):
        if not (twin and lexicon.knows_key(*keys_of(twin))):
            for i, reading in enumerate(readings[:MOST_GUESSED_READINGS]):
                found += _like_key(reading, lexicon, weights.READING_FALLS**i)
            found += _like_latin(word, lexicon)
    elif lexicon.counts:
        # Known readings alone: of twenty ways to read a word most are no words.
        found = [a for a in found if lexicon.knows_key(a.words[0].text)] or found
    return found


def _like_key(key: str, lexicon: Lexicon, weight: float) -> list[Alternative]:
    near = lexicon.like_key(key)
    found = [_key(key_stem(other), w * weight, "typo") for other, w in near]
    if not near or near[0][1] < weights.SLIP * 0.8:
        begun = lexicon.beginning_with(key)
        found += [_key(key_stem(other), weights.BEGINNING * weight, "beginning") for other in begun]
        if not begun and len(key) > 5:  # an ending that no rule knows
            begun = lexicon.beginning_with(key[: max(4, len(key) * 2 // 3)])
            found += [_key(key_stem(o), weights.BEGINNING * weight * 0.8, "beginning") for o in begun]
    return found


def _like_latin(word: str, lexicon: Lexicon) -> list[Alternative]:
    found = [_term(english_stem(other), w, "typo") for other, w in lexicon.like_latin(word)]
    begun = lexicon.latin_beginning_with(word)
    return found + [_term(english_stem(other), weights.BEGINNING, "beginning") for other in begun]


def _with_terms(clauses: list[Clause], terms: Terms) -> list[Clause]:
    """Each clause of a term also means the term's other forms, all words of them together."""
    found = list(clauses)
    for meaning in terms.found_in([_signs(clause) for clause in clauses]):
        for at in range(meaning.start, meaning.end):
            clause = found[at]
            has = {alternative.words for alternative in clause.alternatives}
            most = max(a.weight for a in clause.alternatives if a.guess != "typo" or len(has) == 1)
            added = [
                Alternative(
                    words,
                    min(1.0, most) * (weights.TRANSLATION if foreign else weights.SYNONYM),
                    "translation" if foreign else "synonym",
                )
                for foreign, words in meaning.others
                if words not in has
            ]
            found[at] = replace(clause, alternatives=(*clause.alternatives, *added))
    return found


def _signs(clause: Clause) -> set[str]:
    """By what a term's words may be known in this clause: its keys, its Latin stems."""
    signs = set()
    for alternative in clause.alternatives:
        if len(alternative.words) == 1 and alternative.guess != "beginning":
            word = alternative.words[0]
            latin = word.level == "term" and not is_cyrillic(word.text) and not word.text.isdigit()
            signs.add(f"={word.text}" if latin else word.text)
    return signs
