"""Places: their codes, what lies below them, their names in both languages."""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.utils.translation import override

from core.places import Kind, PackError, named_in, namesakes, place, read_pack, top_places

HEAD = "code,parent,kind,mn,en,centre,iso,region,latitude,longitude,unsure,also\n"


def test_all_places_of_the_country_are_there() -> None:
    top = top_places()
    below = [one for above in top for one in above.children()]
    assert Counter(one.kind for one in [*top, *below]) == {
        Kind.CAPITAL: 1,
        Kind.AIMAG: 21,
        Kind.DISTRICT: 9,
        Kind.SOUM: 330,
    }
    assert all(len(one.code) == 2 for one in top)
    assert all(len(one.code) == 4 and one.code[:2] == one.parent for one in below)
    assert [len(place(code).children()) for code in ("11", "41", "61", "81")] == [9, 27, 2, 24]


def test_the_full_path_tells_namesakes_apart() -> None:
    found = {place(code).path_name("mn") for code in ("22", "1119", "2222", "4301")}
    assert found == {
        "Сүхбаатар аймаг",
        "Улаанбаатар хот, Сүхбаатар дүүрэг",
        "Сүхбаатар аймаг, Сүхбаатар сум",
        "Сэлэнгэ аймаг, Сүхбаатар сум",
    }
    assert place("4301").path_name("en") == "Selenge aimag, Sükhbaatar soum"
    with override("mn"):
        shared = dict(namesakes())
        every = {one.path_name() for places in shared.values() for one in places}
    assert {"Сүхбаатар", "Алтай", "Булган", "Тариалан", "Цэцэрлэг", "Эрдэнэбулган"} <= shared.keys()
    assert len(every) == sum(len(places) for places in shared.values())


def test_the_table_of_letters_gives_the_names_that_are_in_use() -> None:
    """Every English name that was seen is what the table would have made of the Mongolian one."""
    from core.places import _rows, latin

    letters = {row["letter"]: row["latin"] for _line, row in _rows(settings.COUNTRY_PACK / "latin.csv")}
    seen = [one for above in top_places() for one in (above, *above.children()) if not one.spelled]
    assert len(seen) == 31
    assert {one.names["mn"]: latin(one.names["mn"], letters) for one in seen} == {
        one.names["mn"]: one.names["en"] for one in seen
    }


def test_every_latin_name_is_latin() -> None:
    for above in top_places():
        for one in (above, *above.children()):
            assert not any("\u0400" <= letter <= "\u04ff" for letter in one.names["en"]), one
            assert one.names["en"][0].isupper()


def test_what_is_not_sure_is_marked() -> None:
    assert place("8340").names["mn"] == "Цэнгэл"
    assert place("8340").doubt == "code"
    assert place("23").doubt == "centre"
    assert {one.code for one in place("67").children() if one.doubt} >= {"6722", "6728"}
    assert place("1107").doubt == ""


def test_a_code_that_none_has_is_refused() -> None:
    with pytest.raises(KeyError):
        place("8337")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("11,,capital,Хот,,,,,,,,\n11,,aimag,Хот,,,,,,,,\n", "places.csv:3: the code 11 stands twice"),
        ("2101,21,soum,Сум,,,,,,,,\n", "places.csv:2: there is no place 21"),
        ("2101,22,soum,Сум,,,,,,,,\n", "places.csv:2"),
        ("21,,village,Сум,,,,,,,,\n", "village"),
        ("21,,aimag,,,,,,,,,\n", "places.csv:2"),
        ("21,,aimag,Нэр,,,,,north,2,,\n", "north"),
        ("21,,aimag,Нэр,,,,,,,perhaps,\n", "perhaps"),
        ("", "no place"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "latin.csv").write_text("letter,latin\nа,a\n", "utf-8")
    (tmp_path / "places.csv").write_text(HEAD + rows, "utf-8")
    with pytest.raises(PackError, match=said):
        read_pack(tmp_path)


def test_a_text_names_its_places_whatever_ending_they_wear() -> None:
    ovorkhangai = next(p for p in top_places() if p.names["mn"] == "Өвөрхангай")
    nariinteel = next(p for p in ovorkhangai.children() if p.names["mn"] == "Нарийнтээл")
    expected = (ovorkhangai.code, nariinteel.code)
    assert named_in("Өвөрхангайн Нарийнтээл сум") == expected
    assert named_in("Övörkhangai aimag, Nariinteel soum") == expected
    assert named_in("Нарийнтээл сум") == ()  # several aimags may have a soum of one name
    assert named_in("Төв байр") == ()
    assert len(named_in("Төв аймаг")) == 1
