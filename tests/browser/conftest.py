"""Chromium and its pages."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from scripts.testing import browser as browser_program
from tests.conftest import LiveSite

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


def sign_in(page: Page, site: LiveSite, name: str) -> None:
    """As one of the people of `make run`, on the way to the admin."""
    page.goto(site.url("/cms/"))
    page.fill("input[name=login]", f"{name}@khorshoo.example")
    page.click("main details summary")
    page.fill("input[name=password]", site.password)
    page.click("button[name=way]")
    page.wait_for_url(site.url("/cms/"))
