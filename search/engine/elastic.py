"""Elasticsearch behind the engine's interface: where one machine is outgrown. How it is asked: elastic_queries.py;
what is sent to be written: elastic_writes.py.

An index for each build, its name ending in what this code can read and the time; the alias `…-read` names the one that
answers, `…-write` the one that is written to, `…-previous` the one before; all are moved in one request. Versions are
the outbox's: late messages lose.
"""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import unquote

from django.conf import settings
from elasticsearch import ApiError, Elasticsearch, TransportError
from elasticsearch.dsl import Q, Search
from elasticsearch.helpers import BulkIndexError

from search.engine import elastic_queries as say
from search.engine import elastic_writes as writes
from search.engine.base import COUNTED, EngineAwayError, EngineQuery, Entry, Found, Hit

#: A bulk request may take longer than a reader's query, in seconds.
WRITING = 60
#: For so long, in seconds, a process believes what the alias named, and what the stamp was.
BELIEVED = 1.0

T = TypeVar("T")


@lru_cache(maxsize=4)
def client(addresses: str, api_key: str, ca_file: str, seconds: float) -> Elasticsearch:
    """A client for these addresses (several parted by commas, with user and password in them where needed).

    A node that can't be reached is passed over; one that is slow is not: the reader has waited long enough.
    """
    more: dict[str, Any] = {"api_key": api_key} if api_key else {}
    if ca_file:
        more["ca_certs"] = ca_file
    hosts, login = [], ""
    for address in addresses.split(","):
        scheme, _mark, rest = address.strip().partition("://")
        given, _at, host = rest.rpartition("@")
        hosts.append(f"{scheme}://{host}")
        login = given or login
    if login and not api_key:
        user, _colon, password = login.partition(":")
        more["basic_auth"] = (unquote(user), unquote(password))
    return Elasticsearch(
        hosts, request_timeout=seconds, max_retries=len(hosts) - 1, retry_on_timeout=False, **more
    )


