"""How often one may try: counted in the database, for all processes together, alike for known and unknown people."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from core import rate_limit


@dataclass(frozen=True)
class Limit:
    """So many in so many seconds, whenever these begin."""

    scope: str
    amount: int
    seconds: int


WRONG_PASSWORDS = Limit("wrong-password", 5, 300)
SECOND_FACTOR = Limit("second-factor", 5, 300)
#: Mails with a code to one address.
CODES = Limit("code-by-mail", 5, 900)
#: Messages cost money: to one number, and asked for from one place.
SMS_TO_NUMBER = Limit("sms-to-number", 3, 900)
SMS_FROM_PLACE = Limit("sms-from-place", 20, 3600)
#: To one mailbox, whoever sends: notices of organizations, and the one that says that more wait.
NOTICES_TO = Limit("notices-to", 20, 3600)
MORE_NOTICES_TO = Limit("more-notices-to", 1, 3600)

#: What one place (an address of the network) may send to these pages. A training room shares one address.
PLACES = {
    "account_login": Limit("sign-in", 60, 600),
    "account_request_login_code": Limit("sign-in", 60, 600),
    "mfa_login_webauthn": Limit("sign-in", 60, 600),
    "mfa_authenticate": Limit("sign-in", 60, 600),
    "account_reset_password": Limit("sign-in", 60, 600),
    "account_confirm_login_code": Limit("typed-code", 60, 600),
    "account_confirm_password_reset_code": Limit("typed-code", 60, 600),
    "account_email_verification_sent": Limit("typed-code", 60, 600),
    "account_signup": Limit("sign-up", 60, 3600),
    "account_signup_by_passkey": Limit("sign-up", 60, 3600),
}


def allow(limit: Limit, key: str) -> bool:
    """Count one more for `key`; whether it is within the limit."""
    return rate_limit.allow(limit.scope, key, limit.amount, limit.seconds, strictly=True)


def give_back(limit: Limit, key: str) -> None:
    """It went well: it does not count."""
    rate_limit.give_back(limit.scope, key, limit.seconds)


def mailbox(address: str) -> str:
    """One spelling for all that arrive in the same mailbox: what stands behind a + does not count."""
    name, at, host = spelled(address).rpartition("@")
    return f"{name.partition('+')[0]}{at}{host}"


def spelled(address: str) -> str:
    """One spelling for all in which a mail address may be typed."""
    return unicodedata.normalize("NFKC", address).strip().casefold()
