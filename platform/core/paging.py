"""Long lists in pages whose number stands in the address."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, QueryDict


def page_of(items: Sequence[Any] | QuerySet[Any], query: QueryDict, per_page: int) -> Page:
    """The page that `?page=` names, the first without it. Raises Http404 for a page that is none."""
    paginator = Paginator(items, per_page)
    number = query.get("page", "1")
    if not (
        number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= paginator.num_pages
    ):
        raise Http404
    return paginator.page(int(number))
