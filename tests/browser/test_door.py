"""The one door in a real browser: without scripts, with a passkey, on a phone."""

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, with_password
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser


def on_localhost(site: LiveSite, path: str) -> str:
    """Passkeys belong to a name, not to a number."""
    return site.url(path).replace("127.0.0.1", "localhost")


def add_authenticator(page: Page) -> None:
    """A phone that says yes to every question for its finger."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_passkey_is_added_and_signs_in_with_one_press(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page()
    door = on_localhost(live_site, "/mn/account/login/")
    with_password(page, door, "administrator@khorshoo.example", live_site.password)
    page.wait_for_url(re.compile(r"/mn/account/$"))
    add_authenticator(page)
    page.goto(on_localhost(live_site, "/mn/account/2fa/webauthn/add/"))
    page.click("form[data-passkey] button")
    page.wait_for_url(re.compile("/recovery-codes/"))
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(on_localhost(live_site, "/mn/account/"))
    page.click("main form .btn")
    page.wait_for_url(re.compile(r"/mn/$"))
    page.goto(on_localhost(live_site, "/mn/account/login/?next=/mn/account/security/"))
    page.click("form[data-passkey=login] button")
    page.wait_for_url(re.compile(r"\d/mn/account/security/$"))
    # Put back as it was: others sign in as this person with the password alone.
    page.goto(on_localhost(live_site, "/mn/account/2fa/webauthn/"))
    page.click("a[href$='/remove/']")
    page.click("main form .btn >> nth=0")
    expect(page.locator("main")).to_contain_text("Одоогоор алга")


def test_without_scripts_the_passkey_is_not_offered_and_all_else_works(
    live_site: LiveSite, new_page: NewPage
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(live_site.url("/mn/account/login/"))
    assert page.locator("form[data-passkey]").is_hidden()
    page.fill("input[name=login]", f"reader{int(time.time())}@example.mn")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mn/account/login/code/confirm/"))
    expect(page.locator("h1")).to_have_text("Кодоо бичих")


def test_every_page_leads_to_ones_account(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=1280)
    page.goto(live_site.url("/mn/found/"))
    page.click(".menu a[href='/mn/account/']")
    page.wait_for_url(re.compile(r"/mn/account/login/\?next=/mn/account/$"))
