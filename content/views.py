"""Pages that are no Wagtail pages: the remark form, submitting a translation, error pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.models import Page
from wagtail_localize.models import Translation

from content import services
from content.changes import changes
from content.forms import RemarkForm
from content.open_questions import open_questions
from content.visibility import public_pages
from core import page_cache, rate_limit
from core.heads import Head
from core.languages import current_language
from core.paging import page_of
from core.proxies import place

REMARKS_AN_HOUR = 20
CHANGES_PER_PAGE = 30


def remark(request: HttpRequest, page_id: int) -> HttpResponse:
    """The form "was this page useful", with its thanks. Never cached."""
    page: Page = get_object_or_404(public_pages(), pk=page_id).specific
    if f"/{page.locale.language_code}/" != request.path[: len(page.locale.language_code) + 2]:
        raise Http404
    request.page_served = page  # type: ignore[attr-defined]  # the language switch leads to its twin
    status = 200
    sent = request.GET.get("sent") == "1"
    if request.method == "POST":
        form = RemarkForm(request.POST)
        if form.is_valid():
            if not rate_limit.allow("remark", place(request), limit=REMARKS_AN_HOUR, seconds=3600):
                form.add_error(None, _("Too many remarks came from here. Try again in an hour."))
                status = 429
            else:
                if not form.is_spam:
                    useful = {"yes": True, "no": False}.get(form.cleaned_data["useful"])
                    services.leave_remark(
                        page=page,
                        useful=useful,
                        text=form.cleaned_data["text"],
                        token=form.cleaned_data["token"],
                    )
                return redirect(f"{request.path}?sent=1")
        else:
            status = 422
    else:
        answer = request.GET.get("useful", "")
        form = RemarkForm(initial={"useful": answer if answer in {"yes", "no"} else ""})
    response = render(
        request, "content/feedback.html", {"page": page, "form": form, "sent": sent}, status=status
    )
    return page_cache.never_cache_page(response)


@require_safe
def not_confirmed(request: HttpRequest) -> HttpResponse:
    """Every fact that is not confirmed yet, openly. Raises Http404 for a page of the list that is none."""
    pager, questions = open_questions(current_language(), request.GET)
    head = Head(
        _("Not yet confirmed"),
        _(
            "What we looked for in the sources and did not find, or did not find well enough. Ask the office named; "
            "if you know the answer, tell us on the page."
        ),
    )
    context = {"head": head, "pager": pager, "questions": questions}
    return render(request, "content/not_confirmed.html", context)


@require_safe
def what_changed(request: HttpRequest) -> HttpResponse:
    """All notes of change, the newest first. Raises Http404 for a page of the list that is none."""
    found = changes(current_language())
    head = Head(
        _("What changed"),
        _("When a law, an amount or a way of doing things changes, it stands here with its date."),
    )
    context = {"head": head, "pager": page_of(found, request.GET, CHANGES_PER_PAGE)}
    return render(request, "content/changes.html", context)


@require_POST
def submit_translation(request: HttpRequest, translation_id: int) -> HttpResponse:
    """From the translation editor: save the draft, ask a second person to read it."""
    translation = get_object_or_404(Translation, pk=translation_id)
    page = services.submit_translation(translation=translation, user=request.user)
    messages.success(request, _("“%(title)s” was sent for review.") % {"title": page.title})
    return redirect("wagtailadmin_pages:edit", page.pk)
