"""Which file of the open data answers: the one that was written, or the directory itself where that tells too much."""

from __future__ import annotations

import datetime as dt
import gzip
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from core import page_cache, shared
from core.machines import open_to_all
from directory.models import OpenEntry, OpenFile
from directory.open_record import BATCH, Record, iso, record, records, with_record
from directory.open_shapes import SHAPES, Meta, Shape, written
from directory.permissions import open_entries, open_with_all

#: Texts are sent in pieces of about this many letters.
PIECE = 1 << 16
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")


def is_up_to_date() -> bool:
    """Whether the files were begun at the content's present version."""
    version = page_cache.current_version() or 0
    return OpenFile.objects.filter(name__in=SHAPES, version=version).count() == len(SHAPES)


def files() -> dict[str, OpenFile]:
    """The files that may be given out, by name: none where one entry in them is hidden by now, or agrees no more.

    Asked once for each version of the content, which rises with everything that is hidden or taken back.
    """
    found = {one.name: one for one in OpenFile.objects.filter(name__in=SHAPES)}
    if not found:
        return {}
    oldest = min(one.as_of for one in found.values())
    key = ("open data tell too much", oldest, min(one.version for one in found.values()))
    return {} if shared.one(key, lambda: _too_much(oldest)) else found


def _too_much(as_of: dt.datetime) -> bool:
    """Whether the files of that moment do. What was noted since, while new files are written, is not in them."""
    less = Q(agreed=False, changed_at__gt=as_of)
    return OpenEntry.objects.filter(less).exists() or OpenEntry.objects.filter(_told_more_than_now()).exists()


def _told_more_than_now() -> Q:
    """It was told, and its organization is not open any more, or not with all that was told."""
    now = {"pk": OuterRef("organization")}
    told = Q(gone=False, agreed=False) & ~Exists(open_entries().filter(**now))
    told_all = Q(gone=False, agreed=True) & ~Exists(open_with_all().filter(**now))
    return told | told_all


def changed_after(since: dt.datetime) -> QuerySet[OpenEntry]:
    """What changed later, or is gone; also what may no longer be told, though nobody has written that down yet."""
    return OpenEntry.objects.filter(Q(changed_at__gt=since) | _told_more_than_now())


def answer(
    request: HttpRequest, shape: Shape, kept: OpenFile | None, since: dt.datetime | None
) -> HttpResponseBase:
    """The file, as it was written with its checksum; else made now from the directory, without one.

    since: only what changed later, and what is gone.
    """
    found = _kept_answer(request, kept) if kept else None
    if found is None:
        text = () if request.method == "HEAD" else _pieces(_live(shape, since))
        found = StreamingHttpResponse(text, content_type=shape.content_type)
        found["Cache-Control"] = "no-store"
        if moment := as_of():
            found["X-Data-As-Of"] = iso(moment)
    name = shape.name.replace("/", "-")
    if found.status_code == 200:
        found["Content-Disposition"] = f'attachment; filename="{name}"'
    return open_to_all(found)


def as_of() -> dt.datetime | None:
    """When the last finished look at the directory found its newest change: what to ask from next time."""
    return OpenFile.objects.order_by("as_of").values_list("as_of", flat=True).first()


def _kept_answer(request: HttpRequest, kept: OpenFile) -> HttpResponseBase | None:
    """None where the storage has it no more. Packed as it lies there for those who take it so."""
    etag = f'W/"{kept.sha256[:32]}"'
    modified = int(kept.as_of.timestamp())
    unchanged: HttpResponseBase | None = get_conditional_response(request, etag, modified)
    packs = bool(_TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")))
    if unchanged is not None:
        found = unchanged
    elif request.method == "HEAD":
        found = HttpResponse()
        found.headers["Content-Length"] = str(kept.size)
    else:
        try:
            opened: Any = default_storage.open(kept.stored)
        except FileNotFoundError:
            return None
        body = opened if packs else gzip.GzipFile(fileobj=opened)
        found = StreamingHttpResponse(iter(lambda: body.read(PIECE), b""))
        found._resource_closers.append(opened.close)  # type: ignore[attr-defined]
        found.headers["Content-Length"] = str(opened.size if packs else kept.size)
        if packs:
            found.headers["Content-Encoding"] = "gzip"
    if found.status_code == 200:
        found.headers["Content-Type"] = SHAPES[kept.name].content_type
    found["ETag"], found["Last-Modified"] = etag, http_date(modified)
    found["Vary"] = "Accept-Encoding"
    found["X-Checksum-SHA256"], found["X-Data-As-Of"] = kept.sha256, iso(kept.as_of)
    return found


def _live(shape: Shape, since: dt.datetime | None) -> Iterator[str]:
    yield shape.head()
    rows = 0
    told: Iterable[Record | str] = records(open_entries()) if since is None else changes(since)
    for text in written(shape, told):
        rows += 1
        yield text
    moment = as_of() if since else None
    yield shape.foot(Meta(iso(moment) if moment else "", rows))


def changes(since: dt.datetime) -> Iterator[Record | str]:
    """Records of entries that changed later, ids of those that are gone."""
    last = 0
    while some := list(changed_after(since).filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from told_of(some)
        last = some[-1].pk


def told_of(some: list[OpenEntry]) -> Iterator[Record | str]:
    """Their records as they are now, in this order; ids of those that are not open any more."""
    rows = with_record(open_entries().filter(pk__in=[one.organization_id for one in some]))
    known = {row.pk: row for row in rows}
    for one in some:
        row = known.get(one.organization_id or 0)
        yield record(row) if row else one.public_id


def _pieces(texts: Iterable[str]) -> Iterator[bytes]:
    """Not a package on the line for each row."""
    waiting, size = [], 0
    for text in texts:
        waiting.append(text)
        size += len(text)
        if size >= PIECE:
            yield "".join(waiting).encode()
            waiting, size = [], 0
    yield "".join(waiting).encode()
