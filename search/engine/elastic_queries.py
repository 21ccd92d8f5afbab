"""Documents and queries as Elasticsearch has them. Uses nothing beyond what its smallest distribution has."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from elasticsearch.dsl import A, Document, Float, Integer, Keyword, Long, MetaField, Object, Q, Text
from elasticsearch.dsl.query import Query

from search.analysis import fingerprint
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
    Hit,
    Word,
    split_score,
    terms_of,
)


def _tokens() -> Text:
    """Ready tokens: each element whole, neighbours adjacent."""
    return Text(analyzer="keyword", position_increment_gap=0)


class StoredEntry(Document):
    """The mapping. `order` is the id once more, by which results of one score are put in order.

    What is only searched is not kept as text, what is only read not indexed: an index half as large.
    """

    key, digest = Keyword(doc_values=False), Keyword(index=False, doc_values=False)
    group, order = Keyword(), Keyword(index=False)
    audience = Keyword(multi=True)
    kind, language = Keyword(), Keyword()
    place, sector = Keyword(multi=True), Keyword(multi=True)
    year, verified = Keyword(multi=True), Keyword(multi=True)
    weight, version, day = Float(), Long(), Integer()
    title, body = _tokens(), _tokens()
    title_keys, body_keys = _tokens(), _tokens()
    prefixes, words = Keyword(multi=True, doc_values=False), Keyword(multi=True)
    shown = Object(enabled=False)

    class Meta:
        """Unknown fields are refused."""

        dynamic = MetaField("strict")
        source = MetaField(excludes=["title*", "body*", "prefixes", "words", "order"])


def settings() -> dict[str, Any]:
    """Of an index: one shard, so that scores are exact, and a copy where there is a second node.

    A delete's version is remembered for half a day, so that no late message brings it back.
    """
    return {
        "number_of_shards": 1,
        "index.auto_expand_replicas": "0-1",
        "index.gc_deletes": "12h",
        "index.codec": "best_compression",
    }


def mapping() -> dict[str, Any]:
    """The mapping as the client sends it."""
    made: dict[str, Any] = StoredEntry._doc_type.mapping.to_dict()
    return made


def mark() -> str:
    """Changes with mapping, settings and analysis: stands in the names of indexes that this code can read."""
    said = json.dumps([mapping(), settings()], sort_keys=True) + fingerprint()
    return hashlib.sha256(said.encode()).hexdigest()[:10]


def document(entry: Entry) -> dict[str, Any]:
    """An entry's source."""
    plain = ("key", "group", "digest", "kind", "language", "weight", "version", "day", "shown")
    made = {name: getattr(entry, name) for name in plain}
    made |= {name: list(getattr(entry, name)) for name in ("audience", "prefixes", "words")}
    made |= {name: list(terms_of(entry, name)) for name in (*FIELDS["term"], *FIELDS["key"])}
    made |= {name: list(entry.facets.get(name, ())) for name in FACETS}
    return made | {"order": entry.id}


def hit(found: Mapping[str, Any]) -> Hit:
    """A stored document as the server gives it."""
    source = found["_source"]
    bm25, matched = split_score(found.get("_score") or 0.0)
    return Hit(
        id=found["_id"],
        kind=source["kind"],
        language=source["language"],
        group=source["group"],
        weight=source["weight"],
        day=source["day"],
        verified=bool(source["verified"]),
        score=bm25,
        matched=matched,
        shown=source["shown"],
    )


#: The count that is no facet's.
TOTAL = "total"
#: What is read of a hit.
SOURCE: list[Any] = ["kind", "language", "group", "weight", "day", "verified", "shown"]
#: By score, then by id: the same order on every engine.
ORDER: list[Any] = [{"_score": "desc"}, {"order": "asc"}]


def matching(query: EngineQuery) -> Query:
    """What matches at all, and how well: the sum over clauses, and PER_CLAUSE for each that matches."""
    if not query.clauses:
        return Q("match_none")
    clauses = [_clause(clause) for clause in query.clauses]
    counted = [Q("constant_score", filter=clause, boost=PER_CLAUSE) for clause in clauses]
    parts: dict[str, Any] = {"should": [*clauses, *counted], "minimum_should_match": 1}
    if query.least > 1:
        parts["filter"] = [Q("bool", should=clauses, minimum_should_match=query.least)]
    if query.without:
        parts["must_not"] = [_clause(clause) for clause in query.without]
    return Q("bool", **parts)


def _clause(clause: Clause) -> Query:
    queries = [_alternative(alternative) for alternative in clause.alternatives]
    return Q("dis_max", queries=queries) if queries else Q("match_none")


def _alternative(alternative: Alternative) -> Query:
    boost = alternative.weight / len(alternative.words) / BM25_SCALE
    if alternative.phrase and len(alternative.words) > 1:
        phrase = " ".join(word.text for word in alternative.words)
        return Q("dis_max", queries=[_phrase(f, phrase, b) for f, b in _boosted("term", boost)])
    words = [_word(word, boost) for word in alternative.words]
    return words[0] if len(words) == 1 else Q("bool", must=words)


def _phrase(field: str, phrase: str, boost: float) -> Query:
    return Q("match_phrase", **{field: {"query": phrase, "analyzer": "whitespace", "boost": boost}})


def _word(word: Word, boost: float) -> Query:
    queries = [Q("term", **{f: {"value": word.text, "boost": b}}) for f, b in _boosted(word.level, boost)]
    return Q("dis_max", queries=queries)


def _boosted(level: str, boost: float) -> list[tuple[str, float]]:
    title, body = FIELDS[level]
    return [(title, boost * TITLE), (body, boost)]


def filters(query: EngineQuery, but: str = "") -> list[Query]:
    """The chosen values as filters, without those of the facet `but`."""
    return [
        Q("terms", **{name: list(values)}) for name, values in query.filters.items() if values and name != but
    ]


def passes(query: EngineQuery) -> dict[str, Any]:
    """Aggregations that tell how many documents each count runs over: the total, and each facet's own."""
    return {name: A("filter", Q("bool", filter=filters(query, but=name))) for name in (TOTAL, *COUNTED)}


def counts(query: EngineQuery, matches: Mapping[str, int]) -> dict[str, Any]:
    """Aggregations that count groups: for each facet its values, under the choices of all others."""
    found = passes(query)
    for name, counting in found.items():
        groups = _groups(exact=matches[name] <= MOST_EXACT)
        if name == TOTAL:
            counting.bucket("groups", groups)
            continue
        values = A("terms", field=name, size=MOST_VALUES)
        values.bucket("groups", groups)
        counting.bucket("values", values)
    return found


def _groups(*, exact: bool) -> Any:
    if exact:
        return A("terms", field="group", size=MOST_EXACT)
    return A("cardinality", field="group", precision_threshold=3000)


def size_of(groups: Mapping[str, Any]) -> int:
    """How many groups were counted."""
    return len(groups["buckets"]) if "buckets" in groups else int(groups["value"])


def beginning_with(words: Sequence[Sequence[str]], audience: Sequence[str], language: str) -> Query:
    """Titles in which each word begins with one of its keys; those in the reader's language score."""
    begun = [Q("bool", should=[Q("prefix", prefixes=key) for key in keys]) for keys in words]
    return Q(
        "bool",
        filter=[Q("terms", audience=list(audience)), *begun],
        should=[Q("constant_score", filter=Q("term", language=language))],
    )
