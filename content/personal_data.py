"""What is kept of those who write and check the site's pages."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from wagtail.models import Comment, CommentReply, Revision

from content.models import DatedFact, Download, Picture, Remark
from core.personal_data import Section, register

#: What belongs to a person alone and goes with their account.
_THEIRS = (
    "wagtailusers.UserProfile", "wagtailadmin.EditingSession", "wagtailadmin.FormState", "wagtailcore.APIToken",
    "wagtailcore.PageSubscription",
)  # fmt: skip
#: What the site's history needs: it stays, and names the deleted account.
_HISTORY = (
    "content.DatedFact", "content.Picture", "content.Download", "content.GlossaryTerm", "content.Article",
    "content.Source", "content.Remark", "wagtail_localize.StringTranslation", "wagtail_localize.SegmentOverride",
    "wagtaildocs.Document", "wagtailimages.Image", "wagtailcore.ModelLogEntry", "wagtailcore.Revision",
    "wagtailcore.UploadedFile", "wagtailcore.WorkflowState", "wagtailcore.TaskState", "wagtailcore.Page",
    "wagtailcore.PageLogEntry", "wagtailcore.Comment", "wagtailcore.CommentReply",
)  # fmt: skip


def _export(person: Any) -> dict[str, Any]:
    return {
        "revisions": [
            {"text": row.object_str, "saved": row.created_at}
            for row in Revision.objects.filter(user=person)
            .order_by("created_at")
            .only("object_str", "created_at")
        ],
        "comments": [
            {"text": row.text, "written": row.created_at}
            for model in (Comment, CommentReply)
            for row in model.objects.filter(user=person).order_by("created_at")
        ],
        "facts_checked": list(DatedFact.objects.filter(checked_by=person).values_list("key", flat=True)),
        "remarks_answered": Remark.objects.filter(answered_by=person).count(),
        "files": [
            row.title
            for model in (Picture, Download)
            for row in model._default_manager.filter(uploaded_by_user=person).order_by("pk")
        ],
    }


def _erase(person: Any) -> None:
    for label in _THEIRS:
        apps.get_model(label)._default_manager.filter(user=person).delete()


register(Section("editing", (*_THEIRS, *_HISTORY), _export, erase=_erase))
