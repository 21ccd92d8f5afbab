"""People and, beside them, what they take part in."""

from .assisted import Assistance
from .capacity import Capacity
from .changelog import Change, UnchangeableError
from .claim import Claim
from .exchange import Letter, Report, TermsAcceptance
from .federation import Affiliation, Delegate
from .membership import Invitation, Membership
from .organization import (
    Certificate,
    Contact,
    FieldSource,
    Organization,
    PublicationConsent,
    RegisterCheck,
    YearFigures,
)
from .phone import PhoneNumber
from .profile import Photo, PracticeField, Profile
from .user import User, UserManager, new_public_id

__all__ = [
    "Affiliation",
    "Assistance",
    "Capacity",
    "Certificate",
    "Change",
    "Claim",
    "Contact",
    "Delegate",
    "FieldSource",
    "Invitation",
    "Letter",
    "Membership",
    "Organization",
    "PhoneNumber",
    "Photo",
    "PracticeField",
    "Profile",
    "PublicationConsent",
    "RegisterCheck",
    "Report",
    "TermsAcceptance",
    "UnchangeableError",
    "User",
    "UserManager",
    "YearFigures",
    "new_public_id",
]
