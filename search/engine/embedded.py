"""The embedded engine: tantivy in a folder. One process writes (the worker), every process reads.

A folder for each index, named after its schema and analysis; the file `current` names the one in use, so that a
rebuilt index takes over between two queries. How a query is said to tantivy: tantivy_queries.py.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import tantivy
from django.conf import settings

from search.analysis import fingerprint
from search.engine import tantivy_queries as say
from search.engine.base import EngineAwayError, EngineQuery, Entry, Found, Hit

WRITER_HEAP = 30_000_000
#: A bulk load may have more: fewer segments to merge.
BUILDER_HEAP = 120_000_000

T = TypeVar("T")


def index_name() -> str:
    """The beginning of the names of indexes that this code can read."""
    return f"index-{say.SCHEMA_VERSION}-{fingerprint()}"


class EmbeddedEngine:
    """tantivy behind the engine's interface. Safe to share between threads."""

    def __init__(self, folder: Path | None = None, audience: str = "public") -> None:
        """audience: of whose documents `words` tells."""
        self.audience = audience
        self.folder = Path(folder or settings.SEARCH_INDEX_DIR)
        self._guard = threading.Lock()
        self._open: tuple[str, tantivy.Index] | None = None
        self._seen: tuple[str, int, int] | None = None
        self._writing: tuple[str, Any] | None = None
        self.schema = say.schema()

    # Which index

    @property
    def pointer(self) -> Path:
        """The file that names the index in use."""
        return self.folder / "current"

    def current(self) -> str | None:
        """The name of the index in use, if this code can read it."""
        name = self._named()
        return name if name.startswith(index_name()) and (self.folder / name / "meta.json").exists() else None

    def _named(self, pointer: Path | None = None) -> str:
        """What the pointer says, "" where there is none."""
        try:
            return (pointer or self.pointer).read_text("utf-8").strip()
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
                    writer.add_document(say.document(entry))
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
        writer = index.writer(BUILDER_HEAP, 1)
        count = 0
        for entries in batches:
            for entry in entries:
                writer.add_document(say.document(entry))
                count += 1
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        if index.searcher().num_docs != count:
            raise EngineAwayError(f"{index.searcher().num_docs} of {count} documents are in the new index")
        return name

    def swap(self, name: str) -> None:
        """Take over a built index, between two queries; the one before is kept, all others are deleted."""
        before = self._named()
        if before == name:
            return
        temporary = self.folder / "current.new"
        temporary.write_text(name, "utf-8")
        (self.folder / "previous").write_text(before, "utf-8")
        temporary.replace(self.pointer)
        self.release()
        for path in [p for p in self.folder.glob("index-*") if p.name not in {name, before}]:
            shutil.rmtree(path, ignore_errors=True)

    def previous(self) -> str | None:
        """The kept one that this code can read."""
        name = self._named(self.folder / "previous")
        readable = name.startswith(index_name()) and (self.folder / name / "meta.json").exists()
        return name if readable and name != self._named() else None

    # Reading

    def search(self, query: EngineQuery) -> Found:
        """Hits by score, counts of groups by facet."""
        return self._answer(lambda searcher: say.search(searcher, self.schema, query))

    def in_language(self, groups: Sequence[str], language: str, audience: Sequence[str]) -> dict[str, Hit]:
        """Each group's document in this language."""
        wanted = {"group": groups, "language": [language], "audience": audience}

        def ask(searcher: tantivy.Searcher) -> dict[str, Hit]:
            found = searcher.search(say.all_of(self.schema, wanted), max(1, len(groups)), count=False)
            hits = [say.hit(searcher.doc(address), 0.0) for _score, address in found.hits]
            return {hit.group: hit for hit in hits}

        return self._answer(ask)

    def beginning_with(
        self, words: Sequence[Sequence[str]], audience: Sequence[str], language: str, limit: int
    ) -> list[Hit]:
        """By title words."""
        return self._answer(
            lambda searcher: say.beginning_with(searcher, self.schema, words, audience, language, limit)
        )

    def words(self) -> dict[str, int]:
        """From the dictionary of the field, counted over the documents that are there."""
        theirs = tantivy.Query.term_query(self.schema, "audience", self.audience)
        return self._answer(lambda searcher: dict(searcher.terms_with_prefix("words", "", theirs)))

    def stamp(self) -> Hashable:
        """The index's name and that of its last commit."""
        self._index()
        return self._seen

    def size(self) -> int:
        """From the index's own bookkeeping."""
        return self._answer(lambda searcher: int(searcher.num_docs))

    def stored(self) -> dict[str, tuple[str, str]]:
        """Ids with keys and digests."""

        def ask(searcher: tantivy.Searcher) -> dict[str, tuple[str, str]]:
            found = searcher.search(tantivy.Query.all_query(), max(1, searcher.num_docs), count=False)
            documents = [searcher.doc(address) for _score, address in found.hits]
            return {
                str(d.get_first("id")): (
                    str(d.get_first("key")),
                    bytes(d.get_first("digest") or b"").hex(),
                )
                for d in documents
            }

        return self._answer(ask)