class ElasticEngine:
    """Safe to share between threads."""

    def __init__(
        self, prefix: str | None = None, address: str | None = None, patience: float | None = None
    ) -> None:
        """patience: for how many seconds an answer is waited for, where no reader waits."""
        self.prefix = prefix or settings.SEARCH_PREFIX
        self._address = address or settings.SEARCH_URL
        self._patience = patience or settings.SEARCH_TIMEOUT_MS / 1000
        self._stamp: tuple[float, Hashable] = (0.0, None)
        self._seen: tuple[float, str] = (0.0, "")
        self._guard = threading.Lock()

    @property
    def read(self) -> str:
        """The alias that answers."""
        return f"{self.prefix}-read"

    @property
    def to(self) -> str:
        """The alias that is written to."""
        return f"{self.prefix}-write"

    @property
    def kept(self) -> str:
        """The alias of the index before."""
        return f"{self.prefix}-previous"

    def _client(self, seconds: float | None = None) -> Elasticsearch:
        seconds = seconds or self._patience
        try:
            return client(self._address, settings.SEARCH_API_KEY, settings.SEARCH_CA_FILE, seconds)
        except (ValueError, OSError) as error:  # of the certificate's file, of an address
            raise EngineAwayError(str(error)) from error

    def _answer(self, ask: Callable[[], T]) -> T:
        """What `ask` gives; whatever goes wrong is an EngineAwayError."""
        try:
            return ask()
        except (ApiError, TransportError, BulkIndexError, KeyError) as error:
            self._forget()
            raise EngineAwayError(f"{type(error).__name__}: {error}"[:500]) from error

    # Which index

    def _forget(self) -> None:
        self._stamp, self._seen = (0.0, None), (0.0, "")

    def _behind(self, alias: str) -> str:
        """The index behind an alias, "" where there is none."""
        answer = self._client().options(ignore_status=404).indices.get_alias(name=alias)
        return "" if answer.meta.status == 404 else next(iter(answer), "")

    def _named(self) -> str:
        return self._answer(lambda: self._behind(self.read))

    def _readable(self, name: str) -> bool:
        return name.startswith(f"{self.prefix}-{say.mark()}-")

    def current(self) -> str | None:
        """The index in use, if this code can read it; None also where the server is away."""
        try:
            name = self._named()
        except EngineAwayError:
            return None
        return name if self._readable(name) else None

    def is_missing(self) -> bool:
        """Whether the server answers and there is no index, or this code's own is gone.

        That of another analysis is not missing: its processes may still be at work.
        """
        try:
            return not self._named()
        except EngineAwayError:
            return False

    def _checked(self, *, believe: float = BELIEVED) -> str:
        """The index in use. Raises EngineAwayError where this code can't read it."""
        asked, name = self._seen
        if not name or time.monotonic() - asked > believe:
            name = self._named()
            self._seen = (time.monotonic(), name)
        if not self._readable(name):
            self._forget()
            raise EngineAwayError("there is no index that this code can read: rebuild it")
        return name

    def _all(self) -> list[str]:
        """All indexes of ours; those of a longer prefix are another site's."""
        ours = re.compile(re.escape(self.prefix) + r"-[0-9a-f]{10}-[0-9]+")
        found = self._client().indices.get(
            index=f"{self.prefix}-*", expand_wildcards="all", features="aliases"
        )
        return sorted(name for name in found if ours.fullmatch(name))

    def previous(self) -> str | None:
        """The kept one, if this code can read it."""
        name = self._answer(lambda: self._behind(self.kept))
        return name if self._readable(name) else None

    # Writing

    def write(self, entries: Sequence[Entry], gone: Iterable[str], versions: dict[str, int]) -> None:
        """One bulk request, then one refresh. What comes too late is refused by the server, rightly."""
        self._checked(believe=0)
        keys = sorted({*gone, *(entry.key for entry in entries)})
        self._answer(lambda: self._write(entries, keys, versions))
        self._forget()

    def _write(self, entries: Sequence[Entry], keys: Sequence[str], versions: dict[str, int]) -> None:
        writing = self._client(WRITING)
        stored = self._ids_of(keys)
        late = {key for _id, (key, version) in stored.items() if version > versions.get(key, version)}
        staying = {entry.id for entry in entries}
        actions = [
            writes.index_action(self.to, entry, versions[entry.key]) | {"require_alias": True}
            for entry in entries
            if entry.key not in late
        ]
        actions += [
            writes.action("delete", self.to, i, max(version, versions.get(key, version)))
            for i, (key, version) in stored.items()
            if i not in staying and key not in late
        ]
        writes.send(writing, actions)
        writing.indices.refresh(index=self.to)

    def _ids_of(self, keys: Sequence[str]) -> dict[str, tuple[str, int]]:
        """Id -> (key, version) of all documents of these objects."""
        found: dict[str, tuple[str, int]] = {}
        for at in range(0, len(keys), writes.PAGE):
            asked = {"terms": {"key": list(keys[at : at + writes.PAGE])}}
            answer = self._client(WRITING).search(
                index=self.to, query=asked, size=10_000, source_includes=["key", "version"]
            )
            for hit in answer["hits"]["hits"]:
                found[hit["_id"]] = (hit["_source"]["key"], hit["_source"]["version"])
        return found

    def release(self) -> None:
        """Nothing is held."""

    def build(self, batches: Iterable[Sequence[Entry]]) -> str:
        """A new index beside the one in use, not yet taken over. Returns its name.

        Raises EngineAwayError where it does not hold what was put in.
        """
        writing = self._client(WRITING)
        name = f"{self.prefix}-{say.mark()}-{time.time_ns()}"
        chosen = say.settings() | {"index.refresh_interval": "-1"}
        self._answer(lambda: writing.indices.create(index=name, mappings=say.mapping(), settings=chosen))
        try:
            count = 0
            for entries in batches:
                actions = [writes.index_action(name, entry, entry.version) for entry in entries]
                self._answer(lambda made=actions: writes.send(writing, made))  # type: ignore[misc]
                count += len(entries)
            held = self._answer(lambda: writes.finish(writing, name))
            if held != count:
                raise EngineAwayError(f"{held} of {count} documents are in the new index")
        except BaseException:
            with contextlib.suppress(ApiError, TransportError):
                writing.indices.delete(index=name)
            raise
        return name

    def swap(self, name: str) -> None:
        """All aliases in one request, between two queries; the index before is kept, all others are deleted."""
        self._answer(lambda: self._swap(name))
        self._forget()

    def _swap(self, name: str) -> None:
        writing = self._client(WRITING)
        before = self._named()
        if before == name:
            return
        moved = {self.read: name, self.to: name, self.kept: before}
        actions: list[dict[str, Any]] = []
        for alias, index in moved.items():
            actions.append({"remove": {"index": f"{self.prefix}-*", "alias": alias, "must_exist": False}})
            actions += [{"add": {"index": index, "alias": alias}}] if index else []
        writing.indices.update_aliases(actions=actions)
        old = [index for index in self._all() if index not in {name, before}]
        if old:
            writing.indices.delete(index=",".join(old))

    def drop(self) -> None:
        """Delete every index of this prefix: for throwaway ones."""
        names = self._answer(self._all)
        if names:
            self._answer(lambda: self._client(WRITING).indices.delete(index=",".join(names)))

    # Reading

    def search(self, query: EngineQuery) -> Found:
        """Hits by score, counts of groups by facet."""
        self._checked()
        return self._answer(lambda: self._search(query))

    def _search(self, query: EngineQuery) -> Found:
        asked = Q("bool", must=[say.matching(query)], filter=[Q("terms", audience=list(query.audience))])
        search = (
            self._from(asked).source(say.SOURCE).sort(*say.ORDER).extra(track_total_hits=False)[: query.limit]
        )
        if filters := say.filters(query):
            search = search.post_filter(Q("bool", filter=filters))
        answer = self._counted(search, say.passes(query) if query.counted else {})
        found = answer["hits"]["hits"]
        if not all(self._readable(hit["_index"]) for hit in found):
            self._checked(believe=0)  # another index has just taken over
        hits = [say.hit(hit) for hit in found]
        if not query.counted:
            return Found(hits, 0)
        matches = {name: passed["doc_count"] for name, passed in answer["aggregations"].items()}
        counting = self._from(Q("bool", filter=[asked])).extra(track_total_hits=False)[:0]
        counted = self._counted(counting, say.counts(query, matches))["aggregations"]
        facets = {
            name: {b["key"]: say.size_of(b["groups"]) for b in counted[name]["values"]["buckets"]}
            for name in COUNTED
        }
        return Found(hits, say.size_of(counted[say.TOTAL]["groups"]), facets)

    def _counted(self, search: Search[Any], aggregations: dict[str, Any]) -> dict[str, Any]:
        for name, aggregation in aggregations.items():
            search.aggs.bucket(name, aggregation)
        answer: dict[str, Any] = search.execute().to_dict()
        return answer

    def _from(self, query: Any) -> Search[Any]:
        return Search(using=self._client(), index=self.read).query(query)

    def in_language(self, groups: Sequence[str], language: str, audience: Sequence[str]) -> dict[str, Hit]:
        """Each group's document in this language."""
        wanted = [
            Q("terms", group=list(groups)),
            Q("term", language=language),
            Q("terms", audience=list(audience)),
        ]
        search = self._from(Q("bool", filter=wanted)).source(say.SOURCE)[: max(1, len(groups))]
        hits = [say.hit(found) for found in self._hits(search)]
        return {hit.group: hit for hit in hits}

    def _hits(self, search: Search[Any]) -> list[Any]:
        return self._answer(lambda: list(search.execute().to_dict()["hits"]["hits"]))

    def beginning_with(
        self, words: Sequence[Sequence[str]], audience: Sequence[str], language: str, limit: int
    ) -> list[Hit]:
        """By title words."""
        search = self._from(say.beginning_with(words, audience, language)).source(say.SOURCE)
        return [say.hit(found) for found in self._hits(search.sort(*say.ORDER)[:limit])]

    def words(self) -> dict[str, int]:
        """Counted by the server, page by page."""
        return self._answer(lambda: dict(self._words()))

    def _words(self) -> Iterator[tuple[str, int]]:
        asking = self._client(WRITING)
        after: dict[str, Any] = {}
        while True:
            sources = [{"word": {"terms": {"field": "words"}}}]
            composite = {"size": 10_000, "sources": sources} | after
            answer = asking.search(
                index=self.read,
                size=0,
                query={"term": {"audience": "public"}},
                aggs={"words": {"composite": composite}},
            )["aggregations"]["words"]
            for bucket in answer["buckets"]:
                yield bucket["key"]["word"], bucket["doc_count"]
            if "after_key" not in answer:
                return
            after = {"after": answer["after_key"]}

    def stamp(self) -> Hashable:
        """The index's name, how much it holds and the number of its last change; asked once a second at most."""
        with self._guard:
            asked, stamp = self._stamp
            if stamp is None or time.monotonic() - asked > BELIEVED:
                stamp = (self._checked(), *self._answer(self._state))
                self._stamp = (time.monotonic(), stamp)
            return stamp

    def _state(self) -> tuple[int, float]:
        newest = {"newest": {"max": {"field": "_seq_no"}}}
        state = self._client().search(index=self.read, size=0, aggs=newest, track_total_hits=True)
        return state["hits"]["total"]["value"], state["aggregations"]["newest"]["value"] or 0.0

    def size(self) -> int:
        """Counted by the server."""
        self._checked()
        return self._answer(lambda: int(self._client().count(index=self.read)["count"]))

    def stored(self) -> dict[str, tuple[str, str]]:
        """Ids with keys and digests, read at one point in time."""
        self._checked()
        return self._answer(self._stored)

    def _stored(self) -> dict[str, tuple[str, str]]:
        asking = self._client(WRITING)
        point = asking.open_point_in_time(index=self.read, keep_alive="2m")["id"]
        found: dict[str, tuple[str, str]] = {}
        after: dict[str, Any] = {}
        try:
            while True:
                answer = asking.search(
                    pit={"id": point, "keep_alive": "2m"},
                    size=writes.PAGE,
                    sort=[{"order": "asc"}],
                    source_includes=["key", "digest"],
                    **after,
                )
                hits = answer["hits"]["hits"]
                found |= {h["_id"]: (h["_source"]["key"], h["_source"]["digest"]) for h in hits}
                if len(hits) < writes.PAGE:
                    return found
                after = {"search_after": hits[-1]["sort"]}
        finally:
            asking.close_point_in_time(id=point)
