"""What holds for every page type in both languages: access, size, no scripts, no third party."""

import gzip
import re
import urllib.error
import urllib.request
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts.common import ROOT
from tests.browser.conftest import NewPage, Phone, sign_in
from tests.browser.pages import ACCOUNT_PAGES, EVERY_PAGE, IDS, LANGUAGES
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

#: The first flight of a connection: ten segments of 1,460 bytes, less the headers.
FIRST_VIEW = 14_336

every_page = pytest.mark.parametrize(("language", "name", "path"), EVERY_PAGE, ids=IDS)


def fetch(url: str) -> tuple[bytes, bytes]:
    """The body as it comes over the line (gzip where the server has it) and unpacked; also of error pages."""
    request = urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        raw = answer.read()
        packed = answer.headers.get("Content-Encoding") == "gzip"
    return raw, gzip.decompress(raw) if packed else raw


def first_view(url: str) -> int:
    """Bytes of HTML, style sheets, scripts and fonts as they come over the line."""
    raw, body = fetch(url)
    return len(raw) + weight_of_assets(url, body.decode())


def weight_of_assets(url: str, html: str) -> int:
    """Bytes of what the page at this address needs before it is seen."""
    assets = re.findall(r'<link[^>]+rel="?stylesheet"?[^>]*href="([^"]+)"', html)
    assets += re.findall(r'<link[^>]+href="([^"]+)"[^>]*rel="?stylesheet"?', html)
    assets += re.findall(r'<script[^>]+src="([^"]+)"', html)
    return sum(weight(urljoin(url, asset)) for asset in set(assets))


@cache
def weight(url: str) -> int:
    """Bytes of a style sheet with its fonts, or of a script."""
    packed, plain = fetch(url)
    fonts = re.findall(rb"url\(([^)]+\.woff2?)\)", plain)
    return len(packed) + sum(len(fetch(urljoin(url, font.decode().strip("\"'")))[0]) for font in fonts)


@every_page
def test_a_phone_with_scripts_shows_it_for_everyone_at_any_text_size(
    live_site: LiveSite, phone: Phone, language: str, name: str, path: str
) -> None:
    page = phone.open(live_site.url(path))
    assert page.locator("html").get_attribute("lang") == language
    assert_for_everyone(phone)


