"""What the page of one offer or need shows: itself, what answers it, and who is near in the same trade."""

from __future__ import annotations

from typing import Any

from accounts.models import Organization
from accounts.permissions.organizations import takes_letters
from core.places import has, place
from directory.board.model import Post
from directory.distance import anchor_of, between
from directory.heads import post_head
from directory.overview import overview, positions
from directory.permissions import (
    may_answer_post,
    may_change_post,
    may_post_for,
    may_report_post,
    posts_for_search_engines,
    public_entries,
    speaks,
)
from directory.samples import is_sample

MOST_POSTS, MOST_ENTRIES = 6, 6
#: Of so many of the newest that could answer it the nearest are chosen.
LOOKED_AT = 1_000


def post_context(user: Any, post: Post) -> dict[str, Any]:
    """All that the page shows to this person. Takes the same queries however many posts and entries there are."""
    mine = may_change_post(user, post)
    takes = post.is_public and takes_letters(post.organization)
    return {
        "head": post_head(post),
        "post": post,
        "organization": post.organization,
        "is_sample": is_sample(post.organization),
        "matches": matching_posts(post),
        "entries": matching_entries(post),
        "nearby": f"place={post.place[:2]}&sector={post.sector}",
        "mine": mine,
        "may_renew": mine and not post.hidden_at and may_post_for(user, post.organization),
        "may_answer": takes and (not user.is_authenticated or may_answer_post(user, post)),
        "may_report": may_report_post(user, post),
        "for_search_engines": post.is_public and posts_for_search_engines().filter(pk=post.pk).exists(),
    }


def matching_posts(post: Post) -> list[Post]:
    """Of the opposite kind in the same sector: those of the same aimag first, then the nearest, with `distance`."""
    rows = Post.objects.public().filter(kind=post.opposite, sector=post.sector)
    rows = rows.exclude(organization=post.organization)
    found = list(rows.order_by("-since", "-pk").values_list("pk", "place")[:LOOKED_AT])
    ranked = sorted(found, key=lambda row: _farness(post.place, row[1]))
    pks = [pk for pk, _code in ranked[:MOST_POSTS]]
    by_pk: dict[int, Any] = {one.pk: one for one in Post.objects.public().filter(pk__in=pks).for_list()}
    shown = [by_pk[pk] for pk in pks if pk in by_pk]
    for one in shown:
        one.distance = None if one.place[:2] == post.place[:2] else distance(post.place, one.place)
    return shown


def matching_entries(post: Post) -> list[Organization]:
    """Of the same sector and aimag, those of the same soum first; never its own."""
    every = overview()
    near = every.bits["place"]
    bits = every.bits["sector"].get(post.sector, 0) & near.get(post.place[:2], 0)
    own = every.position.get(post.organization_id)
    if own is not None:
        bits &= ~(1 << own)
    here = bits & near.get(post.place, 0)
    at = [*positions(here), *positions(bits & ~here)][:MOST_ENTRIES]
    pks = [every.pks[one] for one in at]
    found = {one.pk: one for one in public_entries().filter(pk__in=pks)}
    return [found[pk] for pk in pks if pk in found]


def distance(one: str, other: str) -> int | None:
    """About how many kilometres lie between two places, None where it is not known."""
    here, there = anchor_of(one), anchor_of(other)
    return between(here, there) if here and there else None


def _farness(one: str, other: str) -> tuple[int, int]:
    if one == other:
        return 0, 0
    if has(one) and has(other) and place(one).path()[0] == place(other).path()[0]:
        return 1, 0
    away = distance(one, other)
    return (3, 0) if away is None else (2, away)


def own_context(user: Any, organization: Organization) -> dict[str, Any]:
    """An organization's own list, of whatever state."""
    return {
        "organization": organization,
        "posts": list(organization.posts.order_by("-since", "-pk")[:200]),
        "may_post": may_post_for(user, organization),
        "may_change": speaks(user, organization),
    }
