"""The judged queries fit the content that ships; an error in them is named with its line."""

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.search import judged

GOOD = {
    "id": "mn-001",
    "class": "mn",
    "q": "хоршоо байгуулах",
    "language": "mn",
    "half": "tune",
    "relevant": {"found/steps": 3, "term:quorum": 1},
}


def write(folder: Path, *rows: object) -> Path:
    file = folder / "set.jsonl"
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_there_are_enough_queries_of_every_class_in_both_halves() -> None:
    queries = judged.load()
    assert len(queries) >= 330
    by_class = Counter((query.kind, query.half) for query in queries)
    for kind in judged.CLASSES:
        tune, report = by_class[kind, "tune"], by_class[kind, "report"]
        assert min(tune, report) >= 10, kind
        assert min(tune, report) >= 0.45 * (tune + report), kind


def test_the_second_set_has_queries_of_its_own() -> None:
    second = judged.load(judged.SECOND)
    assert len(second) >= 150
    assert not {query.q.lower() for query in second} & {query.q.lower() for query in judged.load()}


def test_most_pages_are_what_somebody_looks_for() -> None:
    sought = {address for query in judged.load() for address in query.relevant}
    pages = {address for address in judged.answers() if not address.startswith("term:")}
    assert len(pages & sought) >= 0.6 * len(pages), sorted(pages - sought)


def test_a_good_line_is_read(tmp_path: Path) -> None:
    (query,) = judged.load(write(tmp_path, GOOD))
    assert query == judged.Judged(
        "mn-001", "mn", "хоршоо байгуулах", "mn", "tune", {"found/steps": 3, "term:quorum": 1}
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"class": "german"}, "unknown class 'german'"),
        ({"id": "en-001"}, "id 'en-001' does not begin with its class"),
        ({"q": "  "}, "q is empty"),
        ({"language": "de"}, "unknown language 'de'"),
        ({"half": "third"}, "unknown half 'third'"),
        ({"relevant": {}}, "no relevant page"),
        ({"relevant": {"found/nothing": 3}}, "there is no page or term 'found/nothing'"),
        ({"relevant": {"term:nothing": 3}}, "there is no page or term 'term:nothing'"),
        ({"relevant": {"found/steps": 4}}, "grade 4 of found/steps"),
        ({"relevant": {"found/steps": True}}, "grade True of found/steps"),
        ({"relevant": {"found/steps": 2}}, "nothing of grade 3"),
        ({"more": 1}, "expected exactly the keys"),
    ],
)
def test_an_error_names_its_line(change: dict[str, object], message: str, tmp_path: Path) -> None:
    second = GOOD | {"id": "mn-002", "q": "дүрэм"} | change
    with pytest.raises(judged.JudgedError) as error:
        judged.load(write(tmp_path, GOOD, second))
    assert f"set.jsonl:2: {message}" in str(error.value)


def test_what_stands_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(judged.JudgedError) as error:
        judged.load(write(tmp_path, GOOD, GOOD | {"q": "дүрэм"}, GOOD | {"id": "mn-002"}))
    assert str(error.value).splitlines() == [
        "set.jsonl:2: id 'mn-001' stands in line 1 already",
        "set.jsonl:3: the same query of the same reader stands in line 1",
    ]


def test_what_is_no_json_is_named_and_nothing_is_taken(tmp_path: Path) -> None:
    with pytest.raises(judged.JudgedError, match=r"^set\.jsonl:2: no JSON"):
        judged.load(write(tmp_path, GOOD, "{", GOOD | {"id": "mn-002", "q": "дүрэм"}))
