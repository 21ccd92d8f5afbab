"""Pictures of every page type, of a fresh copy with the starter content: into shots/, and two for the README.

Three widths, light and dark, and as A4 on paper. Also writes shots/index.html, which shows them side by side.
"""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright

from scripts import serve, testing
from scripts.common import ROOT, Stop, say
from scripts.processes import Site

SHOTS = ROOT / "shots"
README_IMAGES = ROOT / "docs" / "images"
WIDTHS = (360, 768, 1280)
LOOKS: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
#: Pages that are no Wagtail pages, by the name of their picture.
FIXED = {
    "search": "search/",
    "search-results": f"search/?q={quote('хоршоо')}",
    "search-nothing": "search/?q=qqqqqq",
    "not-found": "there-is-no-such-page/",
}


def main() -> int:
    """Take all pictures. Returns the exit status."""
    program = testing.browser()
    if program is None:
        raise Stop("There is no Chromium: install it (Debian: apt-get install chromium).")
    shutil.rmtree(SHOTS, ignore_errors=True)
    SHOTS.mkdir()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="khorshoo-shots-") as folder:
        given = {k: v for k, v in os.environ.items() if not k.startswith(("KHORSHOO_", "DJANGO_"))}
        port = serve.free_port()
        env = serve.site_environment("127.0.0.1", port, Path(folder), given)
        serve.prepare(env)
        pages = _one_page_of_each_type(env)
        with Site("127.0.0.1", port, env) as site, sync_playwright() as playwright:
            site.wait_until_it_answers()
            browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for name, path in pages.items():
                _all_of_one(browser, name, site.address + path)
            _for_the_readme(browser, site.address + pages["mn-home"], "home-360.png", 360)
            _for_the_readme(browser, site.address + pages["mn-guide"], "guide-1280.png", 1280)
            browser.close()
    _contact_sheet(list(pages))
    say(f"{len(list(SHOTS.glob('*.p*')))} pictures in {SHOTS} after {time.monotonic() - began:.0f} s")
    return 0


def _one_page_of_each_type(env: dict[str, str]) -> dict[str, str]:
    """Name of the picture -> path of the address, in both languages. Asks the copy's database."""
    os.environ.update(env)
    import django

    django.setup()
    from wagtail.models import Page as WagtailPage

    found: dict[str, str] = {}
    live = WagtailPage.objects.live().filter(depth__gte=2).specific().select_related("locale")
    # The longest of its kind says most: the founding steps rather than a short one.
    for page in sorted(live, key=lambda page: len(str(getattr(page, "body", ""))), reverse=True):
        name = f"{page.locale.language_code}-{page._meta.model_name.removesuffix('page')}"
        if page.url:
            found.setdefault(name, page.get_url())
    for language in ("mn", "en"):
        found |= {f"{language}-{name}": f"/{language}/{path}" for name, path in FIXED.items()}
    return found | {"design": "/design/", "admin": "/cms/"}


def _all_of_one(browser: Browser, name: str, address: str) -> None:
    """Every width and both looks of one page, and the page on paper."""
    for width in WIDTHS:
        for look in LOOKS:
            with _page(browser, address, width, look) as page:
                page.screenshot(path=SHOTS / f"{name}-{width}-{look}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    say(f"    {name} is {wide} pixels wide at {width}")
    with _page(browser, address, 1280, "light") as page:
        page.pdf(path=SHOTS / f"{name}-print.pdf", format="A4")
    say(f"    {name}")


@contextmanager
def _page(browser: Browser, address: str, width: int, look: Literal["light", "dark"]) -> Iterator[Page]:
    """`address` in a window of this width, loaded."""
    context = browser.new_context(
        viewport={"width": width, "height": 740 if width < 1280 else 800},
        color_scheme=look,
        device_scale_factor=1,
    )
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def _for_the_readme(browser: Browser, address: str, name: str, width: int) -> None:
    README_IMAGES.mkdir(parents=True, exist_ok=True)
    with _page(browser, address, width, "light") as page:
        page.screenshot(path=README_IMAGES / name)


def _contact_sheet(names: list[str]) -> None:
    """One page with all pictures, to look through them quickly."""
    rows = "".join(
        f"<h2>{name}</h2><p><a href='{name}-print.pdf'>print</a></p>"
        + "".join(
            f"<a href='{name}-{width}-{look}.png'><img loading=lazy height=420 alt='{width} {look}' "
            f"src='{name}-{width}-{look}.png'></a> "
            for width in WIDTHS
            for look in LOOKS
        )
        for name in names
    )
    (SHOTS / "index.html").write_text(f"<!doctype html><meta charset=utf-8><title>Shots</title>{rows}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Stop as stop:
        sys.exit(str(stop))
