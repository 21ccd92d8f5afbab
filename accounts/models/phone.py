"""A phone number by which somebody signs in (where KHORSHOO_PHONE is on)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PhoneNumber(models.Model):
    """One number of one person, in the international form (+976…)."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phone_number")
    number = models.CharField(_("phone number"), max_length=16, unique=True)
    verified = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")

    def __str__(self) -> str:
        return self.number
