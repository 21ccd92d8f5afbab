"""What the agency's pages share: who may open them, decisions for several rows at once, the menu's counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from accounts.editing import EditConflictError
from accounts.permissions.organizations import may_manage_organizations
from accounts.templatetags.accounts_tags import person
from accounts.views.organization_base import text_of
from core.admin import AdminPage
from core.templatetags.khorshoo import stamp

PER_PAGE = 50


class AgencyOnly:
    """Before any view of these pages. may_open: whether this person may."""

    may_open: ClassVar[Callable[[Any], bool]] = staticmethod(may_manage_organizations)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Raises PermissionDenied."""
        if not type(self).may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class AgencyPage(AgencyOnly, AdminPage, TemplateView):
    """A page of the agency's staff."""


@dataclass(frozen=True)
class QueueRow:
    """One thing that waits. lines: more about it; choosable: whether this person may decide on it.

    seen: its state, sent back with the decision as `seen-<pk>`.
    """

    pk: int
    title: str
    url: str = ""
    lines: list[str] = field(default_factory=list)
    choosable: bool = True
    seen: str = ""


@dataclass(frozen=True)
class Decision:
    """What may be decided on the chosen rows, all with the same reason."""

    code: str
    label: Any
    decide: Callable[[HttpRequest, int, str], object]
    serious: bool = False


class Queue(AgencyPage):
    """Rows that wait, and a decision for those that are chosen."""

    template_name = "accounts/admin/queue.html"
    decisions: ClassVar[list[Decision]] = []
    #: What stands in place of an empty list.
    empty: ClassVar[Any] = ""

    def waiting(self) -> Any:
        """The queryset."""
        raise NotImplementedError

    def look_at(self, page: list[Any]) -> None:
        """Read at once what `row` needs of all rows of the page."""

    def row(self, waiting: Any) -> QueueRow:
        """One of them as it is shown."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `rows`, `pager`, `decisions`, `empty`; `typed`, `chosen` where something was not decided."""
        kwargs.setdefault("typed", "")
        kwargs.setdefault("chosen", [])
        pager = Paginator(self.waiting(), PER_PAGE).get_page(self.request.GET.get("p"))
        self.look_at(list(pager))
        return {
            **super().get_context_data(**kwargs),
            "rows": [self.row(one) for one in pager],
            "pager": pager,
            "decisions": self.decisions,
            "empty": self.empty,
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Decide on each chosen row; what can't be decided is said with its reason and stays, with what was typed."""
        decision = next((one for one in self.decisions if one.code == request.POST.get("do")), None)
        chosen = _numbers(request.POST.getlist("which"))
        if decision is None or not chosen:
            messages.error(request, _("Choose at least one row."))
            return redirect(request.get_full_path())
        decided, problems, left = 0, dict[str, None](), []
        reason, status = text_of(request, "reason")[:500], 422
        for pk in chosen:
            try:
                decision.decide(request, pk, reason)
                decided += 1
                continue
            except ValidationError as error:
                problems.update(dict.fromkeys(error.messages))
            except EditConflictError as conflict:
                status = 409
                problems.update(dict.fromkeys(told(conflict)))
            except PermissionDenied:
                status = 409
                problems[_("Some rows were decided by others meanwhile, or concern you yourself.")] = None
            left.append(pk)
        if decided:
            messages.success(request, ngettext("%(n)s decided.", "%(n)s decided.", decided) % {"n": decided})
        for problem in problems:
            messages.error(request, problem)
        if problems:
            context = self.get_context_data(typed=reason, chosen=left)
            return self.render_to_response(context, status=status)
        return redirect(request.get_full_path())


def told(conflict: EditConflictError) -> list[str]:
    """What was done meanwhile, a line each; then what to do."""
    lines = [
        ", ".join(
            [
                f"{change.organization.name}: {change.get_action_display()}",
                person(change.actor),
                stamp(change.at),
            ]
        )
        for change in conflict.changes
        if change.organization
    ]
    return [*lines, _("This was changed meanwhile. Look at it, then decide again.")]


def _numbers(texts: Iterable[str]) -> list[int]:
    return [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) < 19][:PER_PAGE]


class CountItem(MenuItem):
    """An entry of the menu with how many wait behind it. may: whether this person sees it."""

    def __init__(
        self,
        label: Any,
        url: str,
        *,
        count: Callable[[], int] | None = None,
        may: Callable[[Any], bool] = may_manage_organizations,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, url, **kwargs)
        self.count, self.may = count, may

    def is_shown(self, request: HttpRequest) -> bool:
        """For those who may open the page."""
        return self.may(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        """With the number behind the label, unless it is 0."""
        component = super().render_component(request)
        waiting = self.count() if self.count else 0
        if waiting:
            component.label = f"{component.label} ({waiting})"
        return component
