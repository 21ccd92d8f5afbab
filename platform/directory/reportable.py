"""What of the directory can be reported beside the entries: offers and needs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from accounts.models import Report
from accounts.permissions.organizations import belongs
from accounts.reportable import Kind, register
from directory.models import Post
from directory.permissions import may_report_post
from directory.services.board import set_hidden


def _hide(report: Report, post: Post, user: Any, *, hidden: bool, anew: bool) -> None:
    set_hidden(post=post, hidden=hidden, reason=report.note or report.get_reason_display())


def _lines(post: Post) -> list[str]:
    about = [post.get_kind_display(), post.organization.name, post.place_name]
    return [" · ".join(text for text in about if text), post.text]


register(
    "post",
    Kind(
        model=Post,
        may_report=may_report_post,
        concerns=lambda user, post: belongs(user, post.organization),
        effect=_hide,
        address=lambda post, _user: reverse("board-post", args=[post.public_id]),
        lines=_lines,
    ),
)
