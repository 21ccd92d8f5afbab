"""Second factors: a code from an app, a recovery code, a passkey."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.forms.sign_in import Plain


class _Counted(Plain):
    """Wrong codes are counted for the person, in all browsers together."""

    user: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Six digits from your app, or one of your recovery codes.")
        self.fields["code"].error_messages["required"] = _("Type the code.")

    def clean_code(self) -> str:
        """The code. Raises ValidationError for a wrong one, and for any after too many."""
        key = str(self.user.pk)
        if not limits.allow(limits.SECOND_FACTOR, key):
            raise get_adapter().validation_error("rate_limited")
        code: str = super().clean_code()  # type: ignore[misc]
        limits.give_back(limits.SECOND_FACTOR, key)
        return code


class AuthenticateForm(_Counted, base.AuthenticateForm):
    """When signing in."""


class SecondFactorReauthenticateForm(_Counted, base.ReauthenticateForm):
    """Before something that matters."""


class ActivateTOTPForm(_Counted, totp.ActivateTOTPForm):
    """The first code of an app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("The six digits that the app shows now.")


class AddWebAuthnForm(Plain, webauthn.AddWebAuthnForm):
    """Another passkey: always one that can sign in by itself."""

    passwordless = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_it(self.fields["name"])


class SignupWebAuthnForm(Plain, webauthn.SignupWebAuthnForm):
    """The first passkey of a new account."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _name_it(self.fields["name"])


def _name_it(field: forms.Field) -> None:
    field.label = _("Name of the key")
    field.help_text = _("So that you know it again, such as “My phone”.")
