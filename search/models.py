"""What people looked for and did not find."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MissedQuery(models.Model):
    """A query without result, for editors. Holds nothing about who asked."""

    text = models.CharField(_("query"), max_length=200)
    language = models.CharField(_("language"), max_length=10)
    count = models.PositiveIntegerField(_("times"), default=1)
    last_seen = models.DateTimeField(_("last asked"))

    class Meta:
        verbose_name = _("query without result")
        verbose_name_plural = _("queries without result")
        ordering = ("-count", "-last_seen")
        constraints = [models.UniqueConstraint(fields=["text", "language"], name="one_missed_query_each")]

    def __str__(self) -> str:
        return self.text
