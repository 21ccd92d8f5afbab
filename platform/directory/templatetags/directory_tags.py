"""What templates ask of the directory."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.models import Organization
from directory.permissions import may_confirm_entry

register = template.Library()


@register.simple_tag(takes_context=True)
def may_confirm(context: Any, entry: Organization) -> bool:
    """Whether this reader may say that the entry is right."""
    return may_confirm_entry(context["request"].user, entry)
