"""The embedded engine: tantivy in a folder. One process writes (the worker), every process reads.

A folder for each index, named after its schema and analysis; the file `current` names the one in use, so that a
rebuilt index takes over between two queries.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from django.conf import settings

from search.analysis import fingerprint, short_key
from search.engine.base import Alternative, Clause, EngineAwayError, EngineQuery, Entry, Found, Hit

#: Raised when the schema below changes.
SCHEMA_VERSION = 2
#: Title words count this much more than body words.
TITLE = 3.0
#: tantivy's scores are Lucene's times k1 + 1.
BM25_SCALE = 2.2
WRITER_HEAP = 30_000_000
#: What the bonus for a document that has all the words is; more than any single word can bring.
ALL_WORDS = 8.0
#: More groups than this are not counted one by one.
MOST_GROUPS = 65_000

T = TypeVar("T")

_FIELDS = {
    "term": ("title", "body"),
    "key": ("title_keys", "body_keys"),
    "short": ("title_short", "body_short"),
}


def index_name() -> str:
    """The beginning of the names of indexes that this code can read."""
    return f"index-{SCHEMA_VERSION}-{fingerprint()}"


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("id", "key", "kind", "language", "group", "audience"):
        builder.add_text_field(name, stored=True, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("version", stored=True, fast=True)
    builder.add_text_field("digest", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("weight", stored=True)
    for names in _FIELDS.values():
        for name in names:
            builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


class EmbeddedEngine:
    """tantivy behind the engine's interface. Safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = Path(folder or settings.SEARCH_INDEX_DIR)
        self._guard = threading.Lock()
        self._open: tuple[str, tantivy.Index] | None = None
        self._seen: tuple[str, int, int] | None = None
        self._writing: tuple[str, Any] | None = None
        self.schema = _schema()

    # Which index

    @property
    def pointer(self) -> Path:
        """The file that names the index in use."""
        return self.folder / "current"

    def current(self) -> str | None:
        """The name of the index in use, if this code can read it."""
        name = self._named()
        return name if name.startswith(index_name()) and (self.folder / name / "meta.json").exists() else None

    def _named(self) -> str:
        """What the pointer says, "" where there is none."""
        try:
            return self.pointer.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def is_missing(self) -> bool:
        """Whether there is no index at all, or this code's own is gone or broken.

        That of another analysis is not missing: its processes may still be at work (a new version brings its own).
        """
        name = self._named()
        if name and not name.startswith("index-"):
            return True
        if name and not name.startswith(index_name()):
            return not (self.folder / name / "meta.json").exists()
        try:
            self._index().searcher().search(tantivy.Query.all_query(), 1)
        except Exception:  # whatever it is, it can't be searched
            return True
        return False

    def _index(self) -> tantivy.Index:
        """The index in use, as it was committed last. Raises EngineAwayError."""
        with self._guard:
            name = self.current()
            if name is None:
                self._open = None
                raise EngineAwayError("there is no index that this code can read")
            try:
                # Each commit writes the file anew: its number changes even where the clock is too coarse.
                state = (self.folder / name / "meta.json").stat()
                changed = (name, state.st_ino, state.st_mtime_ns)
                if self._open is None or self._open[0] != name:
                    self._open = (name, tantivy.Index(self.schema, path=str(self.folder / name), reuse=True))
                elif changed != self._seen:
                    self._open[1].reload()
                self._seen = changed
            except Exception as error:  # whatever tantivy says of a broken folder
                self._open = None
                raise EngineAwayError(str(error)) from error
            return self._open[1]

    # Writing

    def _writer(self) -> Any:
        name = self.current()
        if name is None:
            raise EngineAwayError("there is no index to write to")
        if self._writing is None or self._writing[0] != name:
            self.release()
            self._writing = (name, self._index().writer(WRITER_HEAP, 1))
        return self._writing[1]

    def release(self) -> None:
        """Let go of the writer, so that another process may have it."""
        self._writing = None

    def write(self, entries: Sequence[Entry], gone: Iterable[str], versions: dict[str, int]) -> None:
        """One commit a batch: it costs the same for one document as for a hundred."""
        try:
            writer = self._writer()
            late = self._later_than(versions)
            for key in {*gone, *(entry.key for entry in entries)} - late:
                writer.delete_documents_by_term("key", key)
            for entry in entries:
                if entry.key not in late:
                    writer.add_document(_document(entry))
            writer.commit()
        except EngineAwayError:
            raise
        except Exception as error:
            self.release()
            raise EngineAwayError(str(error)) from error

    def _answer(self, ask: Callable[[tantivy.Searcher], T]) -> T:
        """What `ask` gives; whatever goes wrong is an EngineAwayError."""
        try:
            return ask(self._index().searcher())
        except EngineAwayError:
            raise
        except Exception as error:
            raise EngineAwayError(str(error)) from error

    def _later_than(self, versions: dict[str, int]) -> set[str]:
        """Keys that are stored with a later version than the given one."""
        searcher = self._index().searcher()
        found = set()
        for key, version in versions.items():
            query = tantivy.Query.term_query(self.schema, "key", key)
            for _score, address in searcher.search(query, 4).hits:
                stored = searcher.doc(address).get_first("version")
                if stored is not None and stored > version:
                    found.add(key)
        return found

    def build(self, batches: Iterable[Sequence[Entry]]) -> str:
        """A new index beside the one in use, not yet taken over. Returns its name.

        Raises EngineAwayError where it does not hold what was put in.
        """
        name = f"{index_name()}-{time.time_ns()}"
        path = self.folder / name
        path.mkdir(parents=True)
        index = tantivy.Index(self.schema, path=str(path), reuse=False)
        writer = index.writer(WRITER_HEAP, 1)
        count = 0
        for entries in batches:
            for entry in entries:
                writer.add_document(_document(entry))
                count += 1
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        if index.searcher().num_docs != count:
            raise EngineAwayError(f"{index.searcher().num_docs} of {count} documents are in the new index")
        return name

    def swap(self, name: str) -> None:
        """Take over a built index, between two queries; the one before is kept, all others are deleted."""
        temporary = self.folder / "current.new"
        temporary.write_text(name, "utf-8")
        before = self._named()
        temporary.replace(self.pointer)
        self.release()
        for path in [p for p in self.folder.glob("index-*") if p.name not in {name, before}]:
            shutil.rmtree(path, ignore_errors=True)

    # Reading

    def search(self, query: EngineQuery) -> Found:
        """Hits by score, counts of groups by kind and language."""
        return self._answer(lambda searcher: self._search(searcher, query))

    def _search(self, searcher: tantivy.Searcher, query: EngineQuery) -> Found:
        matching = self._matching(searcher, query)
        everything = self._filtered(matching, query, kinds=query.kinds, languages=query.languages)
        result = searcher.search(everything, query.limit, count=False)
        hits = [_hit(searcher.doc(address), score) for score, address in result.hits]
        total, kinds, languages = self._counts(searcher, matching, query)
        return Found(hits, total, kinds, languages)

    def _counts(
        self, searcher: tantivy.Searcher, matching: tantivy.Query, query: EngineQuery
    ) -> tuple[int, dict[str, int], dict[str, int]]:
        """How many groups match, and how many of each kind and language: translations of one thing count once."""
        chosen = (query.kinds, query.languages)
        wanted = [
            (chosen, "all", _BY_GROUP["groups"]),
            # A facet's own choice must not hide what else could be chosen.
            (((), query.languages), "kind", _groups_by("kind")),
            ((query.kinds, ()), "language", _groups_by("language")),
        ]
        found: dict[str, Any] = {}
        for filters in dict.fromkeys(filters for filters, _name, _counted in wanted):  # one pass for each
            matched = self._filtered(matching, query, kinds=filters[0], languages=filters[1])
            counted = {name: counted for at, name, counted in wanted if at == filters}
            found |= searcher.aggregate(matched, counted)
        by = {
            field: {b["key"]: len(b["groups"]["buckets"]) for b in found[field]["buckets"]}
            for field in ("kind", "language")
        }
        return len(found["all"]["buckets"]), by["kind"], by["language"]

    def _matching(self, searcher: tantivy.Searcher, query: EngineQuery) -> tantivy.Query:
        clauses = [self._clause(searcher, clause) for clause in query.clauses]
        scored = [(tantivy.Occur.Should, clause) for clause in clauses]
        if len(clauses) > 1:  # tantivy has no bonus for all words: one is added
            together = tantivy.Query.boolean_query([(tantivy.Occur.Must, clause) for clause in clauses])
            scored.append((tantivy.Occur.Should, tantivy.Query.const_score_query(together, ALL_WORDS)))
        return tantivy.Query.boolean_query(scored)

    def _clause(self, searcher: tantivy.Searcher, clause: Clause) -> tantivy.Query:
        known = any(
            searcher.doc_freq(field, alternative.text)
            for alternative in clause.alternatives
            if alternative.level in ("term", "key")
            for field in _FIELDS[alternative.level]
        )
        return tantivy.Query.disjunction_max_query(
            [
                query
                for alternative in clause.alternatives
                if not (known and alternative.level == "like")
                for query in self._alternative(alternative)
            ]
        )

    def _alternative(self, alternative: Alternative) -> list[tantivy.Query]:
        fields = _FIELDS["key" if alternative.level == "like" else alternative.level]
        queries = []
        for field, boost in zip(fields, (TITLE, 1.0), strict=True):
            if alternative.level == "like":
                query = tantivy.Query.fuzzy_term_query(self.schema, field, alternative.text, distance=1)
            else:
                query = tantivy.Query.term_query(self.schema, field, alternative.text, index_option="freq")
            queries.append(tantivy.Query.boost_query(query, boost * alternative.weight / BM25_SCALE))
        return queries

    def _filtered(
        self, matching: tantivy.Query, query: EngineQuery, *, kinds: Sequence[str], languages: Sequence[str]
    ) -> tantivy.Query:
        parts = [(tantivy.Occur.Must, matching)]
        for field, values in (("audience", query.audience), ("kind", kinds), ("language", languages)):
            if values:
                wanted = tantivy.Query.term_set_query(self.schema, field, list(values))
                parts.append((tantivy.Occur.Must, tantivy.Query.const_score_query(wanted, 0.0)))
        return tantivy.Query.boolean_query(parts)

    def in_language(self, groups: Sequence[str], language: str, audience: Sequence[str]) -> dict[str, Hit]:
        """Each group's document in this language."""

        def ask(searcher: tantivy.Searcher) -> dict[str, Hit]:
            wanted = [("group", groups), ("language", [language]), ("audience", audience)]
            parts = [
                (tantivy.Occur.Must, tantivy.Query.term_set_query(self.schema, field, list(values)))
                for field, values in wanted
            ]
            found = searcher.search(tantivy.Query.boolean_query(parts), max(1, len(groups)), count=False)
            hits = [_hit(searcher.doc(address), 0.0) for _score, address in found.hits]
            return {hit.group: hit for hit in hits}

        return self._answer(ask)

    def titles(self) -> list[Hit]:
        """Everything public."""

        def ask(searcher: tantivy.Searcher) -> list[Hit]:
            query = tantivy.Query.term_query(self.schema, "audience", "public")
            found = searcher.search(query, max(1, searcher.num_docs), count=False)
            return [_hit(searcher.doc(address), 0.0) for _score, address in found.hits]

        return self._answer(ask)

    def stamp(self) -> Hashable:
        """The index's name and that of its last commit."""
        self._index()
        return self._seen

    def stored(self) -> dict[str, tuple[str, str]]:
        """Ids with keys and digests."""

        def ask(searcher: tantivy.Searcher) -> dict[str, tuple[str, str]]:
            found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False)
            documents = [searcher.doc(address) for _score, address in found.hits]
            return {
                str(d.get_first("id")): (str(d.get_first("key")), str(d.get_first("digest")))
                for d in documents
            }

        return self._answer(ask)


