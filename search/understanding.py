"""From what was typed to what the engine is asked: words, and the ways in which each may be meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from search import weights
from search.analysis import (
    english_stem,
    is_cyrillic,
    is_spelled_right,
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
from search.analysis.generic import is_unspaced
from search.analysis.generic import terms as generic_terms
from search.empty import EMPTY
from search.engine.base import Alternative, Clause, Word
from search.keyboard import from_cyrillic_keys, from_latin_keys
from search.lexicon import Lexicon
from search.terms import Terms

#: More is cut off, and said.
MOST_CHARACTERS = 200
MOST_WORDS = 12
#: Readings of a Latin word that are looked for where it is known; where it is not, guesses start from so many.
MOST_READINGS, MOST_GUESSED_READINGS = 24, 3
_PART = re.compile(
    r"(?P<no>(?<!\S)-(?=[^\s-]))?"
    r'(?:"(?P<quoted>[^"]*)"|«(?P<angled>[^»]*)»|[“„](?P<curly>[^”“]*)[”“]|(?P<plain>[^\s"“”„«»]+))'
)


@dataclass(frozen=True)
class Understood:
    """A query as it was read. without: what must not stand in what is found."""

    text: str
    cut: bool
    clauses: tuple[Clause, ...]
    without: tuple[Clause, ...] = ()
    exact: bool = False


def clean(text: str) -> str:
    """One line without control characters and needless spaces."""
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
        quoted = next((part[name] for name in ("quoted", "angled", "curly") if part[name] is not None), None)
        if quoted is not None:
            clauses = _phrase(quoted)
        elif part["no"]:
            clauses = [_word(token.term, Lexicon(), exact=exact) for token in tokens(part["plain"])]
        else:
            clauses = _plain(part["plain"], lexicon, exact=exact)
        (without if part["no"] else wanted).extend(clauses)
    carrying = [c for c in wanted if c.word not in EMPTY] or wanted
    unique = list({clause.word: clause for clause in carrying}.values())
    cut = len(whole) > MOST_CHARACTERS or len(unique) > MOST_WORDS
    unique = unique[:MOST_WORDS]
    if terms and not exact:
        unique = _with_terms(unique, terms)
    return Understood(text, cut, tuple(unique), tuple(without[:MOST_WORDS]), exact)


def _phrase(quoted: str) -> list[Clause]:
    if is_unspaced(quoted):
        words = [term for term, _start, _end in generic_terms(quoted)]
        ways = [tuple(words)]
    else:
        words = [token.term for token in tokens(quoted)][:MOST_WORDS]
        # Also the words themselves: languages without stems.
        ways = list(dict.fromkeys([tuple(map(stem, words)), tuple(words)]))
    if not words:
        return []
    alternatives = [
        Alternative(tuple(Word("term", text) for text in way), weights.EXACT * len(way), phrase=True)
        for way in ways
    ]
    return [Clause(" ".join(words), tuple(alternatives))]


def _plain(chunk: str, lexicon: Lexicon, *, exact: bool) -> list[Clause]:
    """The clauses of a stretch without spaces; its keys may have been struck in the other layout."""
    if is_unspaced(chunk):
        return [
            Clause(term, (Alternative((Word("term", term),), weights.EXACT),))
            for term in dict.fromkeys(term for term, _start, _end in generic_terms(chunk))
        ]
    words = tokens(chunk)
    if not exact and lexicon.counts:
        other = _other_layout(chunk, [word.term for word in words], lexicon)
        if other:
            return other
    return [_word(word.term, lexicon, exact=exact, surface=word.surface) for word in words]


def _other_layout(chunk: str, words: list[str], lexicon: Lexicon) -> list[Clause]:
    """What the same keys say in the other layout, where only that is known; else nothing."""
    if not chunk or any(map(str.isdigit, words)) or all(_known(word, lexicon) for word in words):
        return []
    struck = from_cyrillic_keys(chunk) if is_cyrillic(chunk) else from_latin_keys(chunk)
    meant = [token.term for token in tokens(struck)]
    if not meant or not all(len(word) > 2 and _known(word, lexicon) for word in meant):
        return []
    if len(words) == 1 and _one_slip(words[0], lexicon):
        return []
    clauses = []
    for word in meant:
        made = _word(word, lexicon, exact=False)
        clauses.append(Clause(word, tuple(_guessed(made.alternatives, "layout", weights.LAYOUT))))
    return clauses


def _one_slip(word: str, lexicon: Lexicon) -> bool:
    """Whether the word is a known one but for a letter."""
    if len(word) < 6:
        return False
    near = lexicon.like_key(key_of(word)) or ([] if is_cyrillic(word) else lexicon.like_latin(word))
    return bool(near) and near[0][1] > weights.TWO_SLIPS


def _guessed(alternatives: Iterable[Alternative], guess: str, weight: float) -> list[Alternative]:
    return [replace(a, weight=a.weight * weight, guess=guess) for a in alternatives]


def _known(word: str, lexicon: Lexicon) -> bool:
    if is_cyrillic(word):
        return lexicon.knows_key(key_of(word)) or lexicon.knows_key(keys_of(word)[-1])
    return lexicon.knows_latin(word) or any(map(lexicon.knows_key, latin_readings(word)))


def _word(word: str, lexicon: Lexicon, *, exact: bool, surface: str = "") -> Clause:
    doubtful = not exact and _is_other(word, lexicon)
    found = [_term(stem(word), weights.EXACT * (weights.ONLY_STEM if doubtful else 1.0))]
    found.append(_term(word, weights.EXACT))  # as it stands, in languages without stems
    if not word.isdigit() and not exact:
        found += _cyrillic(word, lexicon) if is_cyrillic(word) else _latin(word, surface or word, lexicon)
    best: dict[tuple[Word, ...], Alternative] = {}
    for alternative in found:
        before = best.get(alternative.words)
        if before is None or alternative.weight > before.weight:
            best[alternative.words] = alternative
    return Clause(word, tuple(best.values()))


def _is_other(word: str, lexicon: Lexicon) -> bool:
    """Whether the texts have this word but for the length of a vowel, with another stem than the one made of it."""
    if not is_cyrillic(word) or is_spelled_right(word):
        return False
    key = key_of(word)
    return lexicon.has_key(key) and key_stem(key) != key_of(stem(word))


def _term(text: str, weight: float, guess: str = "") -> Alternative:
    return Alternative((Word("term", text),), weight, guess)


def _key(text: str, weight: float, guess: str = "") -> Alternative:
    return Alternative((Word("key", text),), weight, guess)


def _sure(key: str, word: str) -> float:
    return weights.SHORT_KEY if len(key) < 3 and len(word) > 4 else 1.0


def _cyrillic(word: str, lexicon: Lexicon) -> list[Alternative]:
    found = [_term(other, weights.OTHER_STEM) for other in stems(word)[1:]]
    found += [_key(key, weights.SAME_KEY * _sure(key, word), "letters") for key in keys_of(word)]
    whole = key_of(word)
    if _is_other(word, lexicon):
        found.append(_key(key_stem(whole), weights.SAME_WORD, "letters"))
    if lexicon.counts and not _known(word, lexicon):
        found += _like_key(whole, lexicon, weights.WORD_AS_SLIP if is_spelled_right(word) else 1.0)
    elif len(word) > 3:
        found += [
            _key(key_stem(longer), weights.LONGER, "beginning")
            for longer in lexicon.beginning_with(key_of(word))
        ]
    return found


def _latin(word: str, surface: str, lexicon: Lexicon) -> list[Alternative]:
    readings = latin_readings(word)[:MOST_READINGS]
    if lexicon.counts:  # of twenty ways to read a word most are no words
        known = tuple(filter(lexicon.knows_key, readings))
        readings = known if known or lexicon.knows_latin(word) else readings
    whole = any(map(lexicon.has_key, readings))
    found = []
    for i, reading in enumerate(readings):
        weight = weights.READING * weights.READING_FALLS**i
        weight *= weights.ONLY_STEM if whole and not lexicon.has_key(reading) else 1.0
        keys = dict.fromkeys((key_stem(reading), reading))
        found += [_key(key, weight * _sure(key, word), "reading") for key in keys]
    twin = looks_cyrillic(surface)
    twin_known = bool(twin) and _known(twin or "", lexicon)
    if twin and (twin_known or not lexicon.counts):
        found += [_key(key, weights.LOOKS_LIKE, "reading") for key in keys_of(twin)]
    if lexicon.counts and not twin_known and not _known(word, lexicon):
        guesses = _like_latin(word, lexicon)
        for i, reading in enumerate(readings[:MOST_GUESSED_READINGS]):
            guesses += _like_key(reading, lexicon, weights.READING_FALLS**i)
        best = max((guess.weight for guess in guesses), default=0.0)
        found += [guess for guess in guesses if guess.weight >= best * weights.NEAR_BEST]
    elif len(word) > 3:
        begun = lexicon.latin_beginning_with(word)
        found += [_term(english_stem(longer), weights.LONGER, "beginning") for longer in begun]
        if whole:
            begun = lexicon.beginning_with(readings[0])
            found += [_key(key_stem(longer), weights.LONGER, "beginning") for longer in begun]
    return found


def _like_key(key: str, lexicon: Lexicon, weight: float) -> list[Alternative]:
    """What an unknown key was meant to be: half a word, or one with slips."""
    begun = lexicon.beginning_with(key) if len(key) > 3 else []
    found = [_key(key_stem(other), weights.BEGINNING * weight, "beginning") for other in begun]
    near = lexicon.like_key(key)
    found += [_key(key_stem(other), w * weight * (0.8 if begun else 1.0), "typo") for other, w in near]
    if not found and len(key) > 5:  # an ending that no rule knows
        begun = lexicon.beginning_with(key[: max(4, len(key) * 2 // 3)])
        found += [_key(key_stem(other), weights.LONGER * weight, "beginning") for other in begun]
    return found


def _like_latin(word: str, lexicon: Lexicon) -> list[Alternative]:
    begun = lexicon.latin_beginning_with(word) if len(word) > 3 else []
    found = [_term(english_stem(other), weights.BEGINNING, "beginning") for other in begun]
    near = lexicon.like_latin(word)
    return found + [_term(english_stem(other), w * (0.8 if begun else 1.0), "typo") for other, w in near]


def _with_terms(clauses: list[Clause], terms: Terms) -> list[Clause]:
    """Each clause of a term also means the term's other forms, all words of them together."""
    others = {
        "letters": weights.ITSELF,
        "translation": weights.TRANSLATION,
        "synonym": weights.SYNONYM,
        "variant": weights.VARIANT,
    }
    found = list(clauses)
    for meaning in terms.found_in(
        [_signs(clause) for clause in clauses], [_sure_stems(clause) for clause in clauses]
    ):
        for at in range(meaning.start, meaning.end):
            clause = found[at]
            if terms.knows(clause.word):
                right = tuple(a for a in clause.alternatives if a.guess != "typo")
                clause = replace(clause, alternatives=right)
            sure = [a.weight for a in clause.alternatives if a.guess != "typo"] or [weights.SLIP]
            best = {alternative.words: alternative for alternative in clause.alternatives}
            for how, words in meaning.others:
                weight = min(1.0, max(sure)) * others[how]
                if words not in best or best[words].weight < weight:
                    best[words] = Alternative(words, weight, how)
            found[at] = replace(clause, alternatives=tuple(best.values()))
    return found


def _sure_stems(clause: Clause) -> tuple[str, ...]:
    """The stems of a word that the dictionary knows as it is typed and that is no slip; nothing for all others."""
    if not is_cyrillic(clause.word) or not is_spelled_right(clause.word):
        return ()
    if any(alternative.guess == "typo" for alternative in clause.alternatives):
        return ()
    found = stems(clause.word)
    return found[:1] if found[0] == clause.word else found


def _signs(clause: Clause) -> set[str]:
    """By what a term's words may be known in this clause: its keys, its Latin stems."""
    signs = set()
    for alternative in clause.alternatives:
        if len(alternative.words) == 1 and alternative.guess != "beginning":
            word = alternative.words[0]
            latin = word.level == "term" and not is_cyrillic(word.text) and not word.text.isdigit()
            signs.add(f"={word.text}" if latin else word.text)
    return signs
