"""Pages as leaflets: A4, in Mongolian letters, with address and date and without navigation."""

import io
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from content.leaflets import own_file, pdf_of

NO_PDF = "LEAFLETS: there is no WeasyPrint (python3 scripts/khorshoo.py setup --documents)"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


@pytest.mark.skipif(find_spec("weasyprint") is None, reason=NO_PDF)
@pytest.mark.parametrize(
    ("path", "title", "gone"),
    [
        ("/mn/found/steps/", "Хоршоо байгуулах", "Хайх"),
        ("/en/found/steps/", "Found a cooperative", "Skip to the content"),
    ],
)
def test_a_leaflet_carries_title_address_and_date_and_no_navigation(
    tmp_path: Path, path: str, title: str, gone: str
) -> None:
    from pypdf import PdfReader

    call_command("make_leaflets", path, into=tmp_path, stdout=io.StringIO())
    reader = PdfReader(tmp_path / f"{path.strip('/').replace('/', '-')}.pdf")
    text = " ".join(page.extract_text() for page in reader.pages)
    first = reader.pages[0]
    assert (round(first.mediabox.width), round(first.mediabox.height)) == (595, 842)
    assert title.lower() in " ".join(text.split()).lower()
    assert path in "".join(text.split())
    assert "2026" in text
    assert gone not in text


@pytest.mark.skipif(find_spec("weasyprint") is None, reason=NO_PDF)
def test_what_is_no_page_makes_no_leaflet(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="/mn/nothing-here/: the answer is 404"):
        call_command("make_leaflets", "/mn/nothing-here/", into=tmp_path)
    with pytest.raises(ValueError, match="404"):
        pdf_of("/mn/nothing-here/")


@pytest.mark.parametrize(
    "url", ["https://example.org/static/x.css", "http://127.0.0.1:8000/mn/", "file:///etc/passwd"]
)
def test_nothing_but_our_own_files_is_put_into_a_leaflet(url: str) -> None:
    with pytest.raises(ValueError, match="not ours"):
        own_file(url)
