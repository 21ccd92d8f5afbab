"""What the directory keeps beside the organizations themselves, which stand in `accounts`."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Organization
from content.models import InstitutionPage
from content.visibility import public_pages
from directory.board.model import Post

__all__ = ["InstitutionLink", "Post"]


class InstitutionLink(models.Model):
    """That an entry is the same as one of the institutions readers are sent to: in search the two are one result.

    The page stands there by the key that its translations share.
    """

    organization = models.OneToOneField(
        Organization, on_delete=models.CASCADE, related_name="institution_link"
    )
    translation_key = models.UUIDField(_("institution"), unique=True)

    class Meta:
        verbose_name = pgettext_lazy("link", "institution's entry")
        verbose_name_plural = _("institutions' entries")

    def __str__(self) -> str:
        return f"{self.organization}: {self.translation_key}"

    def page(self, language: str) -> Any:
        """The institution's public page in this language, None without one."""
        pages = public_pages(InstitutionPage).filter(translation_key=self.translation_key)
        return pages.filter(locale__language_code=language).first()
