"""The quality of the starter content's texts, as far as a machine can judge it."""

import re
import shutil
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from content.loading.bundle import Bundle, PagePair, read_bundle

HERE = Path(__file__).parent
#: Pages that lead on and claim nothing of their own.
NAVIGATION = {
    "home",
    "topic",
    "finance-index",
    "law-index",
    "institution-index",
    "library",
    "glossary",
    "door",
    "plain",
}
#: Words in Latin letters that stand in Mongolian texts: names of organizations, products, standards.
LATIN = set((HERE / "latin_names.txt").read_text("utf-8").split())


@cache
def bundle() -> Bundle:
    return read_bundle()


def pages() -> list[str]:
    return list(bundle().pages)


def plain(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def texts(pair: PagePair, language: str) -> list[str]:
    """All that a reader reads of the page in this language, part by part; facts stand in records of their own."""
    file = pair.mn if language == "mn" else pair.en
    found = [str(file.meta.get(key) or "") for key in ("title", "summary", "menu", "audience", "provider")]
    for part in file.parts:
        data = part.data
        if part.kind in {"heading", "phase"}:
            found.append(data)
        elif part.kind == "text":
            found += re.split(r"</p>|</li>", data)
        elif part.kind == "note":
            found.append(data["text"])
        elif part.kind == "table":
            found += [data["head"], *data["rows"]]
        elif part.kind in {"calendar", "timeline"}:
            found += [row["text"] for row in data]
        elif part.kind == "step" and data:
            found += [str(data.get(key) or "") for key in ("only_for", "place")]
            found += [str(document) for document in data.get("documents") or []]
            found += [f"{route['label']}: {route['text']}" for route in data.get("routes") or []]
    for key in (
        "who",
        "place",
        "period",
        "changed",
        "not_known",
        "fits_when",
        "runner",
        "issuer",
        "length",
        "licence",
    ):
        found.append(str(file.meta.get(key) or ""))
    for key in ("reasons_for", "reasons_against", "to_check"):
        found += [str(text) for text in file.meta.get(key) or []]
    for key in ("jobs", "versions", "frameworks", "ways"):
        found += [
            str(row.get(name) or "")
            for row in file.meta.get(key) or []
            for name in ("title", "text", "label")
        ]
    return [plain(text).strip() for text in found if text.strip()]


def record_texts(language: str) -> list[str]:
    """Texts of facts, articles, terms."""
    rows = [*bundle().facts.values(), *bundle().articles.values(), *bundle().terms.values()]
    keys = ("label", "text", "explanation", "ask", "heading", "summary", "term", "definition")
    return [str((row.get(key) or {}).get(language) or "") for row in rows for key in keys]


@pytest.mark.parametrize("address", pages())
def test_a_page_names_a_source_or_only_leads_on(address: str) -> None:
    pair = bundle().pages[address]
    keys = [*(pair.mn.meta.get("facts") or []), *(pair.mn.meta.get("figures") or [])]
    sourced = bool(pair.mn.meta.get("sources"))
    for part in pair.mn.parts:
        keys += part.data if part.kind == "facts" else []
        if part.kind == "step" and part.data:
            sourced |= bool(part.data.get("sources"))
            keys += [*(part.data.get("facts") or []), part.data.get("time"), part.data.get("fee")]
    sourced |= any(bundle().facts[key].get("sources") for key in keys if key)
    sourced |= any(row.get("sources") for row in pair.mn.meta.get("frameworks") or [])
    assert sourced or pair.type in NAVIGATION


MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]|[ЄєЇїІі]")


@pytest.mark.parametrize("address", pages())
def test_no_latin_letter_hides_in_a_cyrillic_word_and_no_english_is_left_in_mongolian(address: str) -> None:
    for text in texts(bundle().pages[address], "mn"):
        assert not MIXED.search(text), text
        without_addresses = re.sub(r"\b[\w.-]+\.(?:mn|org|int|coop|com|kg)\b", "", text)
        assert set(re.findall(r"[A-Za-z]{2,}", without_addresses)) <= LATIN, text


def test_records_keep_to_the_same_rules() -> None:
    for text in record_texts("mn"):
        assert not MIXED.search(text), text


def test_every_english_text_is_english() -> None:
    for address in pages():
        for text in texts(bundle().pages[address], "en"):
            for word in re.findall(r"[\u0400-\u04ff]{2,}", text):
                assert re.search(r"[«(\"]|&quot;", text), (address, word)


MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"]
MONTHS += ["November", "December"]
ORDINALS = ["first", "second", "third", "fourth"]


