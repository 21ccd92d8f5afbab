"""Once-only forms: a form that is sent twice, or again after a lost answer, is stored once.

The form carries a random signed token; the model that stores what was sent has a unique column for it.
The second attempt so finds the first one's row.
"""

import secrets
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

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


class OnceForm(forms.Form):
    """A form that is stored once, however often it is sent."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("token", new_token())

    def clean_token(self) -> str:
        """A token that this site made. Raises ValidationError; what was typed stays, with a fresh token."""
        token = read_token(self.cleaned_data["token"])
        if token is None:
            data: Any = self.data
            self.data = data.copy()
            self.data["token"] = new_token()  # type: ignore[index]
            raise ValidationError(_("This form is too old. Send it again."))
        return token
