"""Photos: drawn anew, or refused with the reason."""

from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts import pictures
from accounts.pictures import clean_picture

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def sent(
    name: str = "me.jpg",
    kind: str = "JPEG",
    size: tuple[int, int] = (60, 40),
    type_: str = "",
    **options: Any,
) -> SimpleUploadedFile:
    out = BytesIO()
    Image.new(options.pop("mode", "RGB"), size, options.pop("color", "red")).save(out, kind, **options)
    return SimpleUploadedFile(name, out.getvalue(), type_ or f"image/{kind.lower()}")


def refusal(file: SimpleUploadedFile) -> str:
    with pytest.raises(ValidationError) as caught:
        clean_picture(file, 320)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.PNG", "PNG"), ("a.webp", "WEBP"), ("a", "PNG")]
)
def test_usual_pictures_come_back_as_small_jpeg(name: str, kind: str) -> None:
    found = clean_picture(sent(name, kind, (900, 600)), 320)
    with Image.open(found) as picture:
        assert (picture.format, picture.size) == ("JPEG", (320, 213))
    assert found.name
    assert found.name.endswith(".jpg")
    assert found.name.partition(".")[0] != "a"


def test_a_square_is_cut_from_the_middle() -> None:
    with Image.open(clean_picture(sent(size=(900, 600)), 320, square=True)) as picture:
        assert picture.size == (320, 320)


def test_what_the_camera_noted_is_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera of Bat"  # turned; maker
    exif.get_ifd(0x8825)[1] = "N"  # where it was taken
    found = clean_picture(sent(size=(60, 40), exif=exif, comment=b"home of Bat"), 320).read()
    with Image.open(BytesIO(found)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
        assert "comment" not in picture.info
    assert b"Bat" not in found


def test_what_is_see_through_becomes_white() -> None:
    file = sent("a.png", "PNG", mode="RGBA", color=(0, 0, 0, 0))
    with Image.open(clean_picture(file, 320)) as picture:
        assert min(picture.convert("RGB").getpixel((5, 5))) > 250  # type: ignore[arg-type]


@pytest.mark.parametrize("beginning", [b"", b"\xef\xbb\xbf", b"<?xml version='1.0'?>\n", b"  \n<!-- x -->"])
def test_svg_is_refused_whatever_it_is_called(beginning: bytes) -> None:
    for name, type_ in [("a.svg", "image/svg+xml"), ("a.jpg", "image/jpeg")]:
        assert "SVG" in refusal(SimpleUploadedFile(name, beginning + SVG, type_))


def test_svg_in_two_byte_letters_is_refused() -> None:
    assert "SVG" in refusal(SimpleUploadedFile("a.jpg", SVG.decode().encode("utf-16"), "image/jpeg"))


@pytest.mark.parametrize(
    ("name", "kind", "type_"),
    [
        ("a.jpg", "PNG", ""),
        ("a.png", "PNG", "image/jpeg"),
        ("a.html", "JPEG", ""),
        ("a.jpg", "JPEG", "text/html"),
    ],
)
def test_a_file_that_lies_about_its_type_is_told_what_it_is(name: str, kind: str, type_: str) -> None:
    assert kind in refusal(sent(name, kind, type_=type_))


@pytest.mark.parametrize("content", [b"", b"GIF89a\1\0\1\0", b"%PDF-1.4", b"MZ\x90\0", b"\0" * 100])
def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert "JPEG" in refusal(SimpleUploadedFile("a.jpg", content, "image/jpeg"))


@pytest.mark.parametrize("kind", ["GIF", "TIFF", "BMP", "ICO"])
def test_other_kinds_of_pictures_are_refused(kind: str) -> None:
    assert "JPEG" in refusal(sent("a.jpg", kind, type_="image/jpeg"))


def test_a_cut_off_picture_is_refused() -> None:
    whole = sent("a.png", "PNG", (300, 300), mode="RGB").read()
    assert "гэмтсэн" in refusal(SimpleUploadedFile("a.png", whole[:200], "image/png"))


@pytest.mark.parametrize("side", [8_000, 20_000])
def test_a_bomb_is_refused_before_it_is_unpacked(side: int, monkeypatch: pytest.MonkeyPatch) -> None:
    out = BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    monkeypatch.setattr(Image.Image, "load", lambda *_args: pytest.fail("unpacked"))
    file = SimpleUploadedFile("a.png", out.getvalue(), "image/png")
    assert file.size < 200_000
    assert "цэг" in refusal(file)


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "MOST_BYTES", 100)
    assert "хэтэр" in refusal(sent(size=(300, 300)))
