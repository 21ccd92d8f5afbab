"""The living style page: every part in every state, from the same templates and style sheet as the site."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.page_cache import never_cache_page


def style_page(request: HttpRequest) -> HttpResponse:
    """At /design/, in local settings only."""
    return never_cache_page(render(request, "design.html"))
