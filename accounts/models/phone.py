"""A phone number by which somebody signs in (where KHORSHOO_PHONE is on)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PhoneNumber(models.Model):
    """One number of one person, in the international form (+976…). Only one person has it confirmed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="phone_number")
    number = models.CharField(_("phone number"), max_length=16)
    verified = models.BooleanField(_("confirmed"), default=False)

    class Meta:
        verbose_name = _("phone number")
        verbose_name_plural = _("phone numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(verified=True), name="one_owner_of_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.number
