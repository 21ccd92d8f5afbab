"""Tags and filters for the pages of people."""

from __future__ import annotations

import re

from django import template
from django.conf import settings
from django.utils.translation import gettext

register = template.Library()

#: The first that fits is it: most browsers name others as well.
_BROWSERS = [("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung"), ("YaBrowser", "Yandex"),
             ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"),
             ("Safari", "Safari")]  # fmt: skip
_SYSTEMS = ["Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux"]


@register.filter
def device(user_agent: str) -> str:
    """What a browser calls itself, as its owner would: "Chrome, Android"."""
    browser = next((name for mark, name in _BROWSERS if re.search(rf"\b{mark}\b", user_agent)), "")
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    words = [browser, {"Macintosh": "Mac", "CrOS": "Chromebook"}.get(system, system)]
    return ", ".join(filter(None, words)) or gettext("Unknown device")


@register.simple_tag
def second_factor_is_off() -> bool:
    """Whether editors come into the admin without one."""
    return not settings.REQUIRE_SECOND_FACTOR
