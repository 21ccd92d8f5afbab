"""Who may see which entry, and what of it. Pages, search, feeds, API, exports, mails: all ask here.

Who may see an entry at all is decided by `accounts` (`Organization.objects.visible_to`); this adds what the public is
told of it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.codes import ContactKind, Purpose, Role, Status
from accounts.models import Affiliation, Assistance, Contact, Organization, PublicationConsent
from accounts.permissions.organizations import (
    belongs,
    may_confirm_for,
    may_manage_organizations,
    may_see_organization,
    may_write_to_organization,
    role_in,
)
from directory.board.model import Post
from directory.freshness import may_be_answered, owned
from directory.waiting import waiting_for_agency, waiting_for_umbrella


def public_entries() -> QuerySet[Organization]:
    """What everybody may see."""
    return Organization.objects.public()


def may_see_entry(user: Any, entry: Organization) -> bool:
    """See that it is there."""
    return may_see_organization(user, entry)


#: Contacts that stand on pages and in the open data; numbers and mail addresses stand behind a tap (contact_views).
PRINTED = (ContactKind.WEBSITE, ContactKind.SOCIAL, ContactKind.ADDRESS)


def visible_contacts(user: Any, entry: Organization) -> QuerySet[Contact]:
    """Those of its contacts that this person may have; how they are handed out is decided where it is done."""
    return Contact.objects.visible_to(user, entry)


def agreed_to(purpose: Purpose) -> Exists:
    """A condition on entries: their organization has agreed to this, and has not taken it back."""
    return Exists(
        PublicationConsent.objects.filter(organization=OuterRef("pk"), purpose=purpose, withdrawn_at=None)
    )


def has_agreed_to(entry: Organization, purpose: Purpose) -> bool:
    """The same of one entry."""
    return entry.consents.filter(purpose=purpose, withdrawn_at=None).exists()


def for_search_engines() -> QuerySet[Organization]:
    """What search engines of the internet may show: in the sitemap, and without "noindex"."""
    return public_entries().filter(agreed_to(Purpose.SEARCH))


def open_entries() -> QuerySet[Organization]:
    """What is passed on as open data, with `gives_all`: whether its organization agreed to more than the basic facts.

    Entries that nobody looks after stand in public sources; where somebody does, they are asked, and their silence is
    no consent.
    """
    helped = Assistance.objects.open().filter(organization=OuterRef("pk"), claim__isnull=True)
    looked_after = owned() | Exists(helped)
    agreed = agreed_to(Purpose.DATA)
    return public_entries().filter(agreed | ~looked_after).annotate(gives_all=agreed)


def open_with_all() -> QuerySet[Organization]:
    """Those of them whose organization agreed to more than the basic facts."""
    return open_entries().filter(agreed_to(Purpose.DATA))


def may_confirm_entry(user: Any, entry: Organization) -> bool:
    """Say that one's own entry is still right: its owners."""
    return role_in(user, entry) == Role.OWNER and may_be_answered(entry)


def may_answer_for(user: Any, entry: Organization, umbrella: Organization | None) -> bool:
    """Say it for somebody else, or that the organization is gone, where one is asked: in a union's name, or, without
    one, the agency.
    """
    waiting = waiting_for_agency() if umbrella is None else waiting_for_umbrella(umbrella)
    return waiting.filter(pk=entry.pk).exists() and answers_for(user, entry, umbrella)


def answers_for(user: Any, entry: Organization, umbrella: Organization | None) -> bool:
    """Whether this person would be asked, and so may read what was done to it. Nobody of their own."""
    if umbrella is None:
        return may_manage_organizations(user) and not belongs(user, entry)
    link = Affiliation.objects.current().filter(member=entry, umbrella=umbrella).first()
    return link is not None and may_confirm_for(user, link)


def may_see_post(user: Any, post: Post) -> bool:
    """See that it is there: what has ended or is hidden its own people and the agency alone."""
    return Post.objects.visible_to(user).filter(pk=post.pk).exists()


def may_post_for(user: Any, organization: Organization) -> bool:
    """Put offers and needs on the board in its name: its owners and publishers, while it stands behind its entry."""
    return organization.status == Status.LISTED and speaks(user, organization)


def may_change_post(user: Any, post: Post) -> bool:
    """Change what it says, take it away: its organization's owners and publishers."""
    return speaks(user, post.organization)


def may_answer_post(user: Any, post: Post) -> bool:
    """Write to its organization about it."""
    return post.is_public and may_write_to_organization(user, post.organization)


def may_report_post(user: Any, post: Post) -> bool:
    """Say that it breaks the rules: everybody who sees it in public, but those whose it is."""
    return post.is_public and role_in(user, post.organization) is None


def posts_for_search_engines() -> QuerySet[Post]:
    """What search engines of the internet may show: in the sitemap, and without "noindex"."""
    return Post.objects.public().filter(organization__in=for_search_engines())


def speaks(user: Any, organization: Organization) -> bool:
    """Whether this person writes in its name: an owner or a publisher."""
    return role_in(user, organization) in {Role.OWNER, Role.PUBLISHER} and not organization.merged_into_id