def assert_for_everyone(phone: Phone) -> None:
    """Of the page that is open: axe finds nothing, it fits at any text size, nothing of ours is stopped."""
    page = phone.page
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.emulate_media(color_scheme="dark")
    found = Axe().run(page, options={"runOnly": ["color-contrast"]})
    assert found.violations_count == 0, found.generate_report()
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 362, "at twice the text size"
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 320, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, "at 320 px"
    assert [text for text in phone.complaints if "404" not in text] == [], (
        "the policy stops something of ours"
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_remark_form_and_its_thanks_are_for_everyone(
    live_site: LiveSite, phone: Phone, language: str
) -> None:
    page = phone.open(live_site.url(f"/{language}/audit/duties/"))
    form = page.locator("a[href*='/feedback/']").first.get_attribute("href")
    assert form
    for path in (form, urlsplit(form).path + "?sent=1"):
        page = phone.open(live_site.url(path))
        assert page.locator("main form").count() == ("sent=1" not in path)
        assert_for_everyone(phone)


@pytest.mark.wide
@every_page
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_at_any_width_in_any_look(
    live_site: LiveSite, new_page: NewPage, language: str, name: str, path: str, width: int, look: str
) -> None:
    page = new_page(width=width, color_scheme=look)
    page.goto(live_site.url(path))
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@every_page
def test_a_phone_without_scripts_shows_it_without_sideways_scroll(
    live_site: LiveSite, plain_phone: Phone, language: str, name: str, path: str
) -> None:
    page = plain_phone.open(live_site.url(path))
    assert page.locator("h1").count() == 1
    assert page.locator("h1").is_visible()
    widest = page.locator("body").bounding_box()
    assert widest is not None
    assert widest["width"] <= 360
    assert [url for url in plain_phone.asked if not url.startswith(("data:", live_site.address))] == []


#: Pages with a table of several columns.
TABLES = {
    "comparison": "comparisons/cooperative-law/",
    "examples": "comparisons/public-procurement/",
    "legal forms": "legal-forms/",
    "statistics": "research/mongolia-sector/",
    "places": "places/",
    "directory map": "directory/map/",
    "open data": "data/",
    "in a guide": "benefits/when-not/",
    "in a law": "law/cooperatives-1998/",
}


@pytest.mark.parametrize("language", ["mn", "en"])
@pytest.mark.parametrize("path", TABLES.values(), ids=TABLES)
def test_a_long_table_becomes_cards_on_a_phone_and_each_value_says_what_it_is(
    live_site: LiveSite, plain_phone: Phone, language: str, path: str
) -> None:
    page = plain_phone.open(live_site.url(f"/{language}/{path}"))
    row = page.locator("main tbody tr").nth(1)
    first = row.locator("th")
    value = row.locator("td:visible").first
    above, below = first.bounding_box(), value.bounding_box()
    assert above
    assert below
    assert below["y"] >= above["y"] + above["height"]
    assert page.locator("main thead").first.is_hidden()
    label = value.get_attribute("data-l")
    assert label
    assert label in [
        text.strip() for text in page.locator("main thead").first.locator("th").all_text_contents()
    ]
    page.set_viewport_size({"width": 1280, "height": 800})
    beside = value.bounding_box()
    next_to = first.bounding_box()
    assert beside
    assert next_to
    assert beside["x"] > next_to["x"]
    assert page.locator("main thead").first.is_visible()


def test_the_page_of_our_own_faults_stands_alone_and_fits_a_phone(
    live_site: LiveSite, new_page: NewPage
) -> None:
    body = (ROOT / "templates" / "500.html").read_text("utf-8")
    page = new_page()
    page.route("**/broken/", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    page.goto(live_site.url("/broken/"))
    assert page.locator("header.top").evaluate("it => getComputedStyle(it).borderBottomWidth") == "4px"
    for look in ("light", "dark"):
        page.emulate_media(color_scheme=look)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    assert page.locator("a[href='/mn/']").count() >= 1
    assert page.locator("[lang=en] a[href='/en/']").count() == 1
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    words = "[...document.querySelectorAll('h1, h2')].map(it => it.scrollWidth <= it.clientWidth)"
    assert page.evaluate(words) == [True, True]


def test_the_first_view_of_every_page_fits_the_first_flight(live_site: LiveSite) -> None:
    sitemap = fetch(live_site.url("/sitemap.xml"))[1].decode()
    paths = {urlsplit(address).path for address in re.findall(r"<loc>([^<]+)</loc>", sitemap)}
    assert len(paths) > 100
    paths |= {path for _language, _name, path in EVERY_PAGE}
    sizes = {path: first_view(live_site.url(path)) for path in paths}
    too_large = {path: size for path, size in sizes.items() if size > FIRST_VIEW}
    assert not too_large


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ACCOUNT_PAGES)
def test_the_accounts_pages_are_accessible_small_and_fit_a_phone(
    live_site: LiveSite, new_page: NewPage, language: str, role: str
) -> None:
    page = new_page(width=320)
    if role:
        sign_in(page, live_site, role, "/mn/account/")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    names = {one["role"]: one["public_id"] for one in live_site.samples["people"]}
    names |= {one["sample"]: one["public_id"] for one in live_site.samples["organizations"]}
    for path in ACCOUNT_PAGES[role]:
        url = live_site.url(f"/{language}/{path.format_map(names)}")
        answer = page.goto(url)
        assert answer
        if answer.status != 200 or page.url != url:
            complaints.append(f"{path}: {answer.status} {page.url}")
            continue
        bytes_seen = answer.request.sizes()["responseBodySize"] + weight_of_assets(url, page.content())
        found = [Axe().run(page)]
        if language == "mn":  # colours are those of both languages
            page.emulate_media(color_scheme="dark")
            found.append(Axe().run(page, options={"runOnly": ["color-contrast"]}))
            page.emulate_media(color_scheme="light")
        complaints += [f"{path}: {one.generate_report()}" for one in found if one.violations_count]
        if bytes_seen > FIRST_VIEW:
            complaints.append(f"{path}: {bytes_seen} bytes")
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            complaints.append(f"{path}: sticks out at 320 px")
    assert complaints == []
