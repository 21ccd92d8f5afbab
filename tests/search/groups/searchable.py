"""Found by search itself, as every app's `searchable.py`."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.auth.models import Group

from search.registry import Searchable, SearchDocument, contains, register


@register
class Groups(Searchable[Group]):
    """The name is all there is."""

    kind: ClassVar[str] = "group"
    label: ClassVar[str] = "group"
    model: ClassVar[type[Group]] = Group

    def rows(self) -> Any:
        """All of them."""
        return Group.objects.order_by("pk")

    def documents(self, obj: Group) -> Iterable[SearchDocument]:
        """One."""
        yield SearchDocument("group", obj.pk, "mn", str(obj.pk), obj.name, "", f"/mn/groups/{obj.pk}/")

    def match(self, words: list[str], language: str) -> Any:
        """By name."""
        found = self.rows()
        for word in words:
            found = found.filter(contains(["name"], word))
        return found
