"""Where allauth's flows meet our site: words, mails, limits, keys."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from qrcode import QRCode

from accounts import limits, terms
from accounts.models import User
from accounts.phones import PhoneAdapter
from accounts.services.terms import accept_terms
from core import mail
from core.languages import current_language

#: What forms of allauth's may say, in our words.
_MESSAGES: dict[str, str | Promise] = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("The address by which you sign in stays."),
    "duplicate_email": _("This is your address already."),
    "email_password_mismatch": _(
        "Address and password do not match. You can also sign in with a code that we mail to you."
    ),
    "phone_password_mismatch": _("Number and password do not match. You can also sign in with a code."),
    "phone_taken": _("This number cannot be used."),
    "unknown_phone": _("This number cannot be used."),
    "invalid_login": _("Type your whole mail address, such as name@example.mn."),
    "email_taken": _("This address cannot be used."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("This is not the code. Look at the newest mail."),
    "incorrect_password": _("This is not your password."),
    "too_many_login_attempts": _("Too many tries. Wait five minutes, or sign in with a code by mail."),
    "rate_limited": _("Too many tries. Wait a little, then try again."),
    "unverified_primary_email": _("Confirm your address first."),
    "unverified_email": _("Confirm your address first."),
    "same_as_current": _("This is your address already."),
    "select_only_one": _("Fill in one of the two."),
    "cannot_delete_authenticator": _("This cannot be taken away."),
    "cannot_generate_recovery_codes": _("Recovery codes come with a second factor: set one up first."),
    "add_email_blocked": _("This address cannot be used."),
}


class AccountAdapter(PhoneAdapter, DefaultAccountAdapter):
    """Mails through the outbox, limits in the database, our words."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **_MESSAGES}

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue it, in the language of whom it goes to; of the page, where nobody is known by the address."""
        name = template_prefix.rpartition("/")[2]
        known = User.objects.filter(email=limits.spelled(email)).values_list("language", flat=True).first()
        values = {key: value for key, value in context.items() if key not in {"request", "user"}}
        mail.queue(
            template=f"emails/{name}.txt",
            to=email,
            language=known or current_language(),
            context={**values, "email": email},
        )

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Counted here for whoever is signed in, however it was asked for; for others by the forms."""
        address = limits.spelled(emailconfirmation.email_address.email)
        if request.user.is_authenticated and not limits.allow(limits.CODES, address):
            raise ImmediateHttpResponse(render(request, "429.html", status=429))
        super().send_confirmation_mail(request, emailconfirmation, signup)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """With name and language; opening an account accepts the terms, as the page says above its button."""
        user.name = form.cleaned_data.get("name", "")
        user.language = current_language()
        saved: User = super().save_user(request, user, form, commit)
        held = terms.current()
        if commit and held:
            accept_terms(user=saved, person=saved, version=held.version)
        return saved

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try, before it is made: many at once are no way round."""
        if not limits.allow(limits.WRONG_PASSWORDS, _tried(credentials)):
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Who it is, or None; only wrong tries stay counted."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            limits.give_back(limits.WRONG_PASSWORDS, _tried(credentials))
        return user

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of whoever signed in within the last quarter of an hour.

        Who has neither password nor factor can only sign in anew: ImmediateHttpResponse leads there.
        """
        request = current.request
        times = [record["at"] for record in get_authentication_records(request, request.user)]
        if times and time.time() - max(times) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        required = bool(super().is_reauthentication_required(app=app, **kwargs))
        if required and not get_reauthentication_flows(request.user):
            raise ImmediateHttpResponse(_to_sign_in_again(request))
        return required

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """The code that opens an account without a password is its first sign-in."""
        user = email_address.user
        if not request.user.is_authenticated and not user.has_usable_password():
            record_authentication(request, user, method="code", email=email_address.email)
        return bool(super().confirm_email(request, email_address))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The proxies have had their word already (core.proxies)."""
        return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104  # a socket of this machine

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The home page."""
        return f"/{current_language()}/"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """The account's page, which says that it is done."""
        return settings_page()

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """The same."""
        return settings_page()

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """In our words."""
        words = {
            "reauthenticate": gettext("Type your password"),
            "mfa_reauthenticate": gettext("Use a code from your authenticator app"),
            "mfa_reauthenticate:webauthn": gettext("Use a passkey"),
        }
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [{**method, "description": words[method["id"]]} for method in found]


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets encrypted; names in our words."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultMFAAdapter.error_messages, **_MESSAGES}

    def encrypt(self, text: str) -> str:
        """What the database keeps."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was encrypted under this or an earlier key."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  # allauth's name
        """Passkey, Passkey 2, …"""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey") if count == 0 else f"{gettext('Passkey')} {count + 1}"

    def build_totp_svg(self, url: str) -> str:
        """The picture of this address: one stroke for all squares in a line, a third of allauth's in bytes."""
        code = QRCode()
        code.add_data(url)
        rows = ["".join("#" if dark else " " for dark in row) for row in code.get_matrix()]
        strokes = [
            f"M{run.start()} {y}H{run.end()}v1H{run.start()}z"
            for y, row in enumerate(rows)
            for run in re.finditer("#+", row)
        ]
        box = f"0 0 {len(rows)} {len(rows)}"
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}"><path d="{"".join(strokes)}"/></svg>'

    def _get_site_name(self) -> str:
        return settings.SITE_NAME


def settings_page() -> str:
    """The address of the account's own page."""
    return reverse("account-home")


def _to_sign_in_again(request: HttpRequest) -> HttpResponse:
    """To the page that signs out, from there to the code by mail, and back."""
    messages.warning(
        request,
        gettext("You signed in some time ago. Sign out, then sign in again with a code by mail to do this."),
    )
    way = request.get_full_path()
    for page in ["account_request_login_code", "account_logout"]:
        query = QueryDict(mutable=True)
        query["next"] = way
        way = f"{reverse(page)}?{query.urlencode()}"
    return redirect(way)


def _tried(credentials: dict[str, Any]) -> str:
    return limits.spelled(str(credentials.get("email") or credentials.get("phone") or ""))


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"accounts.second-factor:" + force_bytes(key)).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
