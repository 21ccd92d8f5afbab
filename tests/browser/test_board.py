"""The board on a phone: a publisher looks for something, a visitor of another cooperative finds it and answers."""

import email
import re
import time
import uuid
from email import policy

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, axe, sign_in
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

BOARD = "/mn/directory/board/"


def looks_right(page: Page) -> None:
    """Nothing for axe to say, nothing to scroll sideways."""
    found = axe(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def mails_with(word: str, site: LiveSite, number: int) -> list[dict[str, str]]:
    """To whom, and whereto an answer goes, of the mails with this word in the subject. Waits for so many."""
    found: list[dict[str, str]] = []
    until = time.monotonic() + 15
    while time.monotonic() < until:
        mails = [
            email.message_from_bytes(file.read_bytes(), policy=policy.default)
            for file in (site.data / "mails").glob("*.log")
        ]
        found = [{"to": m["To"], "reply": m["Reply-To"]} for m in mails if word in str(m["Subject"])]
        if len(found) >= number:
            return found
        time.sleep(0.2)
    raise AssertionError(f"{len(found)} mails with {word}")


def test_a_publisher_posts_a_need_and_another_cooperative_answers(
    live_site: LiveSite, new_page: NewPage
) -> None:
    word = f"өвс{uuid.uuid4().hex[:8]}"
    publisher = new_page()
    organization = live_site.organization("organization")
    sign_in(publisher, live_site, "publisher", f"/mn/account/organizations/{organization}/")
    publisher.click(f"a[href='{BOARD}of/{organization}/']")
    publisher.click(f"a[href^='{BOARD}new/']")
    looks_right(publisher)
    publisher.check("input[name=kind][value=need]")
    publisher.fill("input[name=title]", f"20 тонн {word} хэрэгтэй")
    publisher.fill("textarea[name=text]", "Хамтарч авъя. Утас 9911 2233.")
    publisher.select_option("select[name=sector]", "ICA10")
    publisher.click("main form .btn")
    expect(publisher.locator("[role=alert]")).to_contain_text("9911 2233")  # what it says stays typed
    expect(publisher.locator("textarea[name=text]")).to_have_value("Хамтарч авъя. Утас 9911 2233.")
    looks_right(publisher)
    publisher.fill("textarea[name=text]", "Хамтарч авъя.")
    if publisher.locator("select[name=place_in]").count() == 0:
        publisher.click("main form .btn")
    publisher.click("main form .btn")
    publisher.wait_for_url(re.compile(rf"{BOARD}of/"))
    expect(publisher.locator("main .rows")).to_contain_text(word)
    looks_right(publisher)

    visitor = new_page(java_script_enabled=False)
    visitor.goto(live_site.url(BOARD))
    visitor.click("details.facets summary")
    visitor.check("input[name=place][value='62']")
    visitor.click("details.facets .btn")
    visitor.click(f"main .rows a:has-text('{word}')")
    address = visitor.url
    visitor.click("a[href$='/answer/']")
    expect(visitor).to_have_url(re.compile("/account/login/"))  # letters are from people who are known

    other = new_page()
    sign_in(other, live_site, "other-owner", address.removeprefix(live_site.address))
    looks_right(other)
    other.click("a[href$='/answer/']")
    answerer = live_site.sample("other-owner")["email"]
    expect(other.locator("main .lead")).to_contain_text(answerer)  # told before it is sent
    other.fill("textarea[name=text]", "Манайд байна, хоёр тонн үлдсэн.")
    looks_right(other)
    other.click("main form .btn")
    expect(other.locator("h1")).to_have_text("Захидлыг тань илгээлээ")
    mails = mails_with(word, live_site, 2)
    assert {mail["reply"] for mail in mails} == {answerer}
    assert {mail["to"] for mail in mails} == {
        live_site.sample(role)["email"] for role in ("owner", "publisher")
    }

    publisher.goto(address)
    publisher.click("button[value=withdraw]")
    visitor.goto(live_site.url(f"{BOARD}?kind=need"))
    expect(visitor.locator("main")).not_to_contain_text(word)
