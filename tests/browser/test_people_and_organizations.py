"""People and organizations in a real browser: from a visitor to a verified owner, an umbrella, the agency."""

import email
import re
import time
import uuid
from email import policy

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, sign_in
from tests.browser.test_door import add_authenticator, on_localhost
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

HOME = "/mn/account/organizations/"
#: As the sample organizations: an aimag as a whole.
AIMAG = "62"


def code_mailed_to(address: str, site: LiveSite) -> str:
    """The code of the mail that the worker of this site sent. Fails where none comes within 15 seconds."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        for file in (site.data / "mails").glob("*.log"):
            mail = email.message_from_bytes(file.read_bytes(), policy=policy.default)
            text = mail.get_body(("plain",))
            found = re.search(r"\b\d{4}-\d{4}\b", text.get_content()) if text else None
            if found and mail["To"] == address:
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"no mail with a code for {address}")


def enter(page: Page, site: str, name: str) -> str:
    """Enter an organization of this name, look-alike or not; returns the address of its page."""
    page.goto(f"{site}{HOME}enter/")
    page.fill("input[name=name_mn]", name)
    page.select_option("select[name=place]", AIMAG)
    page.click("main form .btn")
    expect(page.locator("select[name=place_in]")).to_be_visible()  # the soum is asked in the second step
    page.click("main form .btn")
    if page.locator("input[name=sure]").count():
        page.click("main form .btn")
    page.wait_for_url(re.compile(rf"{HOME}[a-z0-9]{{12}}/$"))
    return page.url


def ask_the_union(page: Page, site: LiveSite, organization: str) -> None:
    """Ask the sample umbrella to confirm that this organization belongs to it."""
    page.goto(f"{organization}umbrellas/")
    page.select_option("select[name=umbrella]", site.organization("umbrella"))
    page.click("button[value=ask]")


def decide(page: Page, name: str, decision: str) -> None:
    """Press this button of the row with this name; the row goes."""
    button = page.locator(".rows > li", has_text=name).locator(f"button[value={decision}]")
    button.click()
    expect(button).to_have_count(0)


def test_a_visitor_with_a_passkey_becomes_the_owner_whom_a_union_confirms(
    live_site: LiveSite, new_page: NewPage
) -> None:
    name = f"Хангайн хоршоо {uuid.uuid4().hex[:8]}"
    address = f"{uuid.uuid4().hex[:10]}@example.mn"
    page = new_page()
    add_authenticator(page)
    page.goto(on_localhost(live_site, "/mn/account/signup/"))
    page.fill("input[name=name]", "Дулмаа")
    page.fill("input[name=email]", address)
    page.click("button[data-passkey=offer]")
    page.fill("input[name=code]", code_mailed_to(address, live_site))
    page.click("button[value=verify]")
    page.click("form[data-passkey=create] .btn")
    page.wait_for_url(re.compile(r"localhost:\d+/mn/(account/)?$"))

    own = enter(page, on_localhost(live_site, ""), name)
    page.goto(f"{own}listing/")
    page.check("input[name=purposes][value=directory]")
    page.click("main form .btn")
    page.goto(f"{own}listing/")
    page.select_option("select[name=umbrella]", live_site.organization("umbrella"))
    page.click("main form:has(select) .btn")
    ask_the_union(page, live_site, own)

    union = new_page()
    desk = f"{HOME}{live_site.organization('umbrella')}/desk/"
    sign_in(union, live_site, "umbrella", desk)
    decide(union, name, "list")
    decide(union, name, "confirm")

    page.goto(own)
    said = page.locator("main .meta").first
    expect(said).to_contain_text("нийтэлсэн")
    expect(said).to_contain_text("Холбоо баталсан: Жишээ малчдын холбоо")
    page.goto(f"{own}people/")
    expect(page.locator(".rows > li")).to_contain_text(["эзэмшигч"])


def test_a_union_confirms_a_member_and_its_figures(live_site: LiveSite, new_page: NewPage) -> None:
    name = f"Говийн хоршоо {uuid.uuid4().hex[:8]}"
    page = new_page()
    sign_in(page, live_site, "other-owner", HOME)
    own = enter(page, live_site.address, name)
    ask_the_union(page, live_site, own)
    page.goto(f"{own}rows/figures/")
    for field, value in (("year", "2025"), ("members", "32"), ("women", "18")):
        page.fill(f"input[name=form-0-{field}]", value)
    page.click("main form .btn")

    union = new_page()
    desk = f"{HOME}{live_site.organization('umbrella')}/desk/"
    sign_in(union, live_site, "umbrella", desk)
    decide(union, name, "confirm")
    union.goto(live_site.url(f"{desk}members/"))
    decide(union, name, "figures")

    page.goto(own)
    year = page.locator("tbody tr")
    expect(year).to_contain_text("32")
    expect(year).to_contain_text("Жишээ малчдын холбоо")


def test_somebody_claims_an_entry_of_nobody_and_the_agency_agrees(
    live_site: LiveSite, new_page: NewPage
) -> None:
    page = new_page()
    sign_in(page, live_site, "other-owner", "/mn/directory/?level=union")
    entry = page.locator("main li h2 a").first
    name = (entry.text_content() or "").strip()
    entry.click()
    page.locator("a[href$='/claim/']").click()
    why = f"Би тэнд нягтлангаар ажилладаг {uuid.uuid4().hex[:8]}"
    page.fill("main textarea", why)
    page.click("main form .btn")
    expect(page.locator(".rows > li", has_text=name).locator(".tag.w")).to_be_visible()  # it waits

    agency = new_page(width=1280)
    sign_in(agency, live_site, "agency", "/cms/organizations/claims/")
    row = agency.locator("tr", has_text=why)
    expect(row).to_contain_text(name)
    row.locator("input[name=which]").check()
    agency.fill("[name=reason]", "Бичиг баримтыг үзсэн")
    agency.click("button[name=do][value=approve]")
    expect(agency.locator("tr", has_text=why)).to_have_count(0)

    page.goto(live_site.url(HOME))
    page.locator(".rows h2 a", has_text=name).click()
    page.goto(f"{page.url}people/")
    expect(page.locator(".rows > li")).to_contain_text(["эзэмшигч"])


def test_the_agency_merges_two_entries_of_one_organization(live_site: LiveSite, new_page: NewPage) -> None:
    name = f"Алтайн хоршоо {uuid.uuid4().hex[:8]}"
    page = new_page()
    sign_in(page, live_site, "owner", HOME)
    kept = enter(page, live_site.address, name)
    other = new_page()
    sign_in(other, live_site, "other-owner", HOME)
    gone = enter(other, live_site.address, name)
    ask_the_union(other, live_site, gone)
    union = new_page()
    sign_in(union, live_site, "umbrella", f"{HOME}{live_site.organization('umbrella')}/desk/")
    decide(union, name, "confirm")

    agency = new_page(width=1280)
    sign_in(agency, live_site, "agency", "/cms/organizations/doubles/")
    agency.locator("tr", has_text=name).locator("a", has_text="Харьцуулах").click()
    earlier = agency.locator("tr", has_text="Жишээ Эзэн")
    earlier.locator("input[name=keep]").check()
    agency.click("main form button.button")
    agency.wait_for_url(re.compile(r"/cms/organizations/\d+/$"))

    page.goto(f"{kept}people/")
    expect(page.locator(".rows > li")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("Жишээ Өөр эзэн")
    page.goto(f"{kept}umbrellas/")
    expect(page.locator("main")).to_contain_text("Жишээ малчдын холбоо")
    page.goto(f"{kept}log/")
    # Both entries' beginnings, one after the other.
    expect(page.locator(".vers li", has_text="байгууллагыг оруулсан")).to_have_count(2)
    answer = other.goto(gone)
    assert answer
    assert answer.status == 404
    other.goto(live_site.url(HOME))
    expect(other.locator(f"a[href='{kept.removeprefix(live_site.address)}']")).to_have_count(1)
