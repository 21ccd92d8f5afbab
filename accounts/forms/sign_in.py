"""allauth's forms in our words, with our limits. A known and an unknown address cost the same."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from accounts import limits
from accounts.names import check_name, tidy_name
from accounts.phones import normalized

#: Labels and hints of fields, by name.
LABELS = {
    "login": _("Mail address"),
    "email": _("Mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "password2": _("The same password again"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
    "name": _("Name"),
}
_CODE_HINT = _("Eight digits, with or without the hyphen.")


class Plain:
    """Labels above the fields, no words inside them; the browser's own complaints are not ours."""

    fields: dict[str, forms.Field]
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = LABELS.get(name, field.label)
            if name in {"login", "email"}:
                field.error_messages.update(required=_ADDRESS, invalid=_ADDRESS)
            elif name.startswith(("password", "oldpassword")):
                field.help_text = ""
                field.error_messages["required"] = _("Type the password.")
            elif name == "code":
                field.help_text = _CODE_HINT
                field.error_messages["required"] = _("Type the code from the mail.")
                field.widget.attrs.update(inputmode="numeric", autocomplete="one-time-code")


_ADDRESS = _("Type your whole mail address, such as name@example.mn.")


def count_code(address: str) -> None:
    """Count a mail with a code to this address. Raises ValidationError where there were too many."""
    if not limits.allow(limits.CODES, limits.spelled(address)):
        raise ValidationError(
            _(
                "Many codes went to this address already. Use the newest, or try again in a quarter of an hour."
            )
        )


class LoginForm(Plain, theirs.LoginForm):
    """Address and password; the same page asks for a code by mail, with the address alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"
        self.fields["login"].widget.attrs["spellcheck"] = "false"
        if settings.PHONE:
            self.fields["login"].label = _("Mail address or phone number")

    def clean_login(self) -> str:
        """The address, or the number in its one form, by which it is looked for and counted."""
        login: str = super().clean_login()
        if not settings.PHONE or "@" in login:
            return login
        try:
            return normalized(login)
        except ValidationError:
            return login


class RequestLoginCodeForm(Plain, theirs.RequestLoginCodeForm):
    """A code by mail."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "email" not in data and "login" in data:
            data = data.copy()  # sent from the page with the password
            data["phone" if settings.PHONE and "@" not in data["login"] else "email"] = data["login"]
        super().__init__(data, *args, **kwargs)

    def clean_email(self) -> str:
        """The address; a password that was set before anybody confirmed it is dropped.

        It may be a stranger's, who signed up with somebody else's address.
        """
        email: str = super().clean_email()
        if not email:  # by phone: messages are counted where they are sent
            return email
        count_code(email)
        user = getattr(self, "_user", None)
        if user and user.has_usable_password() and not _is_confirmed(user):
            user.set_unusable_password()
            user.save(update_fields=["password"])
        return email


class SignupForm(Plain, theirs.SignupForm):
    """Name, address and, for whoever wants one, a password."""

    name = forms.CharField(
        max_length=120,
        required=False,
        help_text=_("What others see. You can also give it later."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("name", "email", "password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "Not needed: a code by mail is enough. If you want one: at least 10 characters."
            )

    def clean_name(self) -> str:
        """The name. Raises ValidationError for one that passes for another's or for an office."""
        name: str = tidy_name(self.cleaned_data["name"])
        if name:
            check_name(name)
        return name

    def clean_email(self) -> str:
        """The address. Whether it is taken is never said."""
        email: str = super().clean_email()
        count_code(email)
        return email

    @transaction.atomic
    def try_save(self, request: HttpRequest) -> Any:
        """Make the account; for a known address do the same work and take it back."""
        if self.account_already_exists:
            self._as_if(request)
        return super().try_save(request)

    def _as_if(self, request: HttpRequest) -> None:
        save = transaction.savepoint()
        typed = {name: self.cleaned_data.get(name, "") for name in ("email", "phone")}
        adapter = get_adapter(request)
        self.cleaned_data |= {"email": f"{get_random_string(20).lower()}@nobody.invalid", "phone": ""}
        user = adapter.save_user(request, adapter.new_user(request), self)
        EmailAddress.objects.create(user=user, email=user.email, primary=True)
        self.cleaned_data |= typed
        transaction.savepoint_rollback(save)


class ResetPasswordForm(Plain, theirs.ResetPasswordForm):
    """A code by mail, with which a new password is set."""

    def clean_email(self) -> str:
        """The address."""
        email: str = super().clean_email()
        count_code(email)
        return email


class AddEmailForm(Plain, theirs.AddEmailForm):
    """Another address, confirmed by a code that the adapter counts. Whether it is taken is never said."""


class ConfirmLoginCodeForm(Plain, theirs.ConfirmLoginCodeForm):
    """The code to sign in."""


class ConfirmEmailVerificationCodeForm(Plain, theirs.ConfirmEmailVerificationCodeForm):
    """The code that confirms an address."""


class ConfirmPasswordResetCodeForm(Plain, theirs.ConfirmPasswordResetCodeForm):
    """The code before a new password."""


class VerifyPhoneForm(Plain, theirs.VerifyPhoneForm):
    """The code that confirms a number."""


class ChangePhoneForm(Plain, theirs.ChangePhoneForm):
    """Another number."""


class _NewPassword(Plain):
    """A new password, typed once: browsers show it, keep it, and a code by mail is at hand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _("At least 10 characters.")


class ChangePasswordForm(_NewPassword, theirs.ChangePasswordForm):
    """Another password."""

    def clean_oldpassword(self) -> str:
        """The present password; wrong tries count as they do when signing in."""
        key = limits.spelled(self.user.email)
        if not limits.allow(limits.WRONG_PASSWORDS, key):
            raise get_adapter().validation_error("too_many_login_attempts")
        password: str = super().clean_oldpassword()
        limits.give_back(limits.WRONG_PASSWORDS, key)
        return password


class SetPasswordForm(_NewPassword, theirs.SetPasswordForm):
    """A first password."""


class ResetPasswordKeyForm(_NewPassword, theirs.ResetPasswordKeyForm):
    """A password in the place of a forgotten one."""


class ReauthenticateForm(Plain, theirs.ReauthenticateForm):
    """The password once more, before something that matters."""


def _is_confirmed(user: AbstractBaseUser) -> bool:
    return bool(EmailAddress.objects.filter(user_id=user.pk, verified=True).exists())
