"""Writing the files of the open data, all in one pass over the directory, in memory that does not grow with it."""

from __future__ import annotations

import datetime as dt
import gzip
import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Max

from core import page_cache
from directory.models import OpenEntry, OpenFile
from directory.open_record import Record, batches, iso, record
from directory.open_shapes import SHAPES, Meta, Shape
from directory.permissions import open_entries

FOLDER = "open-data"


@dataclass
class Draft:
    """A file being written: packed into a temporary one, its checksum and size those of the plain text."""

    shape: Shape
    packed: IO[bytes]
    sha256: Any = field(default_factory=hashlib.sha256)
    size: int = 0
    rows: int = 0

    def __post_init__(self) -> None:
        # Without the time of packing, the same data are the same bytes.
        self._pack = gzip.GzipFile(filename="", fileobj=self.packed, mode="wb", compresslevel=6, mtime=0)
        self.write(self.shape.head())

    def write(self, text: str) -> None:
        """Add this."""
        plain = text.encode()
        self._pack.write(plain)
        self.sha256.update(plain)
        self.size += len(plain)

    def add(self, records: Iterable[Record]) -> None:
        """Add entries, those that stand in this file."""
        found: list[str] = []
        for one in records:
            text = self.shape.row(one)
            if text is not None:
                found.append((self.shape.between if self.rows else "") + text)
                self.rows += 1
        self.write("".join(found))

    def close(self, as_of: str) -> None:
        """The end."""
        self.write(self.shape.foot(Meta(as_of, self.rows)))
        self._pack.close()
        self.packed.seek(0)


def write_all(now: dt.datetime) -> list[OpenFile]:
    """Note what changed in the entries since last time, write the files, put them in the place of the old ones.

    now: when changes were found. Returns the files.
    """
    version = page_cache.current_version() or 0
    with ExitStack() as files:
        drafts = [Draft(shape, files.enter_context(tempfile.TemporaryFile())) for shape in SHAPES.values()]
        for records in _noted(now):
            for draft in drafts:
                draft.add(records)
        _note_gone(now)
        as_of = OpenEntry.objects.aggregate(newest=Max("changed_at"))["newest"] or now
        for draft in drafts:
            draft.close(iso(as_of))
        return [_keep(draft, as_of, version) for draft in drafts]


def _noted(now: dt.datetime) -> Iterator[list[Record]]:
    """The records of all open entries, some at a time; what is new in them is noted, with `now`."""
    for rows in batches(open_entries()):
        changed, records = [], []
        for row in rows:
            told, known = record(row), getattr(row, "open_entry", None)
            digest = digest_of(told)
            if known is None or known.gone or known.digest != digest:
                told["changed"] = iso(now)
                changed.append(
                    OpenEntry(
                        public_id=row.public_id,
                        organization=row,
                        digest=digest,
                        agreed=told["more"] is not None,
                        changed_at=now,
                    )
                )
            records.append(told)
        OpenEntry.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["public_id"],
            update_fields=["organization", "digest", "agreed", "gone", "changed_at"],
        )
        yield records


def digest_of(told: Mapping[str, Any]) -> str:
    """Of all that is told but when it changed."""
    text = json.dumps({**told, "changed": None}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _note_gone(now: dt.datetime) -> None:
    OpenEntry.objects.filter(gone=False).exclude(organization__in=open_entries().values("pk")).update(
        gone=True, digest="", agreed=False, changed_at=now
    )


def _keep(draft: Draft, as_of: dt.datetime, version: int) -> OpenFile:
    """Put the file into the storage, unless the same one is there; take the old one away."""
    name, sha256 = draft.shape.name, draft.sha256.hexdigest()
    old = OpenFile.objects.filter(name=name).first()
    stored = old.stored if old else ""
    if old is None or old.sha256 != sha256 or not default_storage.exists(stored):
        stem, _dot, ending = name.replace("/", "-").rpartition(".")
        stored = default_storage.save(f"{FOLDER}/{stem}-{sha256[:16]}.{ending}.gz", File(draft.packed))
    values = {
        "stored": stored,
        "sha256": sha256,
        "size": draft.size,
        "rows": draft.rows,
        "as_of": as_of,
        "version": version,
    }
    with transaction.atomic():
        kept, _made = OpenFile.objects.update_or_create(name=name, defaults=values)
        if old is not None and old.stored != stored:
            before = old.stored
            transaction.on_commit(lambda: default_storage.delete(before), robust=True)
    return kept
