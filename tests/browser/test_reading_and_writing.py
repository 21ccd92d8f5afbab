"""The main job, from both sides: read by a founder, changed by an editor, approved, read again and found."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NewPage, sign_in
from tests.conftest import LiveSite

pytestmark = pytest.mark.browser


def test_a_founder_keeps_progress_in_the_address_without_scripts(
    live_site: LiveSite, new_page: NewPage
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(live_site.url("/mn/"))
    page.click(".jobs a >> nth=0")
    page.wait_for_url(re.compile("/mn/found/"))
    page.goto(live_site.url("/mn/found/steps/"))
    boxes = page.locator("input[type=checkbox][name=d]")
    assert boxes.count() == 16
    boxes.nth(0).check()
    boxes.nth(4).check()
    page.click("form.steps button[type=submit], .save button")
    page.wait_for_url(re.compile(r"/mn/found/steps/\?.*d=1.*d=5"))
    expect(page.locator("input[type=checkbox][name=d]:checked")).to_have_count(2)
    page.click(".lang")
    page.wait_for_url(re.compile(r"/en/found/steps/\?.*d=5"))


@pytest.mark.parametrize("path", ["found/steps/", "audit/duties/", "law/cooperatives-2021/"])
def test_the_print_button_prints_and_is_only_there_with_scripts(
    live_site: LiveSite, new_page: NewPage, path: str
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(live_site.url(f"/mn/{path}"))
    assert page.locator("button.print").is_hidden()
    page = new_page()
    page.add_init_script("window.print = () => { window.printed = true }")
    page.goto(live_site.url(f"/mn/{path}"))
    page.locator("button.print").click()
    assert page.evaluate("window.printed") is True


def test_search_works_without_scripts_and_by_keyboard(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(live_site.url("/mn/audit/duties/"))
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("class") == "skip"
    page.focus("input[name=q]")
    page.keyboard.type("horshoo baiguulah")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/mn/search/"))
    page.locator("ol.rows a").first.wait_for()
    assert "found" in (page.locator("main a[href*='/mn/']").first.get_attribute("href") or "")


def test_an_editors_change_is_approved_read_and_found(live_site: LiveSite, new_page: NewPage) -> None:
    word = f"шинэүг{int(time.time())}"
    writing = new_page(width=1280, height=900, locale="en-GB")
    sign_in(writing, live_site, "editor")
    writing.goto(live_site.url("/cms/pages/"))
    reading = new_page()
    reading.goto(live_site.url("/mn/accessibility/"))
    assert word not in reading.content()
    # The page's number stands in the address of its remark form.
    number = re.search(r"/mn/feedback/(\d+)/", reading.content())
    assert number
    writing.goto(live_site.url(f"/cms/pages/{number[1]}/edit/"))
    writing.fill("textarea[name=summary]", f"Хүн бүр уншиж чадна: {word}.")
    assert writing.locator("button[name=action-publish]").count() == 0
    with writing.expect_navigation():
        writing.evaluate(
            """() => {
                const form = document.querySelector("[data-edit-form], #page-edit-form");
                const input = document.createElement("input");
                input.type = "hidden"; input.name = "action-submit"; input.value = "true";
                form.appendChild(input); form.requestSubmit ? form.submit() : form.submit();
            }"""
        )
    reading.reload()
    assert word not in reading.content()

    approving = new_page(width=1280, height=900, locale="en-GB")
    sign_in(approving, live_site, "moderator")
    approving.goto(live_site.url(f"/cms/pages/{number[1]}/edit/"))
    approve = approving.locator("[data-workflow-action-name=approve], [data-action=approve]").first
    approve.dispatch_event("click")
    approving.wait_for_load_state("networkidle")
    until = time.monotonic() + 15
    while word not in reading.content() and time.monotonic() < until:
        reading.reload()
    assert word in reading.content()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        reading.goto(live_site.url(f"/mn/search/?q={word}"))
        if "/mn/accessibility/" in reading.content():
            break
        time.sleep(0.5)
    assert "/mn/accessibility/" in reading.content()


def test_an_editor_sees_the_draft_beside_the_form(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=1400)
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if said.type == "error" else None)
    sign_in(page, live_site, "editor")
    html = page.request.get(live_site.url("/mn/audit/taxes/")).text()
    number = re.search(r"/mn/feedback/(\d+)/", html)
    assert number
    page.goto(live_site.url(f"/cms/pages/{number[1]}/edit/"))
    page.fill("textarea[name=summary]", "Зөвхөн ноорогт байгаа өгүүлбэр.")
    page.click("[data-side-panel-toggle=preview]")
    frame = page.frame_locator(".w-preview iframe").first
    frame.locator("text=Зөвхөн ноорогт байгаа өгүүлбэр.").wait_for(timeout=15_000)
    assert refused == []


def test_suggestions_come_as_one_types(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page()
    page.goto(live_site.url("/mn/"))
    page.locator("input[type=search]").first.press_sequentially("хадга", delay=60)
    page.locator("datalist option").first.wait_for(state="attached")
    options = page.locator("datalist option").evaluate_all("all => all.map(option => option.value)")
    assert any(option.lower().startswith("хадгаламж") for option in options)


def test_the_admin_makes_no_third_party_request(live_site: LiveSite, new_page: NewPage) -> None:
    page = new_page(width=1280)
    elsewhere: list[str] = []
    page.on("request", lambda request: elsewhere.append(request.url))
    sign_in(page, live_site, "superuser")
    for path in (
        "/cms/",
        "/cms/pages/",
        "/cms/reports/check-due/",
        "/cms/snippets/content/datedfact/",
        "/cms/users/",
    ):
        page.goto(live_site.url(path))
        page.wait_for_load_state("networkidle")
    own = (live_site.address, "data:", "blob:")
    assert [url for url in elsewhere if not url.startswith(own)] == []


def test_an_editor_is_warned_of_an_outdated_form_while_writing(
    live_site: LiveSite, new_page: NewPage
) -> None:
    page = new_page(width=1280, height=900)
    sign_in(page, live_site, "editor")
    page.goto(live_site.url("/cms/snippets/content/glossaryterm/add/"))
    warning = page.locator(".term-check")
    definition = page.locator("textarea[name^=definition]").first
    definition.fill("Үндэслэгчийн нэр")
    expect(warning).to_contain_text("Үндэслэгчийн")
    expect(warning).to_contain_text("үүсгэн байгуулагч")
    definition.fill("Баталгаажсан, үүсгэн байгуулагчийн нэр")
    expect(warning).to_be_hidden()
    definition.fill("Грантыг авна")
    expect(warning).to_contain_text("буцалтгүй тусламж")
