"""Terms in several languages: the glossary and the editors' synonyms, as search uses them to understand a query."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from search.analysis import Term, analyse, english_stem, is_cyrillic, key_of, key_stem, stem
from search.empty import EMPTY
from search.engine.base import Word

#: Longer terms are not looked for.
MOST_WORDS = 6


@dataclass(frozen=True)
class TermForms:
    """What means the same. forms: texts by language, the standing one first. typed: further ways it is typed, which
    are understood but never looked for.
    """

    forms: dict[str, tuple[str, ...]]
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meaning:
    """A term found in a query: from which word to which (exclusive), and what else means it."""

    start: int
    end: int
    #: ("letters": the term itself, "translation", "synonym" or "variant"; its words)
    others: tuple[tuple[str, tuple[Word, ...]], ...]


@dataclass
class Terms:
    """All terms, by what their first word is known by."""

    rows: Sequence[TermForms] = ()
    _by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...], int, str]]] = field(
        default_factory=dict
    )
    _words: list[list[tuple[str, tuple[Word, ...]]]] = field(default_factory=list)
    _signs: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            texts = [(language, text) for language, some in row.forms.items() for text in some]
            self._words.append([(language, words) for language, text in texts if (words := _words(text))])
            for language, text in [*texts, *(("", text) for text in row.typed)]:
                signs = signs_of(text)
                self._signs.update(signs)
                if 0 < len(signs) <= MOST_WORDS:
                    written = tuple(stem(term.surface) for term in _analysed(text))
                    self._by_first.setdefault(signs[0], []).append((signs, written, number, language))

    def knows(self, word: str) -> bool:
        """Whether a term has this word, or another of its key: then it is no slip."""
        return _sign(word) in self._signs

    def found_in(self, signs: Sequence[set[str]], stems: Sequence[Collection[str]]) -> list[Meaning]:
        """Terms in a query. signs: by what each of its words may be known (see `signs_of`). stems: those of each word
        that is surely spelled as it should be, which no other word of its key can be; else nothing. The longest term
        at each place; terms of one length that are spelled alike all count.
        """
        found: list[Meaning] = []
        at = 0
        while at < len(signs):
            fitting = [
                (len(row), number, language, written)
                for sign in sorted(signs[at])
                for row, written, number, language in self._by_first.get(sign, ())
                if len(row) <= len(signs) - at
                and all(s in signs[at + i] for i, s in enumerate(row))
                and all(w in (stems[at + i] or (w,)) for i, w in enumerate(written) if is_cyrillic(w))
            ]
            longest = max((length for length, *_rest in fitting), default=0)
            others: dict[tuple[str, tuple[Word, ...]], None] = {}
            for length, number, language, written in fitting:
                if length == longest:
                    for other, words in self._words[number]:
                        how = "synonym" if other == language else "translation"
                        if tuple(word.text for word in words) == written:
                            how = "letters"  # it is the term itself, typed otherwise
                        others[how if language else "variant", words] = None
            if others:
                found.append(Meaning(at, at + longest, tuple(others)))
            at += max(1, longest)
        return found


def _analysed(text: str) -> list[Term]:
    found = analyse(text, "en")
    return [term for term in found if term.surface not in EMPTY] or found


def _sign(word: str) -> str:
    if word.isdigit():
        return word
    return key_stem(key_of(word)) if is_cyrillic(word) else f"={english_stem(word)}"


def signs_of(text: str) -> tuple[str, ...]:
    """By what each word of a text is known, without those that carry nothing (unless there is nothing else)."""
    return tuple(_sign(term.surface) for term in _analysed(text))


def _words(text: str) -> tuple[Word, ...]:
    return tuple(Word("term", stem(t.surface)) for t in _analysed(text))[:MOST_WORDS]
