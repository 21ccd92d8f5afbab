"""The phone as an identity: what allauth asks of its adapter, in one place. Off unless KHORSHOO_PHONE is on."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import limits, sms
from accounts.models import PhoneNumber, User
from core.proxies import place

_WHOLE = re.compile(r"\+[1-9]\d{6,14}")
_LOCAL = re.compile(r"[1-9]\d{7}")


def normalized(text: str) -> str:
    """The international form of a number as people type it. Raises ValidationError for what is none."""
    digits = re.sub(r"[\s().-]", "", text)
    if _LOCAL.fullmatch(digits):
        digits = settings.PHONE_PREFIX + digits
    if not _WHOLE.fullmatch(digits):
        raise ValidationError(_("Type the whole number, such as 9911 2233."))
    return digits


class PhoneField(forms.CharField):
    """A phone number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Phone number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**kwargs)

    def clean(self, value: Any) -> str:
        """In the international form."""
        text = str(super().clean(value) or "")
        return normalized(text) if text else ""


class PhoneAdapter:
    """Numbers and messages; counted alike whether or not anybody has the number."""

    request: HttpRequest

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Our field."""
        return PhoneField(**kwargs)

    def set_phone(self, user: User, phone: str, verified: bool) -> None:  # allauth's
        """The number of this person, in the place of any other."""
        PhoneNumber.objects.update_or_create(user=user, defaults={"number": phone, "verified": verified})

    def get_phone(self, user: User) -> tuple[str, bool] | None:
        """(number, confirmed), or None."""
        return PhoneNumber.objects.filter(user_id=user.pk).values_list("number", "verified").first()

    def set_phone_verified(self, user: User, phone: str) -> None:
        """Theirs from now on, in the place of an earlier one; where somebody else was faster, they are told.

        Raises ImmediateHttpResponse then.
        """
        if self.get_user_by_phone(phone) in (None, user):
            with contextlib.suppress(IntegrityError), transaction.atomic():  # two at the same moment
                return self.set_phone(user, phone, verified=True)
        messages.error(self.request, gettext("This number cannot be used."))
        raise ImmediateHttpResponse(redirect("account_verify_phone"))

    def get_user_by_phone(self, phone: str) -> User | None:
        """Whose confirmed number it is."""
        return User.objects.filter(phone_number__number=phone, phone_number__verified=True).first()

    def send_verification_code_sms(self, user: User, phone: str, code: str, **kwargs: Any) -> None:
        """The code."""
        self._send(
            phone,
            gettext("%(site)s: your code is %(code)s. Give it to nobody.")
            % {"site": settings.SITE_NAME, "code": code},
        )

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        """Nobody has it."""
        self._send(phone, gettext("%(site)s: no account has this number.") % {"site": settings.SITE_NAME})

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Somebody has it."""
        self._send(
            phone, gettext("%(site)s: you have an account already. Sign in.") % {"site": settings.SITE_NAME}
        )

    def _send(self, phone: str, text: str) -> None:
        to_number = limits.allow(limits.SMS_TO_NUMBER, phone)
        if not to_number or not limits.allow(limits.SMS_FROM_PLACE, place(self.request)):
            raise ImmediateHttpResponse(render(self.request, "429.html", status=429))
        sms.queue(to=phone, text=text)
