"""Documents and queries as tantivy has them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import tantivy

from search.engine.base import (
    BM25_SCALE,
    COUNTED,
    FACETS,
    FIELDS,
    MOST_EXACT,
    MOST_VALUES,
    PER_CLAUSE,
    TITLE,
    Alternative,
    Clause,
    EngineQuery,
    Entry,
    Found,
    Hit,
    Word,
    split_score,
    terms_of,
)

#: Raised when the schema below changes.
SCHEMA_VERSION = 6
#: So many times the limit is looked at for documents that score like the last one.
TIES = 4

Q = tantivy.Query
MUST, SHOULD, NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


def schema() -> tantivy.Schema:
    """Identifiers and facets whole, terms ready-made and parted by spaces, what is shown stored but not searched."""
    builder = tantivy.SchemaBuilder()
    for name in ("id", "key"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("group", "audience", *COUNTED):
        stored = name in ("group", "kind", "language", "verified")
        fast = name != "group"
        builder.add_text_field(name, stored=stored, fast=fast, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("group_number", fast=True)
    builder.add_unsigned_field("version", stored=True)
    builder.add_unsigned_field("day", stored=True)
    builder.add_float_field("weight", stored=True)
    for name in FIELDS["term"]:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in FIELDS["key"]:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("prefixes", "words"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in ("digest", "shown"):
        builder.add_bytes_field(name, stored=True, indexed=False)
    return builder.build()


def document(entry: Entry) -> tantivy.Document:
    """An entry as tantivy stores it."""
    made = tantivy.Document()
    for name in ("id", "key", "kind", "language", "group"):
        made.add_text(name, getattr(entry, name))
    for audience in entry.audience:
        made.add_text("audience", audience)
    for name in FACETS:
        for value in entry.facets.get(name, ()):
            made.add_text(name, value)
    made.add_unsigned("group_number", _number(entry.group))
    made.add_unsigned("version", entry.version)
    made.add_unsigned("day", entry.day)
    made.add_float("weight", entry.weight)
    for name in (*FIELDS["term"], *FIELDS["key"]):
        made.add_text(name, " ".join(terms_of(entry, name)))
    for name in ("prefixes", "words"):
        made.add_text(name, " ".join(getattr(entry, name)))
    made.add_bytes("digest", bytes.fromhex(entry.digest))
    made.add_bytes("shown", json.dumps(entry.shown, ensure_ascii=False).encode())
    return made


def _number(group: str) -> int:
    """A group in 48 bits: numbers are counted in less than half the time that texts take."""
    return int.from_bytes(hashlib.blake2b(group.encode(), digest_size=6).digest(), "big")


def hit(made: tantivy.Document, score: float) -> Hit:
    """A stored document."""
    text = {name: str(made.get_first(name)) for name in ("id", "kind", "language", "group")}
    bm25, matched = split_score(score)
    return Hit(
        **text,
        weight=float(made.get_first("weight") or 1.0),
        day=int(made.get_first("day") or 0),
        verified=made.get_first("verified") is not None,
        score=bm25,
        matched=matched,
        shown=json.loads(bytes(made.get_first("shown") or b"{}")),
    )


def all_of(of: tantivy.Schema, wanted: Mapping[str, Sequence[str]]) -> Q:
    """Documents that have one of the values in each of the fields."""
    return Q.boolean_query(
        [(MUST, Q.term_set_query(of, field, list(values))) for field, values in wanted.items()]
    )


def search(searcher: tantivy.Searcher, of: tantivy.Schema, query: EngineQuery) -> Found:
    """Hits by score, then by id; counts."""
    matching = _matching(of, query)
    filtered = _filtered(of, matching, query, query.filters)
    found = searcher.search(filtered, TIES * query.limit, count=query.counted)
    hits = _best(searcher, found.hits, query.limit)
    if not query.counted:
        return Found(hits, 0)
    total, facets = _counts(searcher, of, matching, query, _matches(found))
    return Found(hits, total, facets)


def _matches(found: tantivy.SearchResult) -> int:
    return found.count or 0  # type: ignore[attr-defined]  # tantivy's stubs lack it


def _best(
    searcher: tantivy.Searcher, found: Sequence[tuple[Any, tantivy.DocAddress]], limit: int
) -> list[Hit]:
    """By score, then by id: which of those that score alike come under the limit must not hang on their segment.

    found: the TIES * limit with the best scores.
    """
    least = found[:limit][-1][0] if found else 0.0
    scored = [(score, searcher.doc(address)) for score, address in found if score >= least]
    scored.sort(key=lambda pair: (-pair[0], str(pair[1].get_first("id"))))
    return [hit(document, score) for score, document in scored[:limit]]


def _matching(of: tantivy.Schema, query: EngineQuery) -> Q:
    clauses = [_clause(of, clause) for clause in query.clauses]
    parts = [(SHOULD, clause) for clause in clauses]
    parts += [(SHOULD, Q.const_score_query(clause, PER_CLAUSE)) for clause in clauses]
    if query.least > 1:
        parts.append((MUST, Q.const_score_query(_at_least(clauses, query.least), 0.0)))
    parts += [(NOT, _clause(of, clause)) for clause in query.without]
    return Q.boolean_query(parts)


def _at_least(clauses: list[Q], least: int) -> Q:
    return Q.boolean_query([(SHOULD, clause) for clause in clauses], minimum_number_should_match=least)


def _clause(of: tantivy.Schema, clause: Clause) -> Q:
    return Q.disjunction_max_query([_alternative(of, alternative) for alternative in clause.alternatives])


def _alternative(of: tantivy.Schema, alternative: Alternative) -> Q:
    boost = alternative.weight / len(alternative.words) / BM25_SCALE
    if alternative.phrase and len(alternative.words) > 1:
        terms: list[str | tuple[int, str]] = [word.text for word in alternative.words]
        title, body = (Q.phrase_query(of, field, terms) for field in FIELDS["term"])
        return Q.disjunction_max_query([Q.boost_query(title, boost * TITLE), Q.boost_query(body, boost)])
    words = [_word(of, word, boost) for word in alternative.words]
    return words[0] if len(words) == 1 else Q.boolean_query([(MUST, word) for word in words])


def _word(of: tantivy.Schema, word: Word, boost: float) -> Q:
    title, body = (Q.term_query(of, field, word.text, index_option="freq") for field in FIELDS[word.level])
    return Q.disjunction_max_query([Q.boost_query(title, boost * TITLE), Q.boost_query(body, boost)])


def _filtered(of: tantivy.Schema, matching: Q, query: EngineQuery, filters: Mapping[str, Sequence[str]]) -> Q:
    parts = [(MUST, matching)]
    for field, values in {"audience": query.audience, **filters}.items():
        if values:
            parts.append((MUST, Q.const_score_query(Q.term_set_query(of, field, list(values)), 0.0)))
    return Q.boolean_query(parts)


def _counts(
    searcher: tantivy.Searcher, of: tantivy.Schema, matching: Q, query: EngineQuery, matches: int
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many groups match, and how many of each value: translations of one thing count once.

    matches: how many documents match with all filters.
    One pass for each set of filters: a facet's own choice must not hide what else could be chosen.
    """
    everything = tuple(sorted(f for f, values in query.filters.items() if values))
    passes: dict[tuple[str, ...], list[str]] = {everything: []}
    for name in COUNTED:
        passes.setdefault(tuple(f for f in everything if f != name), []).append(name)
    total, facets = 0, dict[str, dict[str, int]]()
    for used, names in passes.items():
        asked = _filtered(of, matching, query, {name: query.filters[name] for name in used})
        of_these = matches if used == everything else _matches(searcher.search(asked, 1, count=True))
        groups = _groups(exact=of_these <= MOST_EXACT)
        counted: dict[str, Any] = {
            n: {"terms": {"field": n, "size": MOST_VALUES}, "aggs": groups} for n in names
        }
        found = searcher.aggregate(asked, counted | (groups if used == everything else {}))
        for name in names:
            facets[name] = {b["key"]: _size(b["groups"]) for b in found[name]["buckets"]}
        if used == everything:
            total = _size(found["groups"])
    return total, facets


def _groups(*, exact: bool) -> dict[str, Any]:
    if exact:
        return {"groups": {"terms": {"field": "group_number", "size": MOST_EXACT}}}
    return {"groups": {"cardinality": {"field": "group_number"}}}


def _size(counted: dict[str, Any]) -> int:
    return len(counted["buckets"]) if "buckets" in counted else round(counted["value"])


def beginning_with(
    searcher: tantivy.Searcher,
    of: tantivy.Schema,
    words: Sequence[Sequence[str]],
    audience: Sequence[str],
    language: str,
    limit: int,
) -> list[Hit]:
    """Titles in which each word begins with one of its keys; the reader's language first."""
    parts = [(MUST, Q.const_score_query(Q.term_set_query(of, "audience", list(audience)), 0.0))]
    for keys in words:
        begun = [(SHOULD, Q.fuzzy_term_query(of, "prefixes", key, distance=0, prefix=True)) for key in keys]
        parts.append((MUST, Q.const_score_query(Q.boolean_query(begun), 0.0)))
    parts.append((SHOULD, Q.const_score_query(Q.term_query(of, "language", language), 1.0)))
    found = searcher.search(Q.boolean_query(parts), TIES * limit, count=False)
    return _best(searcher, found.hits, limit)
