"""Writes of the board: what organizations offer and need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import notices
from accounts.models import Organization
from core import outbox, page_cache, rate_limit
from directory.board.model import Post, usual_day
from directory.permissions import may_change_post, may_post_for

#: Of one organization: a union that passes on what its members need writes many, a program thousands.
POSTS_A_DAY = 20
DAY = 24 * 3600
FIELDS = ("kind", "title", "text", "place", "sector", "until")


class PostConflictError(Exception):
    """Somebody else saved meanwhile. post: as it is now."""

    def __init__(self, post: Post) -> None:
        super().__init__(post.public_id)
        self.post = post


@transaction.atomic
def publish_post(*, user: Any, organization: Organization, values: Mapping[str, Any], token: str) -> Post:
    """Put an offer or a need on the board.

    values: of `FIELDS`; token: from the form, good for one.
    Returns the post, the earlier one where the token was used before. Raises PermissionDenied; ValidationError where
    the organization wrote many today.
    """
    _require(may_post_for(user, organization))
    if earlier := Post.objects.filter(token=token, organization=organization).first():
        return earlier
    if not rate_limit.allow("post", str(organization.pk), POSTS_A_DAY, DAY):
        raise ValidationError(
            _("Your organization wrote many today. Try again tomorrow; keep the text till then.")
        )
    try:
        with transaction.atomic():
            post = Post.objects.create(
                organization=organization, created_by=user, token=token, **_tidy(values)
            )
    except IntegrityError:
        earlier = Post.objects.filter(token=token, organization=organization).first()
        if earlier is None:  # the token of another organization's form
            raise PermissionDenied from None
        return earlier
    _show_anew(post)
    return post


@transaction.atomic
def change_post(*, user: Any, post: Post, values: Mapping[str, Any], version: int) -> Post:
    """Change what it says.

    version: that this person began from.
    Returns it as saved. Raises PermissionDenied; PostConflictError where somebody saved meanwhile; ValidationError
    for a later day where its organization may not post.
    """
    post = _locked(post)
    _require(may_change_post(user, post))
    if post.version != version:
        raise PostConflictError(post)
    if values["until"] > post.until and not may_post_for(user, post.organization):
        raise ValidationError(
            {"until": _("Confirm first that your entry is right: then you can write here.")}
            if post.organization.is_public
            else {"until": _("As soon as your entry is listed you can write here.")}
        )
    had_ended = post.has_ended
    for name, value in _tidy(values).items():
        setattr(post, name, value)
    if had_ended and not post.has_ended:
        post.since, post.ended_at = timezone.now(), None
    _save(post)
    return post


@transaction.atomic
def renew_post(*, user: Any, post: Post) -> Post:
    """Put it up again, or for longer: open for the usual time from today.

    Returns it as saved. Raises PermissionDenied, also for one that was hidden, and where its organization may not post.
    """
    post = _locked(post)
    _require(may_change_post(user, post) and may_post_for(user, post.organization) and not post.hidden_at)
    if not post.is_public:
        post.since = timezone.now()
    post.until, post.ended_at, post.withdrawn_at = max(post.until, usual_day()), None, None
    _save(post)
    return post


@transaction.atomic
def withdraw_post(*, user: Any, post: Post) -> Post:
    """Take it off the board; it can be put up again. Returns it as saved. Raises PermissionDenied."""
    post = _locked(post)
    _require(may_change_post(user, post))
    if post.withdrawn_at is None:
        post.withdrawn_at = timezone.now()
        _save(post)
    return post


@transaction.atomic
def end_due_posts() -> int:
    """Take those whose day has passed out of kept pages and the search index; returns how many."""
    due = list(Post.objects.select_for_update().overdue().order_by("pk").values_list("pk", flat=True))
    if due:
        Post.objects.filter(pk__in=due).update(ended_at=timezone.now())
        outbox.add_many(kind="index", keys=[f"{Post._meta.label_lower}:{pk}" for pk in due])
        page_cache.raise_version()
    return len(due)


@transaction.atomic
def set_hidden(*, post: Post, hidden: bool, reason: str) -> Post:
    """A moderator's decision: take it from others' eyes, or give it back. Its organization's owners are told."""
    post = _locked(post)
    if bool(post.hidden_at) == hidden:
        return post
    post.hidden_at = timezone.now() if hidden else None
    _save(post)
    notices.tell(
        notices.owners(post.organization),
        lambda: (
            _("What you offered or looked for was hidden")
            if hidden
            else _("Your offer or need is shown again"),
            [
                _("Title: %(title)s") % {"title": post.title},
                *([_("Reason: %(reason)s") % {"reason": reason}] if reason else []),
            ],
        ),
        view="board-own",
        public_id=post.organization.public_id,
    )
    return post


def _require(allowed: bool) -> None:
    if not allowed:
        raise PermissionDenied


def _locked(post: Post) -> Post:
    """Its newest row, kept for this transaction alone."""
    return Post.objects.select_for_update(of=("self",)).select_related("organization").get(pk=post.pk)


def _tidy(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of `FIELDS` alone; a title of one line, so that none breaks a mail's subject."""
    own = {name: values[name] for name in FIELDS}
    return own | {"title": " ".join(own["title"].split()), "text": own["text"].strip()}


def _save(post: Post) -> None:
    post.version += 1
    post.save()
    _show_anew(post)


def _show_anew(post: Post) -> None:
    page_cache.raise_version()
    outbox.add(kind="index", obj=post)
