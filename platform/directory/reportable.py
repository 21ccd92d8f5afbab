"""What of the directory can be reported beside the entries: offers and needs."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.urls import reverse

from accounts.models import Report
from accounts.permissions.organizations import belonging
from accounts.reportable import Kind, register
from directory.models import Post
from directory.permissions import may_report_post
from directory.services.board import set_hidden


def _hide(report: Report, post: Post, user: Any, *, hidden: bool, anew: bool) -> None:
    set_hidden(post=post, hidden=hidden, reason=report.note or report.get_reason_display())


def _concerning(user: Any, posts: Collection[Post]) -> set[int]:
    own = belonging(user, [post.organization for post in posts])
    return {post.pk for post in posts if post.organization_id in own}


def _lines(post: Post) -> list[str]:
    about = [post.get_kind_display(), post.organization.name, post.place_name]
    return [" · ".join(text for text in about if text), post.text]


register(
    "post",
    Kind(
        model=Post,
        may_report=may_report_post,
        concerning=_concerning,
        about=("organization",),
        effect=_hide,
        address=lambda post, _user: reverse("board-post", args=[post.public_id]),
        lines=_lines,
    ),
)
