"""The agency's pages for registers, from the file to taking it back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Change, Organization
from core import once
from core.worker import run_one_task
from directory.importing import running
from directory.models import RegisterImport
from tests import people
from tests.directory.registers import WOOL, State, csv_file, sent

pytestmark = pytest.mark.django_db
CMS = "/cms/organizations/imports/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(people.agency())
    return client


def form(content: bytes = b"", **more: Any) -> dict[str, Any]:
    return {
        "file": SimpleUploadedFile("бүртгэл.csv", content or csv_file(WOOL, ["1", "=1+1", "", ""])),
        "source": "Яамны бүртгэл",
        "as_of": "2026-10-01",
        "token": once.new_token(),
        **more,
    }


def text(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return answer.content.decode()


def work() -> None:
    while run_one_task():
        pass


@pytest.mark.django_db(transaction=True)
def test_from_the_file_to_the_entries_and_back(small_site: None, desk: Client) -> None:
    answer = desk.post(f"{CMS}new/", form(), follow=True)
    page = answer.redirect_chain[-1][0]
    assert "<progress" in text(answer)
    assert answer["Refresh"]
    work()
    html = text(desk.get(page))
    assert "Refresh" not in desk.get(page)
    assert "томьёо" in html
    assert "3" in re.findall(r"<td>(\d+)</td>", html)
    assert not Organization.objects.exists()
    assert "Мөр,Төрөл" in text(desk.get(f"{page}report/"))
    desk.post(page, {"do": "import"})
    assert "<progress" in text(desk.get(page))
    work()
    one = Organization.objects.get()
    assert one.name_mn in text(Client().get("/mn/directory/"))
    assert Change.objects.get().actor == RegisterImport.objects.get().started_by
    assert "Яамны бүртгэл" in text(desk.get(CMS))
    desk.post(page, {"do": "undo"})
    work()
    assert not Organization.objects.exists()
    assert RegisterImport.objects.get().state == State.UNDONE


def test_a_form_sent_twice_is_one_import(desk: Client) -> None:
    token = once.new_token()
    first, second = (desk.post(f"{CMS}new/", form(token=token)) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert RegisterImport.objects.count() == 1


def test_two_who_import_at_once_do_it_once(desk: Client) -> None:
    made = sent(csv_file(WOOL))
    for _ in range(2):
        answer = desk.post(f"{CMS}{made.pk}/", {"do": "import"}, follow=True)
    assert "Өөр хүн түрүүлжээ" in text(answer)


@pytest.mark.parametrize(
    "more",
    [
        {"as_of": "2090-01-01"},
        {"source": ""},
        {"file": ""},
        {"token": "forged"},
        {"as_of": "маргааш"},
        {"as_of": "0001-01-01"},
    ],
)
def test_what_is_wrong_in_the_form_is_told_and_nothing_typed_is_lost(desk: Client, more: Any) -> None:
    html = text(desk.post(f"{CMS}new/", form(**{"source": "Яамны бүртгэл", "sheet": "Хуудас", **more})), 422)
    assert "Хуудас" in html
    assert not RegisterImport.objects.exists()
    token = re.findall(r'name="token" value="([^"]+)"', html)[0]
    assert once.read_token(token)


def test_a_file_that_is_too_large_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("directory.import_admin.MOST_MB", 0)
    assert "МБ-аас их" in text(desk.post(f"{CMS}new/", form()), 422)


def test_a_step_that_stands_still_can_be_taken_up(desk: Client) -> None:
    made = sent(csv_file(WOOL))
    page = f"{CMS}{made.pk}/"
    assert 'value="go-on"' not in text(desk.get(page))
    long_ago = timezone.now() - dt.timedelta(hours=1)
    RegisterImport.objects.filter(pk=made.pk).update(state=State.RUNNING, total=1, moved_at=long_ago)
    assert 'value="go-on"' in text(desk.get(page))
    desk.post(page, {"do": "go-on"})
    assert RegisterImport.objects.get().moved_at > long_ago
    running.carry_out(made.pk)
    assert Organization.objects.count() == 1


@pytest.mark.parametrize("size", [5, 60])
def test_the_report_takes_the_same_queries_however_many_rows(desk: Client, size: int) -> None:
    made = sent(csv_file(*[[str(n + 10), f"Хоршоо {n}", "Дорнод", "", *[""] * 4] for n in range(size)]))
    desk.get(f"{CMS}{made.pk}/")
    with CaptureQueriesContext(connection) as queries:
        desk.get(f"{CMS}{made.pk}/")
    assert len(queries) == 22


def test_kinds_can_be_looked_at_alone(desk: Client) -> None:
    made = sent(csv_file(WOOL, ["1", "=1", "", ""]))
    page = f"{CMS}{made.pk}/"
    for kind, there in (("refused", False), ("new", True), ("doubtful", False), ("nonsense", True)):
        assert ("Хангайн ноос" in text(desk.get(page, {"kind": kind}))) == there


def test_the_template_opens_in_a_spreadsheet(desk: Client) -> None:
    answer = desk.get(f"{CMS}template/")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer["Content-Disposition"]
