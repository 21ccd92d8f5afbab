"""From a query to ranked hits: understand, ask the engine, rank again. Knows neither pages nor who may see them."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils import timezone

from search import lexicon, weights
from search.engine.base import Engine, EngineQuery, Found, Hit
from search.highlight import Marker
from search.reading import read, read_title
from search.registry import PUBLIC
from search.terms import Terms
from search.understanding import Understood, understand

#: How many are fetched and ranked again.
CANDIDATES = 100
#: With so many of the main kinds among them these are not asked for apart: all classes of the judged queries the same.
CROWDED = CANDIDATES // 2
#: Of so many clauses on half of them must match.
MANY_CLAUSES = 4


@dataclass(frozen=True)
class Answer:
    """What the engine found, ranked, one hit of each group."""

    understood: Understood
    marker: Marker
    found: Found
    hits: list[Hit] = field(default_factory=list)


def ask(
    engine: Engine,
    typed: str,
    *,
    language: str,
    terms: Terms,
    filters: Mapping[str, tuple[str, ...]],
    exact: bool = False,
    news: Collection[str] = (),
    main: Collection[str] = (),
) -> Answer:
    """Raises EngineAwayError.

    language: the reader's; its versions come first, nothing is hidden by it. news: kinds that grow old.
    main: kinds that must not be crowded out by others.
    """
    understood = understand(typed, lexicon=lexicon.of(engine), terms=terms, exact=exact)
    marker = Marker(understood.clauses)
    if not understood.clauses:
        return Answer(understood, marker, Found([], 0))
    size = len(understood.clauses)
    least = math.ceil(size / 2) if size >= MANY_CLAUSES else 1
    query = EngineQuery(understood.clauses, (PUBLIC,), understood.without, dict(filters), least, CANDIDATES)
    found = engine.search(query)
    if not found.total and least > 1:
        query = replace(query, least=1)
        found = engine.search(query)
    hits = list(found.hits)
    crowded = len(hits) == CANDIDATES and sum(hit.kind in main for hit in hits) < CROWDED
    if crowded and main and not filters.get("kind"):
        of_main = replace(query, filters={**filters, "kind": tuple(main)}, counted=False)
        known = {hit.id for hit in hits}
        hits += [hit for hit in engine.search(of_main).hits if hit.id not in known]
    return Answer(understood, marker, found, ranked(hits, marker, language, news))


def ranked(hits: Sequence[Hit], marker: Marker, language: str, news: Collection[str] = ()) -> list[Hit]:
    """The candidates by all that counts, one of each group: the reader's version where it was found."""
    today = timezone.localdate().toordinal()
    scored = []
    for hit in hits:
        score = hit.score * (weights.ANY_CLAUSE + (1 - weights.ANY_CLAUSE) * hit.matched / marker.size)
        score *= hit.weight
        if hit.kind in news and hit.day:
            age = max(0, today - hit.day)
            score *= max(weights.NEWS_LEAST, 0.5 ** (age / weights.NEWS_HALF_LIFE))
        if hit.verified:
            score *= weights.VERIFIED
        score *= marker.title_bonus(hit.shown["title"], hit.language)
        if hit.language == language:
            score *= weights.OWN_LANGUAGE
        scored.append((round(score, 4), hit))
    scored.sort(key=lambda pair: (-pair[0], pair[1].id))
    first = weights.CANDIDATES_READ
    held = [
        marker.held(hit.shown["title"], hit.shown["body"], hit.language) for _score, hit in scored[:first]
    ]
    certain = set[int]().union(*(exact for exact, _guessed in held))
    near = [
        (round(score * _depth(hit, marker) * weights.GUESSED ** len(guessed & certain), 4), hit)
        for (score, hit), (_exact, guessed) in zip(scored[:first], held, strict=True)
    ]
    scored = sorted(near, key=lambda pair: (-pair[0], pair[1].id)) + scored[first:]
    found: dict[str, Hit] = {}
    for _score, hit in scored:
        before = found.get(hit.group)
        if before is None or (before.language != language and hit.language == language):
            found[hit.group] = hit
    return list(found.values())


def _depth(hit: Hit, marker: Marker) -> float:
    """By what the score is multiplied for how deep the text goes into what is asked."""
    seen, near = marker.depth(hit.shown["body"], hit.language)
    return float((1 + seen) ** weights.DEPTH * (1 + weights.NEAR * near))


def read_as(answer: Answer, shown: Sequence[Hit], found: Sequence[Hit]) -> str:
    """What was assumed of words that do not stand in the texts as they were typed; "" where nothing was.

    By what is shown; where that holds none of the words, being a translation, by what was found.
    """
    return _read_as(shown, answer) or _read_as(found, answer)


def _read_as(hits: Sequence[Hit], answer: Answer) -> str:
    """The words as the titles, or the first text, have them."""
    understood = answer.understood
    closest: dict[int, tuple[str, float, str]] = {}
    texts = [read_title(hit.shown["title"], hit.language) for hit in hits[:10]]
    texts += [read(hit.shown["body"], hit.language, weights.READ) for hit in hits[:1]]
    for text in texts:
        for number, found in answer.marker.closest(text).items():
            before = closest.get(number)
            if before is None or (found[1], -len(found[0])) > (before[1], -len(before[0])):
                closest[number] = found
    if not any(guess for _surface, _weight, guess in closest.values()):
        return ""
    words = []
    for number, clause in enumerate(understood.clauses):
        surface, _weight, guess = closest.get(number, (clause.word, 0.0, ""))
        words.append(surface if guess else clause.word)
    said = " ".join(words).lower()
    return "" if said == understood.text.lower() else said
