"""What the directory hangs on organizations: their offers and needs, the institution that they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from accounts.attached import Attached, register
from accounts.models import Organization
from directory.models import InstitutionLink, Post


def _index_keys(organizations: Collection[int]) -> Iterator[str]:
    for pk in Post.objects.filter(organization__in=organizations).order_by("pk").values_list("pk", flat=True):
        yield f"{Post._meta.label_lower}:{pk}"


def _move(keep: Organization, gone: Organization) -> None:
    Post.objects.filter(organization=gone).update(organization=keep)
    if not InstitutionLink.objects.filter(organization=keep).exists():
        InstitutionLink.objects.filter(organization=gone).update(organization=keep)


register(Attached(index_keys=_index_keys, move=_move))
