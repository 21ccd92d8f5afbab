"""Once-only forms: a form that is sent twice, or again after a lost answer, is stored once.

The form carries a random signed token; the model that stores what was sent has a unique column for it.
The second attempt so finds the first one's row.
"""

import secrets

from django.core import signing

_SALT = "khorshoo.once"
#: How long a form may lie open before it is sent, in seconds.
MAX_AGE = 7 * 24 * 3600


def new_token() -> str:
    """A fresh signed token for a hidden field."""
    return signing.dumps(secrets.token_urlsafe(16), salt=_SALT)


def read_token(signed: str) -> str | None:
    """The random part of a token of ours (22 characters), or None where it is forged or too old."""
    try:
        token = signing.loads(signed, salt=_SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return token if isinstance(token, str) else None
