"""Files as they come: encodings, separators, spreadsheets, and all that is wrong with them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from accounts.models import Organization
from core.places import place
from directory.importing import report, table
from directory.importing.columns import COLUMNS, column_of
from directory.importing.problems import FileProblemError, told
from directory.importing.table import decode, read_table
from directory.importing.values import read_row
from directory.models import RegisterImport
from tests.directory.registers import HEADINGS, MILK, WOOL, State, codes, csv_file, sent, text, xlsx_file

WORDS = ["Ноос", "Сүү", "Өвөр", "Үүлэн"]


def said(**cells: str) -> dict[str, Any]:
    found = read_row({"name_mn": "Ноос", **cells}, 2026)
    assert found.problems == [], found.problems
    return found.values


def refused(**cells: str) -> list[tuple[str, str]]:
    return [
        (one["code"], one.get("column", "")) for one in read_row({"name_mn": "Ноос", **cells}, 2026).problems
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_encoding_and_separator_gives_the_same_rows(encoding: str, separator: str) -> None:
    content = text([HEADINGS, WOOL, MILK], separator).encode(encoding)
    found = read_table(content)
    assert found.columns[:2] == ["registration_number", "name_mn"]
    assert [(number, cells["name_mn"]) for number, cells in found.rows] == [(2, WOOL[1]), (3, MILK[1])]


def test_the_old_code_page_is_known_and_its_letters_put_right() -> None:
    content = text([HEADINGS, ["1", "Єндєр їїл", *WOOL[2:]]]).encode("cp1251", errors="replace")
    _number, cells = read_table(content).rows[0]
    assert said(name_mn=cells["name_mn"])["name_mn"] == "Өндөр үүл"


@pytest.mark.parametrize(
    "content",
    [
        "Хангайн ноос хоршоо".encode("koi8-r"),
        "Müller Straße, été\n".encode("latin-1"),
        bytes(range(128, 256)),
        "羊毛合作社".encode("gbk"),
    ],
)
def test_other_encodings_are_told(content: bytes) -> None:
    with pytest.raises(FileProblemError) as error:
        decode(b"name,number\n" + content)
    assert error.value.problem["code"] == "encoding"


def test_titles_above_the_headings_and_empty_rows_are_passed_over() -> None:
    rows = [["Хоршоодын\nбүртгэл"], [], ["2026 он", ""], HEADINGS, [], WOOL]
    found = read_table(text(rows).encode())
    assert [number for number, _cells in found.rows] == [6]  # as a spreadsheet counts


def test_columns_that_are_not_read_are_told() -> None:
    found = read_table(csv_file([*WOOL, "99112233"], headings=[*HEADINGS, "Утас"]))
    assert found.unread == ["Утас"]
    assert "99112233" not in str(found.rows)


@pytest.mark.parametrize("column", COLUMNS.values(), ids=COLUMNS)
def test_headings_are_understood_in_both_languages(column: Any) -> None:
    for heading in (column.heading, column.mn, column.en.upper(), f" {column.mn} *", *column.also):
        assert column_of(heading) == column.name


def test_the_template_can_be_read() -> None:
    found = read_table(report.template_csv().encode())
    assert found.columns == list(COLUMNS)
    cells = dict(found.rows[0][1])
    assert not read_row(cells, 2026).problems


def test_a_sheet_keeps_noughts_and_dates_and_floats() -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Нэр", "Бүртгэлийн дугаар", "Байгуулсан", "Гишүүд"])
    page.append(["Ноос", 12345, openpyxl.utils.datetime.from_excel(43000), 25.0])
    page["B2"].number_format = "0000000"
    book.create_sheet("Хоёр").append(["Нэр", "Дугаар"])
    out = io.BytesIO()
    book.save(out)
    _number, cells = read_table(out.getvalue()).rows[0]
    assert said(**cells) == {
        "name_mn": "Ноос",
        "registration_number": "0012345",
        "founded": "2017.09.22",
        "figures": [2026, 25, None, None, None],
    }


def test_the_chosen_sheet_is_read_and_a_missing_one_told() -> None:
    assert read_table(xlsx_file(WOOL, sheet="А"), "А").rows
    with pytest.raises(FileProblemError) as error:
        read_table(xlsx_file(WOOL, sheet="А"), "Б")
    assert "А" in told(error.value.problem)


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO(xlsx_file(WOOL))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/more.xml", b" " * 90 * 1024 * 1024)
    return out.getvalue()


BAD = {
    "empty": (b" \r\n", "empty"),
    "nul": (b"\0" * 5000, "empty"),
    "bytes": (bytes(range(256)) * 20, "encoding"),
    "pdf": (b"%PDF-1.7 ...", "kind"),
    "old excel": (b"\xd0\xcf\x11\xe0" + b"x" * 600, "old-excel"),
    "cut zip": (xlsx_file(WOOL)[:900], "broken"),
    "another zip": (zipped(word__document_xml=b"<x/>"), "kind"),
    "no sheet in it": (zipped(xl__workbook_xml=b"<nonsense"), "broken"),
    "no name": (csv_file(["1"], headings=["Дугаар"]), "columns"),
    "no headings": (csv_file(["a", "b"], headings=["x", "y"]), "columns"),
    "one column twice": (csv_file(["1", "2", "3"], headings=["Нэр", "Name", "Дугаар", "РД"]), "twice"),
    "headings alone": (csv_file(), "no-rows"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_a_broken_file_gives_a_report_in_both_languages_and_changes_nothing(name: str) -> None:
    content, code = BAD[name]
    made = sent(content)
    assert made.state == State.BROKEN
    assert made.problem is not None
    assert made.problem["code"] == code
    texts = []
    for language in ("mn", "en"):
        with override(language):
            texts.append(told(made.problem))
    assert texts[0] != texts[1]
    assert not made.rows.exists()
    assert made.content is None
    assert not Organization.objects.exists()


def test_a_bomb_is_not_opened() -> None:
    content = bomb()
    assert len(content) < 200_000
    with pytest.raises(FileProblemError) as error:
        read_table(content)
    assert error.value.problem["code"] == "bomb"


def test_two_hundred_megabytes_are_not_read() -> None:
    with pytest.raises(FileProblemError) as error:
        read_table(bytes(200 * 1024 * 1024))
    assert error.value.problem["code"] == "large"


def test_too_many_rows_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MOST_ROWS", 3)
    with pytest.raises(FileProblemError) as error:
        read_table(csv_file(*[MILK] * 4))
    assert error.value.problem["code"] == "rows"


def test_a_sheet_that_lies_about_its_size_is_no_trap() -> None:
    """A row far below: nobody counts through what lies between."""
    content = xlsx_file(WOOL)
    source, out = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in source.infolist():
            data = source.read(part)
            if part.filename.startswith("xl/worksheets/"):
                far = b'<row r="999999999"><c r="A999999999" t="n"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", far)
                data = data.replace(b'<dimension ref="A1:H2"', b'<dimension ref="A1:A1"')
            packed.writestr(part, data)
    assert len(read_table(out.getvalue()).rows) == 1


ROWS = {
    "no name": (["1", "", "Дорнод", "Матад"], "missing", "name_mn"),
    "formula": (["1", '=HYPERLINK("x")', "Дорнод", ""], "formula", "name_mn"),
    "plus": (["1", "+1+1", "Дорнод", ""], "formula", "name_mn"),
    "error cell": (["#REF!", "А", "Дорнод", ""], "error-cell", "registration_number"),
    "aimag that is none": (["1", "А", "Дорнот", ""], "no-aimag", "aimag"),
    "soum of another aimag": (["1", "А", "Дорнод", "Нарийнтээл"], "no-soum", "soum"),
    "soum that many have": (["1", "А", "", "Дэлгэрхаан"], "which-soum", "soum"),
    "shortened": (["1.23457E+06", "А", "", ""], "cut-number", "registration_number"),
    "words": (["байхгүй дугаар", "А", "", ""], "number", "registration_number"),
    "form": (["1", "А", "", "", "хоршоо биш"], "no-choice", "legal_form"),
    "date": (["1", "А", "", "", "", "2019.02.30"], "date", "founded"),
    "to come": (["1", "А", "", "", "", "2090"], "future", "founded"),
    "half a person": (["1", "А", "", "", "", "", "2.5"], "count", "members"),
    "more women": (["1", "А", "", "", "", "", "5", "6"], "more-than-members", "women"),
    "women of nobody": (["1", "А", "", "", "", "", "", "6"], "no-members", "members"),
    "long": (["1", "А" * 201, "", ""], "long", "name_mn"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize("make_file", [csv_file, xlsx_file], ids=["csv", "xlsx"])
def test_a_bad_row_is_refused_with_its_number_column_and_reason(name: str, make_file: Any) -> None:
    cells, code, column = ROWS[name]
    made = sent(make_file(MILK, cells))
    assert codes(made) == [(3, code, column)]
    row = made.rows.get(number=3)
    texts = []
    for language in ("mn", "en"):
        with override(language):
            texts.append(" ".join(report.lines_of(row)))
            assert getattr(COLUMNS[column], language) in texts[-1]
    assert texts[0] != texts[1]
    assert "%(" not in "".join(texts)
    assert not Organization.objects.exists()


def test_a_slip_in_an_aimags_name_is_answered_with_the_name() -> None:
    problem = read_row({"name_mn": "А", "aimag": "Дорнот"}, 2026).problems[0]
    with override("en"):
        assert "Dornod" in told(problem)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"place": "6231"}, "6231"),
        ({"place": "62"}, "62"),
        ({"place": "Өвөрхангай аймаг, Нарийнтээл сум"}, "6231"),
        ({"place": "Увс"}, "85"),
        ({"aimag": "ӨВӨРХАНГАЙ", "soum": "Нарийнтээл сум"}, "6231"),
        ({"aimag": "Övörkhangai", "soum": ""}, "62"),
        ({"aimag": "62", "soum": "6231"}, "6231"),
        ({"aimag": "УБ", "soum": "Хан Уул дүүрэг"}, "1122"),
        ({"aimag": "Дорнод", "soum": "Баян уул"}, "2110"),
        ({"soum": "Нарийнтээл"}, "6231"),
    ],
)
def test_places_are_found_by_code_and_name(cells: dict[str, str], code: str) -> None:
    assert said(**cells)["place"] == code, place(code).path_name("mn")


def test_a_code_that_contradicts_the_names_is_refused() -> None:
    assert refused(place="2101", aimag="Өвөрхангай") == [("two-places", "place")]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2019", "2019"), ("2019 он", "2019"), ("2019.5", "2019.05"), ("2019-05-06", "2019.05.06"),
        ("2019/5/6", "2019.05.06"), ("2019 оны 5 сарын 6", "2019.05.06"), ("20190506", "2019.05.06"),
        ("2019.0", "2019"),
    ],
)  # fmt: skip
def test_dates_are_read_as_they_are_written(typed: str, kept: str) -> None:
    assert said(founded=typed)["founded"] == kept


@pytest.mark.parametrize(
    ("column", "typed", "code"),
    [
        ("legal_form", "ХЗХ", "savings-credit"),
        ("legal_form", "анхан шатны  хоршоо", "primary-cooperative"),
        ("legal_form", "Secondary cooperative", "secondary-cooperative"),
        ("legal_form", "primary-cooperative", "primary-cooperative"),
        ("level", "primary", "primary"),
        ("isic", "a", "A"),
        ("isic", "Agriculture, forestry and fishing", "A"),
        ("member_type", "producers", "producer"),
        ("activities", "ICA10; ICA90", ["ICA10", "ICA90"]),
    ],
)
def test_choices_are_known_by_code_and_by_name(column: str, typed: str, code: object) -> None:
    assert said(**{column: typed})[column] == code


def test_what_says_nothing_is_nothing() -> None:
    assert said(registration_number="-", founded="—", auditor=" ") == {"name_mn": "Ноос"}


def test_what_cannot_be_seen_goes() -> None:
    assert said(name_mn=" Но\u200bос\u0000\tхоршоо ")["name_mn"] == "Но ос хоршоо"


@pytest.mark.django_db
def test_the_command_reports_imports_and_takes_back(
    tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "бүртгэл.csv"
    file.write_bytes(csv_file(WOOL, ["1", "", "", ""]))
    call_command("import_register", file, source="Бүртгэл", date=dt.date(2026, 10, 1))
    told = capsys.readouterr()
    assert not Organization.objects.exists()
    assert "3" in told.out
    assert "Бүртгэл" not in told.err
    assert "[####" in told.err
    call_command("import_register", file, "--apply", source="Бүртгэл", date=dt.date(2026, 10, 1))
    assert Organization.objects.get().name_mn == "Хангайн ноос"
    made = RegisterImport.objects.filter(state=State.DONE).get()
    call_command("import_register", "--undo", str(made.pk))
    assert not Organization.objects.exists()
    for wrong in (["--undo", "999"], ["--undo", str(made.pk)], [], [str(tmp_path / "none.csv")]):
        with pytest.raises(CommandError):
            call_command("import_register", *wrong)
    for day in (dt.date(2090, 1, 1), dt.date(1, 1, 1)):
        with pytest.raises(CommandError, match="The date lies"):
            call_command("import_register", file, date=day)
    file.write_bytes(b"%PDF")
    with pytest.raises(CommandError):
        call_command("import_register", file)


@pytest.mark.django_db
def test_a_report_in_a_spreadsheet_holds_no_formula() -> None:
    made = sent(csv_file(["1", "=1+1", "", ""]))
    for line in report.as_csv(made).splitlines()[1:]:
        assert ",=" not in line
