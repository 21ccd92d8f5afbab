"""Documents for download and pictures: what readers get of them, and what they must not carry."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Pillow
from wagtail.models import Collection, CollectionViewRestriction

from content.models import Download, GuidePage, Picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site", "own_media")]


@pytest.fixture
def own_media(tmp_path: object, settings: object) -> None:
    """Files go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path


def download(**more: object) -> Download:
    file = SimpleUploadedFile("charter.pdf", b"%PDF-1.4 " + b"x" * 2_000)
    values = {"title": "Жишиг дүрэм", "language": "mn", "issued_on": dt.date(2026, 3, 2), "file": file}
    return Download.objects.create(**values | more)


def shown_on_a_guide(*files: Download) -> str:
    page = GuidePage.objects.get(slug="duties", locale__language_code="mn")
    page.body.append(("downloads", list(files)))
    page.save_revision().publish()
    return Client().get("/mn/audit/duties/").content.decode()


def test_a_reader_sees_type_size_date_and_language_before_the_download(client: Client) -> None:
    file = download()
    html = shown_on_a_guide(file)
    row = html[html.index("Жишиг дүрэм") :][:200]
    assert f'href="{file.url}"' in html
    for part in ("PDF", "2.0", "KB", "2026.03.02", "Монгол"):
        assert part in row, (part, row)
    answer = client.get(file.url)
    assert answer.getvalue().startswith(b"%PDF")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith(("attachment", "inline"))
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_document_whose_collection_is_restricted_is_gone_at_once(client: Client) -> None:
    inner = Collection.get_first_root_node().add_child(name="Дотоод")
    file = download(collection=inner)
    assert "Жишиг дүрэм" in shown_on_a_guide(file)
    CollectionViewRestriction.objects.create(collection=inner, restriction_type="login")
    assert "Жишиг дүрэм" not in client.get("/mn/audit/duties/").content.decode()
    assert client.get(file.url).status_code == 302  # to the log-in
    assert client.get(f"/media/{file.file.name}").status_code == 404


def test_a_new_title_shows_at_once(client: Client) -> None:
    file = download()
    shown_on_a_guide(file)
    file.title = "Шинэ дүрэм"
    file.save()
    assert "Шинэ дүрэм" in client.get("/mn/audit/duties/").content.decode()


def photograph() -> SimpleUploadedFile:
    """Taken with the camera on its side, at a place that the camera noted."""
    picture = Pillow.new("RGB", (40, 20), "white")
    picture.paste("black", (0, 0, 20, 20))
    exif = picture.getexif()
    exif[0x0112] = 6  # turn right to see it upright
    exif[0x010F] = "Maker of the camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, quality=95)
    return SimpleUploadedFile("photo.jpg", out.getvalue(), "image/jpeg")


def test_a_picture_loses_what_the_camera_noted_and_stands_upright() -> None:
    raw = photograph()
    assert b"Maker of the camera" in raw.read()
    raw.seek(0)
    picture = Picture.objects.create(title="Ферм", file=raw)
    with picture.file.open("rb") as stored:
        assert b"Maker of the camera" not in stored.read()
    with picture.file.open("rb") as stored:
        kept = Pillow.open(stored)
        assert not kept.getexif()
        assert kept.size == (20, 40)
        assert (
            sum(kept.convert("RGB").getpixel((10, 5)))
            < 60
            < 600
            < sum(kept.convert("RGB").getpixel((10, 35)))
        )
    picture.refresh_from_db()
    assert (picture.width, picture.height) == (20, 40)


def test_a_transparent_picture_keeps_its_transparency() -> None:
    out = BytesIO()
    Pillow.new("RGBA", (8, 8), (255, 0, 0, 0)).save(out, "PNG")
    picture = Picture.objects.create(title="Тэмдэг", file=SimpleUploadedFile("sign.png", out.getvalue()))
    with picture.file.open("rb") as stored:
        assert Pillow.open(stored).getpixel((3, 3)) == (255, 0, 0, 0)


def test_originals_are_not_served(client: Client) -> None:
    picture = Picture.objects.create(title="Ферм", file=photograph())
    assert client.get(f"/media/{picture.file.name}").status_code == 404


def test_a_picture_with_a_palette_stays_see_through() -> None:
    picture = Pillow.new("P", (20, 20), 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    out = BytesIO()
    picture.save(out, "PNG", transparency=0)
    kept = Picture.objects.create(title="Лого", file=SimpleUploadedFile("logo.png", out.getvalue()))
    with kept.file.open("rb") as stored:
        assert Pillow.open(stored).convert("RGBA").getpixel((5, 5))[3] == 0
