"""Template tags and filters that every template has (settings: builtins)."""

from django import template

register = template.Library()
