"""How the directory stays true: the agency imports a register, it and a union answer for others."""

import datetime as dt
import re
import sqlite3
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage, axe, sign_in
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser

DIRECTORY = "/mn/directory/"
NOW = dt.datetime.now(dt.UTC)


def until_done(page: Page, state: str) -> None:
    """The page of an import asks again by itself while the worker is at it."""
    expect(page.locator("main p b").first).to_have_text(state, timeout=20_000)


def test_the_agency_imports_a_register_and_takes_it_back(live_site: LiveSite, new_page: NewPage) -> None:
    number, word = str(uuid.uuid4().int)[:7], f"Булган{uuid.uuid4().hex[:6]}"
    rows = [
        "Нэр,Регистрийн дугаар,Аймаг,Утас",
        f"{word} хоршоо,{number},Булган,9911 2233",
        f"=1+1,{int(number) + 1},Булган,",
        f"{word} хоёр,12,Алга аймаг,",
    ]
    file = {"name": "бүртгэл.csv", "mimeType": "text/csv", "buffer": "\n".join(rows).encode()}
    agency = new_page(width=1280)
    sign_in(agency, live_site, "agency", "/cms/organizations/imports/new/")
    agency.set_input_files("input[name=file]", files=[file])  # type: ignore[list-item]
    agency.fill("input[name=source]", "Туршилтын бүртгэл")
    agency.fill("input[name=as_of]", "2026-10-01")
    agency.click("main form[enctype] button.button")
    until_done(agency, "Тайлан бэлэн, юу ч өөрчлөгдөөгүй")
    report = agency.locator("table.listing")
    expect(report).to_contain_text(word)
    expect(report).to_contain_text("Алга аймаг")
    expect(agency.locator("main")).to_contain_text("Утас")  # a column that is not read is named
    visitor = new_page(java_script_enabled=False)
    visitor.goto(live_site.url(f"{DIRECTORY}?place=63"))
    expect(visitor.locator("main")).not_to_contain_text(word)

    agency.click("button[name=do][value=import]")
    until_done(agency, "Оруулсан")
    visitor.goto(live_site.url(f"{DIRECTORY}?place=63"))
    visitor.click(f"main .rows a:has-text('{word} хоршоо')")
    expect(visitor.locator("main")).to_contain_text("Туршилтын бүртгэл, 2026.10.01")
    assert "9911" not in visitor.content()
    entry = visitor.url

    agency.click("button[name=do][value=undo]")
    until_done(agency, "Буцаасан")
    answer = visitor.goto(entry)
    assert answer
    assert answer.status == 404


def test_the_agency_says_that_an_entry_of_nobody_is_right(live_site: LiveSite, new_page: NewPage) -> None:
    agency = new_page(width=1280)
    sign_in(agency, live_site, "agency", "/cms/unconfirmed/")
    row = agency.locator("main tbody tr").last
    name = (row.locator("a").first.text_content() or "").strip()
    expect(row).to_contain_text("Эзэмшигчгүй")
    row.locator("input[name=which]").check()
    agency.click("button[name=do][value=right]")
    expect(agency.locator("main tbody tr", has_text=name)).to_have_count(0)

    visitor = new_page(java_script_enabled=False)
    visitor.goto(live_site.url(f"{DIRECTORY}?fresh=yes"))
    visitor.locator("main .rows a", has_text=name).click()
    expect(visitor.locator("main")).to_contain_text("Агентлаг баталсан: ")


def overdue(public_id: str, site: LiveSite) -> None:
    """As if its owner had not answered for a year: marked since half a year, the worker passes it on to the union."""
    year_ago, half_ago = (NOW - dt.timedelta(days=days) for days in (400, 200))
    with sqlite3.connect(site.data / "khorshoo.sqlite3", timeout=20) as database:
        (pk,) = database.execute(
            "SELECT id FROM accounts_organization WHERE public_id = ?", [public_id]
        ).fetchone()
        database.execute("DELETE FROM directory_freshness WHERE organization_id = ?", [pk])
        database.execute(
            "INSERT INTO directory_freshness (organization_id, confirmed_as, counted_from, asked_at, marked_at)"
            " VALUES (?, '', ?, ?, ?)",
            [pk, *(f"{moment:%Y-%m-%d %H:%M:%S}" for moment in (year_ago, half_ago, half_ago))],
        )
        database.execute("UPDATE accounts_organization SET status = 'unconfirmed' WHERE id = ?", [pk])
        database.execute("DELETE FROM core_scheduledrun WHERE name = 'entries that nobody confirmed'")
    database.close()


def test_a_union_answers_for_a_member_whose_owner_is_silent(live_site: LiveSite, new_page: NewPage) -> None:
    member, union = live_site.organization("organization"), live_site.organization("umbrella")
    overdue(member, live_site)
    visitor = new_page(java_script_enabled=False)
    visitor.goto(live_site.url(f"{DIRECTORY}{member}/"))
    expect(visitor.locator("main")).to_contain_text("удаан хугацаанд батлаагүй")

    page = new_page()
    sign_in(page, live_site, "umbrella", f"/mn/account/organizations/{union}/desk/")
    link = page.locator(f"a[href$='{DIRECTORY}desk/{union}/']")
    for _try in range(40):  # the worker comes by every few seconds
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    link.click()
    row = page.locator("main .rows > li", has=page.locator(f"a[href$='/{member}/']"))
    expect(row).to_have_count(1)
    found = axe(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    row.locator("summary").click()
    row.locator("button[value=gone]").click()  # without a reason
    expect(page.locator("main")).to_contain_text("Шалтгаанаа бичнэ үү")
    row.locator("button[value=right]").click()
    expect(row).to_have_count(0)
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text(re.compile(r"Холбоо баталсан \(.+\): "))
    expect(visitor.locator("main")).not_to_contain_text("удаан хугацаанд батлаагүй")
