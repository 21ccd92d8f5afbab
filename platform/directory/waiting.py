"""Entries of which others are asked whether they are still right: the union, or the agency."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.codes import Status
from accounts.models import Affiliation, Organization
from directory.freshness import counted, months_before, owned, with_freshness
from directory.samples import MARK


def real_entries() -> QuerySet[Any]:
    """Public ones with `since`, without samples: nobody is there to be asked."""
    return counted(Organization.objects.public()).exclude(token__startswith=MARK)


def _passed_on() -> QuerySet[Organization]:
    return with_freshness(
        real_entries().filter(owned(), status=Status.UNCONFIRMED, freshness__passed_on_at__isnull=False)
    )


def waiting_for_umbrella(umbrella: Organization) -> QuerySet[Organization]:
    """Its members whose owners did not answer, the longest waiting first."""
    members = Affiliation.objects.current().filter(umbrella=umbrella)
    return _passed_on().filter(pk__in=members.values("member")).order_by("freshness__passed_on_at", "pk")


def waiting_for_agency() -> QuerySet[Organization]:
    """Those that nobody owns and nobody confirmed for half a year; those whose owners did not answer and that belong
    to no union. The longest waiting first.
    """
    due = months_before(timezone.now(), settings.FRESHNESS_ASK_MONTHS)
    ownerless = ~owned() & Q(Q(status=Status.UNCONFIRMED) | Q(since__lte=due))
    above = Affiliation.objects.current().filter(member=OuterRef("pk"))
    alone = owned() & Q(status=Status.UNCONFIRMED, freshness__passed_on_at__isnull=False) & ~Exists(above)
    return with_freshness(real_entries().filter(ownerless | alone).order_by("since", "pk"))
