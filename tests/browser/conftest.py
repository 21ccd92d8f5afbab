"""Chromium and its pages."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.testing import browser as browser_program
from tests.conftest import LiveSite
from tests.people import app_code

# Playwright runs an event loop in this thread; Django would refuse the database in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[NewPage]:
    """Makes a page in a context of its own. Options as of Playwright's `new_context`; a phone by default.

    `width` and `height` in CSS pixels; `java_script_enabled=False` for a page without scripts.
    """
    contexts = []

    def make(*, width: int = 360, height: int = 740, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@dataclass(frozen=True)
class Phone:
    """A phone's page that goes from address to address: a new one for each takes thrice the time."""

    page: Page
    #: What the console complained of since `open`.
    complaints: list[str] = field(default_factory=list)
    #: What was asked for since `open`.
    asked: list[str] = field(default_factory=list)

    def open(self, url: str) -> Page:
        """The page at this address, 360 px wide, light."""
        self.page.set_viewport_size({"width": 360, "height": 740})
        self.page.emulate_media(color_scheme="light")
        self.page.goto("about:blank")  # what the page before still had to say is not this one's
        self.complaints.clear()
        self.asked.clear()
        self.page.goto(url)
        return self.page


def _phone(browser: Browser, **options: Any) -> Iterator[Phone]:
    context = browser.new_context(viewport={"width": 360, "height": 740}, **options)
    context.set_default_timeout(10_000)
    phone = Phone(context.new_page())
    said = phone.complaints.append
    phone.page.on("console", lambda message: said(message.text) if message.type == "error" else None)
    phone.page.on("pageerror", lambda error: said(str(error)))
    phone.page.on("request", lambda request: phone.asked.append(request.url))
    yield phone
    context.close()


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[Phone]:
    """For tables of addresses that are only looked at."""
    yield from _phone(chromium)


@pytest.fixture(scope="module")
def plain_phone(chromium: Browser) -> Iterator[Phone]:
    """The same with scripts off."""
    yield from _phone(chromium, java_script_enabled=False)


#: By address of the site and role: the cookies of who has been through the door.
_signed_in: dict[tuple[str, str], Any] = {}


def axe(page: Page) -> AxeResults:
    """What axe says of the page that a click has led to, once it is there."""
    page.wait_for_function("document.documentElement && document.readyState === 'complete'")
    return Axe().run(page)


def sign_in(page: Page, site: LiveSite, role: str, path: str = "/cms/") -> None:
    """As the sample person of this role, then to `path`. Only the first time through the door: a code works once."""
    known = _signed_in.get((site.address, role))
    if known:
        page.context.add_cookies(known)
    else:
        person = site.sample(role)
        with_password(page, site.url("/mn/account/login/"), person["email"], person["password"])
        if person["second_factor"]:
            page.fill("input[name=code]", app_code(person["second_factor"]))
            page.keyboard.press("Enter")
        page.wait_for_url(site.url("/mn/account/"))
        _signed_in[site.address, role] = page.context.cookies()
    page.goto(site.url(path))


def with_password(page: Page, door: str, email: str, password: str) -> None:
    """Address and password at the door."""
    page.goto(door)
    page.fill("input[name=login]", email)
    page.click("main details summary")
    page.fill("input[name=password]", password)
    page.click("button[name=way]")
