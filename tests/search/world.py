"""A small world to search in: notes that know no domain. A note is a group of users, its title the group's name."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.contrib.auth.models import Group
from django.db import transaction

from core import outbox
from search import registry, services
from search.registry import PUBLIC, Searchable, SearchDocument


@dataclass
class Note:
    """What stands behind a group's name, which is the note's title."""

    body: str
    language: str = "mn"
    audience: str = PUBLIC
    translates: str = ""
    weight: float = 1.0
    more: str = ""
    date: dt.date | None = None
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    verified: bool = False


@dataclass
class World:
    """Notes by title. Everything changes through here as a service would do it: with an outbox row."""

    notes: dict[str, Note] = field(default_factory=dict)

    def write(self, title: str, body: str, **more: Any) -> Group:
        """Make or change a note; the index learns of it with the next drain."""
        with transaction.atomic():
            group, _made = Group.objects.get_or_create(name=title)
            self.notes[title] = Note(body, **more)
            services.reindex(group)
        return group

    def delete(self, title: str) -> None:
        with transaction.atomic():
            group = Group.objects.get(name=title)
            services.reindex(group)
            group.delete()
            del self.notes[title]

    def drain(self) -> int:
        return outbox.drain()


def declare(world: World) -> None:
    class Notes(Searchable[Group]):
        kind: ClassVar[str] = "note"
        label: ClassVar[str] = "note"
        model: ClassVar[type[Group]] = Group

        def wanted(self, note: Note) -> bool:
            return note.weight <= 1

        def rows(self) -> Any:
            titles = [title for title, note in world.notes.items() if self.wanted(note)]
            return Group.objects.filter(name__in=titles).order_by("pk")

        def documents(self, obj: Group) -> Iterable[SearchDocument]:
            note = world.notes[obj.name]
            yield SearchDocument(
                kind=self.kind,
                pk=obj.pk,
                language=note.language,
                group=note.translates or obj.name,
                title=obj.name,
                body=note.body,
                url=f"/{note.language}/notes/{obj.pk}/",
                audience=(note.audience,),
                weight=note.weight,
                more=note.more,
                date=note.date,
                facets=note.facets,
                verified=note.verified,
            )

        def match(self, words: list[str], language: str) -> Any:
            found = self.rows()
            for word in words:
                found = found.filter(registry.contains(["name"], word))
            return found

    class Guides(Notes):
        """The same model may have several kinds: the heavier notes are guides."""

        kind: ClassVar[str] = "guide"
        label: ClassVar[str] = "guide"

        def wanted(self, note: Note) -> bool:
            return note.weight > 1

    registry.register(Notes)
    registry.register(Guides)
