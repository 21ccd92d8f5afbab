"""The site as `make run` serves it, seen with a real browser."""

import urllib.request

import pytest

from tests.browser.conftest import NewPage, sign_in
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
    sign_in(page, live_site, "editor")
    # `make run` is for one machine: no second factor is asked for, and every page of the admin says so.
    page.goto(live_site.url("/cms/reports/facts/"))
    assert page.locator(".second-factor-off").is_visible()