def numbers(text: str) -> Counter[str]:
    """Numbers of a text; months of a date and quarters of a year count as numbers in both languages."""
    for number, month in enumerate(MONTHS, start=1):
        place = rf"(?<=\d ){month}\b|\b{month}(?= \d)" if month == "May" else rf"\b{month}\b"
        text = re.sub(place, f" {number} ", text)
    for number, ordinal in enumerate(ORDINALS, start=1):
        text = re.sub(rf"\b{ordinal}(?= quarter)", f" {number} ", text)
    return Counter(re.findall(r"\d+(?:[.,]\d+)*", text))


@pytest.mark.parametrize("address", pages())
def test_both_languages_carry_the_same_numbers(address: str) -> None:
    pair = bundle().pages[address]
    assert numbers("\n".join(texts(pair, "mn"))) == numbers("\n".join(texts(pair, "en")))


def test_facts_carry_the_same_numbers_in_both_languages() -> None:
    for key, row in bundle().facts.items():
        for part in ("label", "text", "explanation"):
            value = row.get(part) or {}
            assert numbers(str(value.get("mn") or "")) == numbers(str(value.get("en") or "")), (key, part)


#: An amount, a rate, a share: a number with what it counts.
AMOUNT = re.compile(
    r"\b(\d[\d,.]*)\s*(?:%|percent|хувь|хувийн|хувиас|төгрөг|сая|тэрбум|их наяд|million|billion|trillion)"
    r"|\b(?:MNT|USD|EUR|PHP|RM|₮)\s*(\d[\d,.]*)",
    re.I,
)


@pytest.mark.parametrize("address", pages())
def test_an_amount_or_rate_in_a_text_has_a_dated_fact_behind_it(address: str) -> None:
    pair = bundle().pages[address]
    known: set[str] = set()
    for row in bundle().facts.values():
        said = " ".join(str(v) for part in ("text", "explanation") for v in (row.get(part) or {}).values())
        known |= set(numbers(f"{said} {row.get('number') or ''}"))
    for language in ("mn", "en"):
        for text in texts(pair, language):
            for found in AMOUNT.finditer(text):
                number = (found[1] or found[2]).rstrip(".,")
                assert number in known, (language, text)


@pytest.mark.django_db
@pytest.mark.usefixtures("starter_site")
def test_every_link_in_a_page_leads_to_a_page_in_the_same_language(client: Client) -> None:
    sitemap = client.get("/sitemap.xml").content.decode()
    own = {urlsplit(url).path for url in re.findall(r"<loc>([^<]+)</loc>", sitemap)}
    assert len(own) > 170
    wanted: dict[str, str] = {}
    for path in sorted(own):
        html = client.get(path).content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        language = path[:4]
        for href in re.findall(r'href="(/[^"#?]*)', main):
            if href.startswith(("/media/", "/documents/", "/static/", "/data/", "/api/")):
                continue
            assert href.startswith(language), (path, href)
            wanted.setdefault(href, path)
    for href in wanted.keys() - own:
        assert client.get(href).status_code == 200, (wanted[href], href)


@pytest.mark.skipif(not shutil.which("hunspell"), reason="there is no hunspell")
def test_mongolian_spelling() -> None:
    allowed = set((HERE / "spelling_allowed.txt").read_text("utf-8").split())
    words: dict[str, str] = {}
    for address in pages():
        for text in texts(bundle().pages[address], "mn"):
            for word in re.findall(
                r"(?<![\d-])\b[\u0400-\u04ff]+(?:-[\u0400-\u04ff]+)*", text.replace("\u2060", "")
            ):
                words.setdefault(word, address)
    done = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", "mn_MN", "-l"],
        input="\n".join(words),
        capture_output=True,
        text=True,
        check=False,
    )
    if "Can't open" in done.stderr:
        pytest.skip("there is no Mongolian dictionary")
    wrong = {word for word in done.stdout.split() if word not in allowed and word.lower() not in allowed}
    assert not wrong, {word: words.get(word) for word in sorted(wrong)}


#: The longest sentence a page may have, in words, and how long they may be on average over all pages.
LONGEST = {"mn": 26, "en": 36}
AVERAGE = {"mn": 8, "en": 10}


@pytest.mark.parametrize("language", ["mn", "en"])
def test_sentences_are_short(language: str) -> None:
    lengths: list[int] = []
    for address in pages():
        for text in texts(bundle().pages[address], language):
            for sentence in re.split(r"(?<=[.!?])\s+", text):
                lengths.append(len(sentence.split()))
                assert lengths[-1] <= LONGEST[language], (address, sentence)
    assert sum(lengths) / len(lengths) <= AVERAGE[language]
