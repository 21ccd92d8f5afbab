"""Everything that writes content outside Wagtail's own forms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import Page
from wagtail_localize.models import TranslationLog

from content.models import Remark, WebLink
from content.permissions import may_answer_remarks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from content.models.weblinks import Named


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


@transaction.atomic
def note_links(*, named: Mapping[str, Named]) -> None:
    """Bring the table of links out of the site up to date.

    named: each address with the ids of pages and sources that name it. What nobody names any more is forgotten.
    """
    known = {link.address: link for link in WebLink.objects.all()}
    WebLink.objects.filter(address__in=known.keys() - named.keys()).delete()
    for address, by in named.items():
        link = known.get(address) or WebLink.objects.create(address=address)
        link.pages.set(by.pages)
        link.sources.set(by.sources)


@transaction.atomic
def note_answers(*, answers: Mapping[int, tuple[str, int | None]]) -> None:
    """Keep what the check of links found.

    answers: by the id of the WebLink its problem ("" if it works) and the HTTP status.
    """
    now = timezone.now()
    links = list(WebLink.objects.select_for_update().filter(pk__in=answers))
    for link in links:
        link.problem, link.status = answers[link.pk]
        link.failures = link.failures + 1 if link.problem else 0
        link.failing_since = (link.failing_since or now) if link.problem else None
        link.checked_at = now
    WebLink.objects.bulk_update(links, ["problem", "status", "failures", "failing_since", "checked_at"])


@transaction.atomic
def answer_remark(*, remark: Remark, user: Any, answered: bool, note: str) -> Remark:
    """Note that a reader's remark was dealt with, by whom and how; or open it again.

    Whoever mends the note later takes nobody's place. Raises PermissionDenied where this person may not.
    """
    if not may_answer_remarks(user):
        raise PermissionDenied
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    remark.note = note.strip()
    if answered != (remark.answered_at is not None):
        remark.answered_by, remark.answered_at = (user, timezone.now()) if answered else (None, None)
    remark.save(update_fields=["note", "answered_by", "answered_at"])
    return remark
