"""What pages share is read once for each version of the content, and never goes from one version to the next."""

from collections.abc import Iterator

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from core import shared


@pytest.fixture(autouse=True)
def _afresh() -> Iterator[None]:
    yield
    shared.forget()


class Rows:
    """A table that counts how often it is asked."""

    def __init__(self, **rows: str) -> None:
        self.rows, self.asked = rows, []

    def load(self, keys: set[str]) -> dict[str, str]:
        self.asked.append(sorted(keys))
        return {key: self.rows[key] for key in keys if key in self.rows}


def test_rows_are_loaded_once_a_version_and_together() -> None:
    table = Rows(a="A", b="B", c="C")
    with shared.at_version(1):
        assert shared.many("row", ["a", "b"], table.load) == {"a": "A", "b": "B"}
        assert shared.many("row", ["b", "c"], table.load) == {"b": "B", "c": "C"}
    with shared.at_version(1):
        assert shared.many("row", ["c"], table.load) == {"c": "C"}
    assert table.asked == [["a", "b"], ["c"]]


def test_a_missing_row_is_left_out_and_not_asked_for_again() -> None:
    table = Rows(a="A")
    with shared.at_version(1):
        assert shared.many("row", ["x", "a"], table.load) == {"a": "A"}
        assert shared.many("row", ["x"], table.load) == {}
    assert table.asked == [["a", "x"]]


def test_another_version_reads_anew() -> None:
    table = Rows(a="old")
    with shared.at_version(1):
        shared.many("row", ["a"], table.load)
    table.rows["a"] = "new"
    with shared.at_version(2):
        assert shared.many("row", ["a"], table.load) == {"a": "new"}


def test_whoever_still_renders_the_old_version_does_not_fill_the_new_one() -> None:
    table = Rows(a="old")
    with shared.at_version(1):
        with shared.at_version(2):
            pass
        shared.many("row", ["a"], table.load)
    table.rows["a"] = "new"
    with shared.at_version(2):
        assert shared.many("row", ["a"], table.load) == {"a": "new"}


def test_outside_nothing_is_kept() -> None:
    table = Rows(a="A")
    for _time in range(2):
        assert shared.many("row", ["a"], table.load) == {"a": "A"}
    with shared.at_version(None):
        shared.many("row", ["a"], table.load)
    assert len(table.asked) == 3
    assert shared.many("row", [], table.load) == {}
    assert len(table.asked) == 3


def test_a_process_keeps_no_more_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "MOST", 2)
    table = Rows(a="A", b="B", c="C")
    with shared.at_version(1):
        shared.many("row", ["a", "b", "c"], table.load)
    with shared.at_version(1):
        shared.many("row", ["a"], table.load)
    assert table.asked == [["a", "b", "c"], ["a"]]


def rendered(text: str) -> str:
    request = RequestFactory().get("/mn/")
    source = '{% kept "part" number %}{% icon drawing %}{{ text }}{% endkept %}{% icon_symbols %}'
    context = {"request": request, "text": text, "number": 1, "drawing": "ok"}
    return Template(source).render(Context(context))


def test_a_kept_part_is_rendered_once_and_brings_its_drawings_to_each_page() -> None:
    with shared.at_version(7):
        first = rendered("нэг")
        assert "нэг" in first
        assert 'id="ok"' in first
        assert rendered("хоёр") == first


def test_a_kept_part_is_of_one_language_and_version() -> None:
    with shared.at_version(7):
        rendered("нэг")
        with translation.override("en"):
            assert "хоёр" in rendered("хоёр")
    with shared.at_version(8):
        assert "гурав" in rendered("гурав")
    assert "дөрөв" in rendered("дөрөв")  # in the admin nothing is kept
