"""Pictures and documents for download."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import ImageOps
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Picture(AbstractImage):
    """A picture. What the camera noted (place, owner, device) is taken out when it is uploaded."""

    admin_form_fields = (*Image.admin_form_fields,)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Strip metadata from a new file, keeping the way up that it stated."""
        file: Any = getattr(self, "file", None)
        if file and not file._committed:
            self.file = without_metadata(file)
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="one_rendition_each"
            )
        ]


def without_metadata(file: Any) -> Any:
    """The same picture without EXIF and the like. A file Pillow can't read is returned as it is."""
    try:
        picture = Pillow.open(file)
        kind = picture.format
        if getattr(picture, "n_frames", 1) > 1 or kind is None:
            file.seek(0)
            return file
        upright = ImageOps.exif_transpose(picture)
        clean = Pillow.new(upright.mode, upright.size)
        if upright.mode == "P" and upright.getpalette():
            clean.putpalette(upright.getpalette() or [])
        clean.paste(upright)
    except (OSError, ValueError, Pillow.DecompressionBombError):
        file.seek(0)
        return file
    out = BytesIO()
    # A picture with a palette says beside its pixels which colour is see-through.
    see_through = {name: upright.info[name] for name in ("transparency",) if name in upright.info}
    clean.save(out, format=kind, **see_through)
    return ContentFile(out.getvalue(), name=file.name)


class Download(AbstractDocument):
    """A document for download: a form, a sample charter, a leaflet."""

    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    issued_on = models.DateField(_("date of the document"), null=True, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "language", "issued_on")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document for download")
        verbose_name_plural = _("documents for download")

    def kind(self) -> str:
        """The file's type as readers know it: PDF, DOCX …"""
        return str(self.file_extension).upper()
