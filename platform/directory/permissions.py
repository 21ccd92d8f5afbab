"""Who may see which entry, and what of it. Pages, search, feeds, API, exports, mails: all ask here.

Who may see an entry at all is decided by `accounts` (`Organization.objects.visible_to`); this adds what the public is
told of it.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from accounts.codes import Purpose, Role, Status
from accounts.models import Contact, Organization, PublicationConsent
from accounts.permissions.organizations import may_see_organization, may_write_to_organization, role_in
from directory.board.model import Post


def public_entries() -> QuerySet[Organization]:
    """What everybody may see."""
    return Organization.objects.public()


def may_see_entry(user: Any, entry: Organization) -> bool:
    """See that it is there."""
    return may_see_organization(user, entry)


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
