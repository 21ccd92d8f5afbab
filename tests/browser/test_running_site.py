"""The site as `make run` serves it, seen with a real browser."""

import urllib.request

import pytest

from tests.browser.conftest import NewPage, with_password
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
    door = live_site.url("/mn/account/login/")
    with_password(page, door, "editor@khorshoo.example", live_site.password)
    page.wait_for_url(live_site.url("/mn/account/"))
    # The second factor is demanded here, and not set up yet.
    page.goto(live_site.url("/cms/reports/facts/"))
    page.wait_for_url(live_site.url("/mn/account/2fa/"))
