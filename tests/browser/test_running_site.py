"""The site as `make run` serves it, seen with a real browser."""

import urllib.request

import pytest

from tests.browser.conftest import NewPage
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser


def test_healthz_answers_once_the_site_serves(live_site: LiveSite) -> None:
    with urllib.request.urlopen(live_site.url("/healthz")) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("scripts", [True, False])
def test_the_root_leads_to_the_mongolian_home_page(
    live_site: LiveSite, new_page: NewPage, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts, locale="en-GB")
    page.goto(live_site.url("/"))
    assert page.url == live_site.url("/mn/")
    assert page.locator("html").get_attribute("lang") == "mn"
    assert page.locator("h1").count() == 1


def test_an_editor_signs_in_with_the_password_of_this_copy(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=1280)
    page.goto(live_site.url("/cms/"))
    page.fill("input[name=username]", "editor@khorshoo.example")
    page.fill("input[name=password]", live_site.password)
    page.click("button[type=submit]")
    page.wait_for_url(live_site.url("/cms/"))
