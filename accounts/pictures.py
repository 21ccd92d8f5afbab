"""Pictures that people send: never kept as they come, always drawn anew, or refused with the reason."""

from __future__ import annotations

import secrets
from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

#: Largest file that is read, in bytes, and largest picture that is unpacked, in pixels.
MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000

#: What is read, by the endings that such a file may have.
_ENDINGS = {"JPEG": {"jpg", "jpeg", "jpe", "jfif"}, "PNG": {"png"}, "WEBP": {"webp"}}
_FORMATS = tuple(_ENDINGS)


def clean_picture(file: Any, longest_side: int, *, square: bool = False) -> ContentFile[bytes]:
    """A JPEG of this picture, upright, without anything the camera or a program noted in it.

    file:         what was sent; its name and type count only where they lie.
    longest_side: in pixels; a smaller picture stays as small as it is.
    square:       cut to its middle.
    Returns the file with a random name. Raises ValidationError with the reason where it is no picture that we read.
    """
    if file.size > MOST_BYTES:
        raise _refused(
            _("The file is too large: %(size)s. At most %(most)s.")
            % {"size": filesizeformat(file.size), "most": filesizeformat(MOST_BYTES)}
        )
    try:
        file.seek(0)
        if _is_markup(file.read(1024)):
            raise _refused(_("SVG pictures are not taken: they can hold programs. Send a JPEG or PNG."))
        file.seek(0)
        with Pillow.open(file, formats=_FORMATS) as picture:
            _check_type(file, picture.format or "")
            if picture.width * picture.height > MOST_PIXELS:
                raise _too_many_pixels()
            picture.draft("RGB", (longest_side * 2, longest_side * 2))  # JPEG alone: unpacked smaller at once
            drawn = _drawn(picture, longest_side, square=square)
    except ValidationError:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except UnidentifiedImageError:
        raise _refused(_("This is no JPEG, PNG or WebP picture.")) from None
    except (OSError, ValueError, SyntaxError, EOFError):
        raise _refused(_("The picture is damaged. Send another.")) from None
    out = BytesIO()
    drawn.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return ContentFile(out.getvalue(), name=f"{secrets.token_urlsafe(16)}.jpg")


def _refused(reason: str) -> ValidationError:
    return ValidationError(reason, code="picture")


def _too_many_pixels() -> ValidationError:
    return _refused(_("The picture has too many pixels. Make it smaller and send it again."))


def _is_markup(beginning: bytes) -> bool:
    """SVG, HTML and the like, also behind a byte order mark or in two-byte letters."""
    text = beginning.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return text.startswith((b"<?xml", b"<svg", b"<!doctype", b"<html", b"<!--"))


def _check_type(file: Any, kind: str) -> None:
    """Raises ValidationError where the name or the stated type says otherwise than the content."""
    ending = PurePath(file.name or "").suffix.lower().lstrip(".")
    stated = (getattr(file, "content_type", "") or "").lower().removeprefix("image/")
    says = {ending, stated} - {"", "application/octet-stream", "pjpeg"}
    if lies := says - _ENDINGS[kind]:
        raise _refused(
            _(
                "The file says that it is %(stated)s, but it is %(kind)s. Save it under its own type and send it again."
            )
            % {"stated": min(lies).upper(), "kind": kind}
        )


def _drawn(picture: Pillow.Image, longest_side: int, *, square: bool) -> Pillow.Image:
    """A new picture with nothing but the pixels; what was see-through is white."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode not in {"RGB", "RGBA"}:
        upright = upright.convert("RGBA" if "transparency" in upright.info or "A" in upright.mode else "RGB")
    if square:
        side = min(longest_side, *upright.size)
        upright = ImageOps.fit(upright, (side, side), Pillow.Resampling.LANCZOS)
    else:
        upright.thumbnail((longest_side, longest_side), Pillow.Resampling.LANCZOS)
    clean = Pillow.new("RGB", upright.size, "white")
    clean.paste(upright, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    return clean
