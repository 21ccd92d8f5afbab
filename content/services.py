"""Everything that writes content outside Wagtail's own forms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.models import Page
from wagtail_localize.models import TranslationLog

from content.models import Remark


@transaction.atomic
def leave_remark(*, page: Page, useful: bool | None, text: str, token: str) -> Remark:
    """Keep what a reader says of a page. Nothing about the reader is kept.

    token: from the form, good for one remark: the same form sent again stores nothing new.
    Returns the remark, the earlier one where the token was used before.
    """
    try:
        with transaction.atomic():
            return Remark.objects.create(page=page, useful=useful, text=text.strip(), token=token)
    except IntegrityError:
        return Remark.objects.get(token=token)


@transaction.atomic
def submit_translation(*, translation: Any, user: Any) -> Page:
    """Save what is translated so far as a draft of the translated page and ask for its review.

    translation: wagtail-localize's Translation.
    Raises PermissionDenied where this person may not edit the page or it is locked to them (by somebody, or while
    others review it), ValueError where no workflow is set.
    """
    page = translation.source.get_translated_instance(translation.target_locale).specific
    perms = page.permissions_for_user(user)
    if not perms.can_edit() or perms.page_locked():
        raise PermissionDenied
    # Not Translation.save_target: it writes a draft's text into the live page's row.
    source = translation.source
    draft = source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    revision = draft.save_revision(user=user)
    TranslationLog.objects.create(source=source, locale=translation.target_locale, revision=revision)
    page = type(page).objects.get(pk=page.pk)
    state = page.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user)
        return page
    if state is not None and state.status == state.STATUS_IN_PROGRESS:
        state.update(user=user)
        return page
    workflow = page.get_workflow()
    if workflow is None:
        raise ValueError("no workflow is set for this page")
    workflow.start(page, user)
    return page
