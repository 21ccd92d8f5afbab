"""The embedded engine behind its interface."""

from pathlib import Path

import pytest

from search.analysis import key_of
from search.engine.base import EngineAwayError, EngineQuery
from search.engine.embedded import EmbeddedEngine
from search.indexer import entry_of
from search.registry import SearchDocument
from search.understanding import understand


def document(pk: int, title: str, body: str = "", **more: object) -> SearchDocument:
    defaults: dict[str, object] = {"kind": "guide", "language": "mn", "group": f"g{pk}", "url": f"/mn/{pk}/"}
    return SearchDocument(pk=pk, title=title, body=body, **(defaults | more))


def write(engine: EmbeddedEngine, *documents: SearchDocument, version: int = 1) -> None:
    entries = [entry_of(d, f"app.{d.kind}:{d.pk}", version) for d in documents]
    engine.write(entries, [], {entry.key: version for entry in entries})


def found(engine: EmbeddedEngine, typed: str, **more: object) -> list[str]:
    query = EngineQuery(understand(typed).clauses, ("public",), **more)
    return [hit.id for hit in engine.search(query).hits]


def test_what_is_written_is_found_at_once_in_any_spelling(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "Хоршоо байгуулах"), document(2, "Зээл авах"))
    for typed in ("хоршоо", "xopшоо", "horshoo", "khorshoo baiguulah", "хоршоог", "хоршо"):
        assert found(engine, typed)[0] == "guide:1:mn", typed


def test_an_exact_word_comes_before_one_that_only_shares_its_key(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "хүл"), document(2, "хөл"), document(3, "хол"))
    assert found(engine, "хөл")[0] == "guide:2:mn"
    assert found(engine, "хол")[0] == "guide:3:mn"


def test_what_holds_all_words_comes_first(engine: EmbeddedEngine) -> None:
    write(
        engine,
        document(1, "Зээл", "зээл зээл зээл зээл"),
        document(2, "Зээлийн батлан даалт", "батлан даалт"),
    )
    assert found(engine, "зээл батлан даалт")[0] == "guide:2:mn"


def test_a_late_message_loses(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "Шинэ гарчиг"), version=7)
    write(engine, document(1, "Хуучин гарчиг"), version=3)
    assert found(engine, "шинэ") == ["guide:1:mn"]
    assert found(engine, "хуучин") == []


def test_what_is_gone_is_not_found(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "Хоршоо"))
    engine.write([], ["app.guide:1"], {"app.guide:1": 2})
    assert found(engine, "хоршоо") == []


def test_what_is_not_for_everybody_is_never_found(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "Нууц хоршоо", audience=("members",)))
    assert found(engine, "хоршоо") == []
    assert engine.beginning_with([[key_of("нууц")]], ("public",), "mn", 9) == []
    assert engine.words() == {}


def test_facets_count_groups_and_ignore_their_own_choice(engine: EmbeddedEngine) -> None:
    write(
        engine,
        document(1, "Хоршоо нэг"),
        document(2, "Хоршоо хоёр", language="en"),
        document(3, "Хоршоо", kind="law", group="g1"),
    )
    query = EngineQuery(understand("хоршоо").clauses, ("public",), filters={"kind": ("law",)})
    result = engine.search(query)
    assert result.total == 1
    assert result.facets["kind"] == {"guide": 2, "law": 1}
    assert result.facets["language"] == {"mn": 1}


def test_a_rebuilt_index_takes_over_between_two_queries(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "Хоршоо"))
    reader = EmbeddedEngine(engine.folder)
    assert found(reader, "хоршоо") == ["guide:1:mn"]
    name = engine.build([[entry_of(document(2, "Хоршоо"), "app.guide:2", 1)]])
    assert found(reader, "хоршоо") == ["guide:1:mn"]
    engine.swap(name)
    assert found(reader, "хоршоо") == ["guide:2:mn"]


def test_no_index_and_a_broken_one_say_so(index_folder: Path) -> None:
    with pytest.raises(EngineAwayError):
        found(EmbeddedEngine(index_folder), "хоршоо")
    engine = EmbeddedEngine(index_folder)
    engine.swap(engine.build([]))
    for file in (index_folder / (engine.current() or "")).iterdir():
        file.unlink()  # not written over: the files are mapped into memory
        file.write_bytes(b"broken")
    with pytest.raises(EngineAwayError):
        found(EmbeddedEngine(index_folder), "хоршоо")


def test_an_index_of_another_analysis_is_not_read(engine: EmbeddedEngine) -> None:
    write(engine, document(1, "Хоршоо"))
    name = engine.current()
    assert name
    other = engine.folder / "index-1-00000000-1"
    (engine.folder / name).rename(other)
    engine.pointer.write_text(other.name)
    with pytest.raises(EngineAwayError):
        found(engine, "хоршоо")
