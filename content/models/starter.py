"""What the starter content made, so that it can be brought up to date or taken back."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.db import models


class StarterRecord(models.Model):
    """One object that the loader made from a file."""

    name = models.CharField(max_length=200, unique=True, help_text="fact:found-fee, page:found/steps")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField()
    file_hash = models.CharField(max_length=64, help_text="Of what the files said when it was written.")
    object_hash = models.CharField(max_length=64, help_text="Of the object as the loader left it.")

    class Meta:
        indexes = [models.Index(fields=["content_type", "object_id"], name="starter_object")]

    def __str__(self) -> str:
        return self.name
