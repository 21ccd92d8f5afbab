"""How people and what they did are shown, wherever they are."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.translation import gettext as _

from accounts.log_words import lines_of
from accounts.models import Change
from accounts.trust import badges_of

register = template.Library()


@register.simple_tag
def person(user: Any) -> str:
    """A person's name as others see it; whoever is gone is "somebody whose account is gone"."""
    return user.shown_name if user is not None else _("deleted account")


@register.inclusion_tag("components/badges.html", takes_context=True)
def badges(context: RequestContext, user: Any) -> dict[str, Any]:
    """The capacities in which a person speaks (accounts.trust.attach_badges, for lists)."""
    return {"badges": badges_of(user), "request": context["request"]}


@register.filter
def log_lines(change: Change) -> list[str]:
    """What an entry of the log says beyond its action."""
    return lines_of(change)
