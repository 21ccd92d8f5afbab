"""How people and what they did are shown, wherever they are."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.log_words import lines_of
from accounts.models import Change
from accounts.trust import badges_of

register = template.Library()


@register.simple_tag
def person(user: Any) -> str:
    """A person's name as others see it; whoever is gone is "somebody whose account is gone"."""
    return user.shown_name if user is not None else _("deleted account")


@register.simple_tag
def organization_name(name: str, public_id: str) -> str:
    """An organization's name, leading to its entry in the directory; plain text without one."""
    if not (public_id and settings.DIRECTORY):
        return name
    return format_html('<a href="{}">{}</a>', reverse("directory-entry", args=[public_id]), name)


@register.inclusion_tag("components/badges.html", takes_context=True)
def badges(context: RequestContext, user: Any) -> dict[str, Any]:
    """The capacities in which a person speaks (accounts.trust.attach_badges, for lists)."""
    return {"badges": badges_of(user), "request": context["request"]}


@register.filter
def log_lines(change: Change) -> list[str]:
    """What an entry of the log says beyond its action."""
    return lines_of(change)
