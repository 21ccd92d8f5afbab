"""Entries, offers and needs in the one search: what is public of them, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.codes import Status
from accounts.log_words import shown
from accounts.models import Organization
from accounts.trust import trust_of, with_trust
from core.places import has, place
from directory.models import Post
from directory.permissions import public_entries
from search import weights
from search.registry import Searchable, SearchDocument, contains, register

#: Fields whose words find an entry, beside its names and what it says of itself.
IN_WORDS = ("level", "legal_form", "activities", "place")
#: What of the cooperative alliance's list our sector pages are about, by their address.
SECTORS = {
    "ICA20": "dairy",
    "ICA140": "savings-credit",
    "ICA170": "care",
    "ICA190": "care",
    "ICA210": "housing",
    "ICA240": "consumer",
}


@register
class OrganizationSearch(Searchable[Organization]):
    """Organizations of the directory; their contacts and numbers are not found by search."""

    kind: ClassVar[str] = "organization"
    label = _("organization in the directory")
    model = Organization
    weight: ClassVar[float] = weights.ENTRY

    def rows(self) -> QuerySet[Organization]:
        """What everybody may see."""
        return with_trust(public_entries()).select_related("institution_link").order_by("pk")

    def documents(self, obj: Organization) -> Iterable[SearchDocument]:
        """One a language."""
        link = getattr(obj, "institution_link", None)  # the page and the entry are one result
        verified = trust_of(obj)[0].icon != "ask"
        for language in dict(settings.LANGUAGES):
            with override(language):
                words = [shown(field, getattr(obj, field)) for field in IN_WORDS]
                yield SearchDocument(
                    kind=self.kind,
                    pk=obj.pk,
                    language=language,
                    group=str(link.translation_key) if link else f"organization:{obj.pk}",
                    title=obj.name,
                    body="\n".join(text for text in [obj.about, *words] if text),
                    url=f"/{language}/directory/{obj.public_id}/",
                    weight=self.weight * (weights.UNCONFIRMED if obj.status == Status.UNCONFIRMED else 1.0),
                    more=f"{obj.name_mn} {obj.name_en}",
                    facets=_facets(obj.place, obj.activities),
                    verified=verified,
                )

    def match(self, words: list[str], language: str) -> QuerySet[Organization]:
        """All words in one of the names."""
        found = self.rows()
        for word in words:
            found = found.filter(contains(["name_mn", "name_en"], word))
        return found


@register
class PostSearch(Searchable[Post]):
    """Offers and needs, as long as they stand on the board; the schedule takes out what has ended."""

    kind: ClassVar[str] = "post"
    label = _("offer or need")
    model = Post
    weight: ClassVar[float] = weights.NOTICE

    def rows(self) -> QuerySet[Post]:
        """What everybody may see."""
        return Post.objects.public().select_related("organization").order_by("pk")

    def documents(self, obj: Post) -> Iterable[SearchDocument]:
        """One a language: the author's text, with the words of that language for the rest."""
        for language in dict(settings.LANGUAGES):
            with override(language):
                words = [
                    obj.get_kind_display(), obj.organization.name, obj.get_sector_display(), obj.place_name,
                ]  # fmt: skip
                yield SearchDocument(
                    kind=self.kind,
                    pk=obj.pk,
                    language=language,
                    group=f"post:{obj.pk}",
                    title=obj.title,
                    body="\n".join(map(str, [obj.text, *words])),
                    url=f"/{language}/directory/board/{obj.public_id}/",
                    weight=self.weight,
                    facets=_facets(obj.place, [obj.sector]),
                )

    def match(self, words: list[str], language: str) -> QuerySet[Post]:
        """All words in the title or the text."""
        found = self.rows()
        for word in words:
            found = found.filter(contains(["title", "text"], word))
        return found


def _facets(code: str, activities: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    if has(code):
        found["place"] = tuple(one.code for one in place(code).path())
    sectors = {SECTORS[activity] for activity in activities if activity in SECTORS}
    if sectors:
        found["sector"] = tuple(sorted(sectors))
    return found
