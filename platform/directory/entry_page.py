"""What the page of one organization shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from accounts.codes import Purpose, Role, Status
from accounts.log_words import label_of, shown
from accounts.models import FieldSource, Organization
from accounts.permissions.organizations import may_claim, may_report_organization, role_in, takes_letters
from accounts.trust import trust_of
from core.languages import current_language
from directory.data import organization_data
from directory.freshness import freshness_of
from directory.heads import entry_head
from directory.models import InstitutionLink, Post
from directory.permissions import PRINTED, has_agreed_to, visible_contacts
from directory.samples import is_sample
from directory.small_numbers import shown_figures

#: Its sheet, in this order.
SHEET = (
    "legal_form", "registration_number", "founded", "place", "isic", "activities", "member_type", "audited_on",
    "auditor", "sdg_goals", "sdg_statement",
)  # fmt: skip
MOST_MEMBERS = 20
MOST_POSTS = 10
#: What a reader misses where it is empty.
WANTED = ("legal_form", "registration_number", "founded", "place")


@dataclass(frozen=True)
class Line:
    """A field with its value in words, and who said it."""

    name: str
    label: str
    text: str
    source: FieldSource | None


def entry_context(user: Any, entry: Organization) -> dict[str, Any]:
    """All that the page shows to this person. Takes the same queries whatever the entry holds."""
    sources = {one.field: one for one in entry.field_sources.all()}
    has_owner = entry.memberships.current().filter(role=Role.OWNER).exists()
    below = entry.members_below.current().filter(member__status__in=(Status.LISTED, Status.UNCONFIRMED))
    language = current_language()
    reachable = list(visible_contacts(user, entry))
    contacts = [one for one in reachable if one.kind in PRINTED]
    posts = Post.objects.public().filter(organization=entry).for_list()
    link = InstitutionLink.objects.filter(organization=entry).first()
    return {
        "head": entry_head(entry),
        "entry": entry,
        "institution": link.page(language) if link else None,
        "is_sample": is_sample(entry),
        "name_doubtful": entry.entered_by_id is None and not has_owner and "name_mn" not in sources,
        "trust": trust_of(entry),
        "fresh": freshness_of(entry),
        "lines": [
            Line(name, label_of(name), shown(name, getattr(entry, name)), sources.get(name)) for name in SHEET
        ],
        "not_known": [label_of(name) for name in WANTED if not getattr(entry, name)],
        "about_source": sources.get("about"),
        "figures": [shown_figures(row) for row in entry.figures.select_related("confirmed_in__umbrella")],
        "contacts": contacts,
        "more_contacts": len(reachable) > len(contacts),
        "data": organization_data(entry, contacts, language),
        "certificates": list(entry.certificates.all()),
        "members": [link.member for link in below.select_related("member")[:MOST_MEMBERS]],
        "members_total": below.count(),
        "may_claim": not user.is_authenticated or may_claim(user, entry),
        "may_report": may_report_organization(user, entry),
        "may_write": takes_letters(entry) and (not user.is_authenticated or role_in(user, entry) is None),
        "posts": list(posts[:MOST_POSTS]),
        "has_owner": has_owner,
        "for_search_engines": entry.is_public and has_agreed_to(entry, Purpose.SEARCH),
    }
