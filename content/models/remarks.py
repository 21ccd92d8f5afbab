"""What readers say of a page: useful or not, and a remark for its editors."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class Remark(models.Model):
    """One reader's answer to "was this useful?". Holds nothing about who it was."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    useful = models.BooleanField(_("useful"), null=True, blank=True)
    text = models.TextField(_("remark"), blank=True, max_length=2000)
    token = models.CharField(max_length=64, unique=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.TextField(
        _("what was done"),
        blank=True,
        max_length=2000,
        help_text=_("Internal. What was changed, or why nothing was."),
    )
    created_at = models.DateTimeField(_("received"), auto_now_add=True)

    class Meta:
        verbose_name = _("remark of a reader")
        verbose_name_plural = _("remarks of readers")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.page}: {self.text[:60]}"
