"""The columns that a register may have, with their headings in both languages. docs/import.md tells staff of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import get_language


@dataclass(frozen=True)
class Column:
    """One column. mn, en: its heading in the template; also: further headings that are understood."""

    name: str
    mn: str
    en: str
    also: tuple[str, ...] = ()
    example: str = ""

    @property
    def heading(self) -> str:
        """As it stands in the template: in both languages."""
        return f"{self.mn} / {self.en}"

    @property
    def label(self) -> str:
        """In the active language."""
        return self.en if (get_language() or "").startswith("en") else self.mn


COLUMNS = {
    column.name: column
    for column in (
        Column("name_mn", "Монгол нэр", "Name in Mongolian", (
            "нэр", "хоршооны нэр", "байгууллагын нэр", "оноосон нэр", "хуулийн этгээдийн нэр", "name",
            "name of the cooperative", "name_mn",
        ), "«Хангайн ноос» хоршоо"),
        Column("name_en", "Англи нэр", "Name in English", ("english name", "name_en"), "Khangai Wool Cooperative"),
        Column("registration_number", "Бүртгэлийн дугаар", "Registration number", (
            "регистрийн дугаар", "регистр", "рд", "улсын бүртгэлийн дугаар", "register number", "registration no",
            "number", "registration_number",
        ), "1234567"),
        Column("legal_form", "Хуулийн этгээдийн хэлбэр", "Legal form", (
            "хэлбэр", "хоршооны хэлбэр", "эрх зүйн хэлбэр", "form", "legal_form",
        ), "Анхан шатны хоршоо"),
        Column("level", "Түвшин", "Level", ("шат",), "primary"),
        Column("founded", "Байгуулсан", "Founded", (
            "байгуулагдсан", "байгуулагдсан он", "байгуулсан огноо", "байгуулагдсан огноо", "бүртгэгдсэн огноо",
            "date of foundation", "date of registration",
        ), "2019.05.06"),
        Column("aimag", "Аймаг, хот", "Aimag or city", ("аймаг", "аймаг/хот", "нийслэл", "aimag", "province", "city"),
               "Өвөрхангай"),
        Column("soum", "Сум, дүүрэг", "Soum or district", (
            "сум", "сум/дүүрэг", "дүүрэг", "soum", "sum", "district",
        ), "Нарийнтээл"),
        Column("place", "Байршил", "Place", ("байршлын код", "нутаг дэвсгэрийн код", "place code", "код"), "6231"),
        Column("isic", "Үндсэн салбар", "Main sector", ("салбар", "эзасүа", "isic", "sector"), "A"),
        Column("activities", "Үйл ажиллагаа", "Activities", ("үйл ажиллагааны чиглэл", "activity"), "ICA10; ICA90"),
        Column("member_type", "Гишүүд нь", "Its members are", ("member type",), "producer"),
        Column("year", "Он", "Year", ("тайлант он", "year of the figures"), "2025"),
        Column("members", "Гишүүд", "Members", ("гишүүдийн тоо", "гишүүний тоо", "number of members"), "25"),
        Column("women", "Эмэгтэй", "Women", ("үүнээс эмэгтэй", "эмэгтэй гишүүд", "of them women"), "12"),
        Column("youth", "Залуучууд", "Young people", ("үүнээс залуучууд", "залуу гишүүд", "youth"), "6"),
        Column("employees", "Ажилтнууд", "Employees", ("ажилтны тоо", "ажиллагсад"), "3"),
        Column("audited_on", "Сүүлийн аудит", "Last audit", ("аудит хийлгэсэн огноо", "audited on"), "2025.03"),
        Column("auditor", "Аудитор", "Auditor", ("аудитын компани",), "Аудит ХХК"),
    )
}  # fmt: skip

#: Without it nothing can be told apart.
REQUIRED = "name_mn"
#: One of these must be there as well.
TELLING = ("registration_number", "place", "aimag")


def key_of_heading(text: str) -> str:
    """What two spellings of a heading have in common."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return " ".join(re.sub(r"[^\w/]+", " ", plain).split())


_BY_KEY = {
    key_of_heading(text): column.name
    for column in COLUMNS.values()
    for text in (column.heading, column.mn, column.en, *column.also)
}


def column_of(heading: str) -> str:
    """The name of the column with this heading, "" for one that is not read."""
    key = key_of_heading(heading)
    parts = [key, *(part.strip() for part in key.split("/"))]
    return next((_BY_KEY[part] for part in parts if part in _BY_KEY), "")


def template_rows() -> list[list[str]]:
    """Headings and one row that shows what may stand below them."""
    return [[column.heading for column in COLUMNS.values()], [column.example for column in COLUMNS.values()]]


def labels(names: Iterable[str]) -> str:
    """Several columns, in the active language."""
    return ", ".join(f"“{COLUMNS[name].label}”" for name in names)
