"""From what was typed to what the engine is asked: words, and the ways in which each may be meant."""

from __future__ import annotations

from dataclasses import dataclass

from search.analysis import key_of, latin_readings, normalise, short_key, stem, tokens
from search.analysis.tokens import is_cyrillic
from search.engine.base import Alternative, Clause

#: More is cut off, and said.
MOST_CHARACTERS = 200
MOST_WORDS = 12
#: Words that carry nothing, unless nothing else is left.
_EMPTY = frozenset(
    (  # noqa: SIM905 (a list of forty quoted words reads worse)
        "a an and are as at be by can do for from how i in is it my of on or the to we what when where which who "
        "with you бол буюу ба болон вэ бэ уу үү юу юм нь гэж гэсэн яаж хэрхэн тухай мөн энэ тэр"
    ).split()
)
#: A word shorter than this is not looked for with a slip or by its beginning.
SHORTEST_GUESS = 5

# What each level counts; an exact word always outweighs a guess.
EXACT, KEY, READING, BEGINNING, SLIP = 1.0, 0.85, 0.9, 0.45, 0.35
READING_FALLS = 0.97


@dataclass(frozen=True)
class Understood:
    """A query as it was read."""

    text: str
    cut: bool
    clauses: tuple[Clause, ...]


def clean(text: str) -> str:
    """One line without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in normalise(text)).split())


def understand(typed: str, *, exact: bool = False) -> Understood:
    """Read a query. exact: only the words as they stand."""
    whole = clean(typed)
    text = whole[:MOST_CHARACTERS]
    words = [token.term for token in tokens(text)]
    carrying = [word for word in words if word not in _EMPTY] or words
    unique = list(dict.fromkeys(carrying))[:MOST_WORDS]
    clauses = tuple(Clause(word, _alternatives(word, exact=exact)) for word in unique)
    return Understood(text, len(whole) > MOST_CHARACTERS, clauses)


def _alternatives(word: str, *, exact: bool) -> tuple[Alternative, ...]:
    found = [Alternative("term", stem(word), EXACT)]
    if exact:
        return tuple(found)
    if word.isdigit():
        return tuple(found)
    if is_cyrillic(word):
        keys: tuple[str, ...] = (key_of(word),)
        found.append(Alternative("key", keys[0], KEY))
    else:
        keys = latin_readings(word)
        found += [Alternative("key", key, READING * READING_FALLS**i) for i, key in enumerate(keys)]
    for key in keys[:3]:
        if len(key) >= SHORTEST_GUESS:
            found.append(Alternative("short", short_key(key), BEGINNING))
    if keys and len(keys[0]) >= SHORTEST_GUESS:
        found.append(Alternative("like", keys[0], SLIP))
    return tuple(found)


def closeness(term: str, clause: Clause) -> float:
    """How close a word of a text comes to what the clause means: the weight of the best alternative, 0 for none."""
    key, best = key_of(term), 0.0
    for alternative in clause.alternatives:
        if alternative.weight <= best:
            continue
        if alternative.level == "term":
            same = stem(term) == alternative.text
        elif alternative.level == "key":
            same = key == alternative.text
        elif alternative.level == "short":
            same = len(key) >= SHORTEST_GUESS and short_key(key) == alternative.text
        else:
            same = _one_slip(key, alternative.text)
        if same:
            best = alternative.weight
    return best


def _one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few, another, or two in the wrong order make the difference."""
    if abs(len(one) - len(other)) > 1 or (one[:1] != other[:1] and one[-2:] != other[-2:]):
        return False  # one slip leaves the beginning or the end as it was
    begin = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rest, others = one[begin:], other[begin:]
    if rest[:2] == others[1::-1] and rest[2:] == others[2:]:
        return True
    return rest[1:] == others[1:] or rest[1:] == others or rest == others[1:]
