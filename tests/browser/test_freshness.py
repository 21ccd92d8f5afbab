"""An owner is asked by mail whether the entry is still right, and answers with one tap."""

import email
import re
import sqlite3
import time
from email import policy

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, axe, sign_in
from tests.browser.test_every_page import FIRST_VIEW, first_view
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

_LINK = re.compile(r"https?://\S+/directory/confirm/[\w-]+/")


def ask_about(public_id: str, site: LiveSite) -> None:
    """As if the entry had been listed long ago: the worker asks its owner at its next round."""
    with sqlite3.connect(site.data / "khorshoo.sqlite3", timeout=20) as database:
        database.execute("DELETE FROM directory_freshness")
        database.execute(
            "UPDATE accounts_organization SET listed_at = '2020-01-01 00:00:00' WHERE public_id = ?",
            [public_id],
        )
        database.execute("DELETE FROM core_scheduledrun WHERE name = 'entries that nobody confirmed'")
    database.close()


def link_mailed_to(address: str, site: LiveSite) -> str:
    """The link of the mail that the worker of this site sent. Fails where none comes within 20 seconds."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for file in (site.data / "mails").glob("*.log"):
            mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            text = mail.get_body(("plain",))
            found = _LINK.search(text.get_content()) if text else None
            if found and mail["To"] == address:
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no question to {address}")


def test_an_owner_confirms_with_one_tap_without_signing_in_and_without_scripts(
    live_site: LiveSite, new_page: NewPage
) -> None:
    public_id = live_site.organization("other-organization")
    ask_about(public_id, live_site)
    link = link_mailed_to(live_site.sample("other-owner")["email"], live_site)

    desk = new_page(width=1280)
    desk.goto(link)
    assert axe(desk).violations_count == 0
    assert first_view(link) <= FIRST_VIEW

    page = new_page(java_script_enabled=False)
    page.goto(link)
    expect(page.locator("h1")).to_have_text("Энэ бүртгэл зөв хэвээр үү?")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    button = page.locator("main form .btn").first
    box = button.bounding_box()
    assert box
    assert box["height"] >= 44
    button.click()
    expect(page.locator("h1")).to_have_text("Баярлалаа")
    page.goto(live_site.url(f"/mn/directory/{public_id}/"))
    expect(page.locator("main")).to_contain_text("Эзэмшигч баталсан: ")
    page.goto(link)
    expect(page.locator("main")).to_contain_text("Өөр юу ч хийх шаардлагагүй")
    expect(page.locator("main form")).to_have_count(0)

    owner = new_page()
    sign_in(owner, live_site, "other-owner", f"/mn/account/organizations/{public_id}/")
    expect(owner.locator("main form[action$='/confirm/'] button")).to_be_visible()