def _document(entry: Entry) -> tantivy.Document:
    document = tantivy.Document()
    for name in ("id", "key", "kind", "language", "group", "digest"):
        document.add_text(name, getattr(entry, name))
    for audience in entry.audience:
        document.add_text("audience", audience)
    document.add_unsigned("version", entry.version)
    document.add_float("weight", entry.weight)
    document.add_text("title", " ".join(entry.title))
    document.add_text("body", " ".join(entry.body))
    document.add_text("title_keys", " ".join(entry.title_keys))
    document.add_text("body_keys", " ".join(entry.body_keys))
    document.add_text("title_short", " ".join(map(short_key, entry.title_keys)))
    document.add_text("body_short", " ".join(map(short_key, entry.body_keys)))
    document.add_text("shown", json.dumps(entry.shown, ensure_ascii=False))
    return document


def _hit(document: tantivy.Document, score: float) -> Hit:
    text = {name: str(document.get_first(name)) for name in ("id", "kind", "language", "group")}
    return Hit(
        **text,
        weight=float(document.get_first("weight") or 1.0),
        score=score,
        shown=json.loads(str(document.get_first("shown"))),
    )


_BY_GROUP = {"groups": {"terms": {"field": "group", "size": MOST_GROUPS}}}


def _groups_by(field: str) -> dict[str, Any]:
    return {"terms": {"field": field, "size": 50}, "aggs": _BY_GROUP}
