"""Both engines answer alike: the same cases, and the same order on a corpus drawn by lot."""

import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from search.analysis import key_of
from search.engine.base import Alternative, Clause, Engine, EngineQuery, Entry, Hit, Word
from search.engine.elastic import ElasticEngine
from search.engine.embedded import EmbeddedEngine
from search.indexer import entry_of
from tests.search.documents import PUBLIC, document, ids, query, write


@pytest.fixture
def embedded(tmp_path: Path) -> EmbeddedEngine:
    engine = EmbeddedEngine(tmp_path / "embedded")
    engine.swap(engine.build([]))
    return engine


@pytest.fixture(params=["embedded", "elastic"])
def either(request: pytest.FixtureRequest) -> Engine:
    engine: Engine = request.getfixturevalue(request.param)
    return engine


def test_what_is_written_is_found_in_any_spelling(either: Engine) -> None:
    write(either, document(1, "Хоршоо байгуулах"), document(2, "Зээл авах"))
    for typed in ("хоршоо", "xopшоо", "horshoo", "khorshoo baiguulah", "хоршоог", "хоршооны"):
        assert ids(either, typed)[0] == "guide:1:mn", typed


def test_a_later_version_replaces_and_a_late_one_loses(either: Engine) -> None:
    write(either, document(1, "Хуучин гарчиг"), version=3)
    write(either, document(1, "Шинэ гарчиг"), version=7)
    write(either, document(1, "Хоцорсон гарчиг"), version=5)
    assert ids(either, "шинэ") == ["guide:1:mn"]
    assert ids(either, "хуучин") == ids(either, "хоцорсон") == []


def test_what_is_gone_is_not_found(either: Engine) -> None:
    write(either, document(1, "Хоршоо"), version=3)
    either.write([], ["app.guide:1"], {"app.guide:1": 9})
    assert ids(either, "хоршоо") == []
    assert either.stored() == {}
    assert either.size() == 0


def test_what_is_written_is_told_to_the_sweep(either: Engine) -> None:
    entries = [entry_of(document(n, f"Хоршоо {n}"), f"app.guide:{n}", 1) for n in range(1100)]
    either.write(entries, [], {entry.key: 1 for entry in entries})
    assert either.stored() == {entry.id: (entry.key, entry.digest) for entry in entries}
    assert either.size() == 1100


def test_a_document_the_object_no_longer_has_is_taken_out(either: Engine) -> None:
    key = "app.term:1"
    both = [entry_of(document(1, "Ноос", kind="term", language=code), key, 1) for code in ("mn", "en")]
    either.write(both, [], {key: 1})
    either.write(both[:1], [key], {key: 2})
    assert set(either.stored()) == {"term:1:mn"}


def test_phrases_exclusion_and_how_many_must_match(either: Engine) -> None:
    write(
        either,
        document(1, "Нэг", "санхүүгийн тайлан гаргах"),
        document(2, "Хоёр", "тайлан бол санхүүгийн баримт"),
        document(3, "Гурав", "тайлан"),
    )
    assert ids(either, '"санхүүгийн тайлан"') == ["guide:1:mn"]
    assert set(ids(either, "тайлан -санхүүгийн")) == {"guide:3:mn"}
    assert set(ids(either, "санхүүгийн тайлан", least=2)) == {"guide:1:mn", "guide:2:mn"}


def test_words_of_an_alternative_must_all_stand_there(either: Engine) -> None:
    write(either, document(1, "Financial statement", language="en"), document(2, "Statement", language="en"))
    terms = (Word("term", "financi"), Word("term", "statement"))
    clause = Clause("тайлан", (Alternative(terms, 0.6, "translation"),))
    found = either.search(EngineQuery((clause,), PUBLIC)).hits
    assert [hit.id for hit in found] == ["guide:1:en"]


def test_facets_count_groups_and_ignore_their_own_choice(either: Engine) -> None:
    write(
        either,
        document(1, "Хоршоо нэг", facets={"year": ("2021",), "place": ("11", "1101")}),
        document(2, "Хоршоо хоёр", language="en", verified=True),
        document(3, "Хоршоо", kind="law", group="g1", facets={"sector": ("wool",)}),
    )
    found = either.search(query("хоршоо", filters={"kind": ("law",)}))
    assert found.total == 1
    assert found.facets["kind"] == {"guide": 2, "law": 1}
    assert found.facets["language"] == {"mn": 1}
    assert found.facets["sector"] == {"wool": 1}
    everything = either.search(query("хоршоо"))
    assert everything.total == 2
    assert everything.facets["place"] == {"11": 1, "1101": 1}
    assert everything.facets["verified"] == {"yes": 1}
    assert {hit.id for hit in everything.hits if hit.verified} == {"guide:2:en"}
    assert ids(either, "хоршоо", filters={"verified": ("yes",)}) == ["guide:2:en"]
    assert either.search(query("хоршоо", counted=False)).facets == {}


def test_a_facet_counts_all_it_offers_however_few_are_chosen(
    either: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("elastic_queries", "tantivy_queries"):
        monkeypatch.setattr(f"search.engine.{module}.MOST_EXACT", 10)
    years = ["2020"] * 30 + ["2021"] * 5
    write(either, *(document(n, "Хоршоо", facets={"year": (year,)}) for n, year in enumerate(years)))
    found = either.search(query("хоршоо", filters={"year": ("2021",)}))
    assert found.total == 5
    assert found.facets["year"] == {"2020": 30, "2021": 5}
    assert found.facets["kind"] == {"guide": 5}


def test_which_of_many_alike_are_taken_is_told_by_the_id(either: Engine) -> None:
    numbers = list(range(10, 70))
    random.Random(3).shuffle(numbers)
    for some in (numbers[:20], numbers[20:40], numbers[40:]):
        write(either, *(document(n, "Хоршоо") for n in some))
    assert ids(either, "хоршоо", limit=20) == [f"guide:{n}:mn" for n in range(10, 30)]
    titles = either.beginning_with([["hor"]], PUBLIC, "mn", 20)
    assert [hit.id for hit in titles] == [f"guide:{n}:mn" for n in range(10, 30)]


def test_words_of_a_query_language_are_only_words(either: Engine) -> None:
    write(either, document(1, "Хоршоо"))
    for typed in ("*", "title:хоршоо AND NOT (", '"', "хорш* OR [1 TO 2}", "\\", "_", "a" * 5000):
        either.search(query(typed))
    assert ids(either, "_") == ids(either, "") == ids(either, "-зээл") == []
    assert either.search(EngineQuery((Clause("x", ()),), PUBLIC)).hits == []


def test_what_is_not_for_everybody_is_nowhere(either: Engine) -> None:
    write(either, document(1, "Нууцлаг хоршоо", audience=("members",)))
    assert ids(either, "хоршоо") == []
    assert either.words() == {}
    assert either.beginning_with([[key_of("нууц")]], PUBLIC, "mn", 9) == []
    assert either.in_language(["g1"], "mn", PUBLIC) == {}


def test_the_readers_version_of_a_group(either: Engine) -> None:
    write(either, document(1, "Хоршоо", group="x"), document(2, "Cooperative", language="en", group="x"))
    assert either.in_language(["x", "none"], "en", PUBLIC)["x"].id == "guide:2:en"


def test_titles_by_beginnings_the_readers_language_first(either: Engine) -> None:
    write(either, document(1, "Хоршоо байгуулах"), document(2, "Horse market", language="en"))
    found = either.beginning_with([["hor"]], PUBLIC, "mn", 9)
    assert [hit.id for hit in found] == ["guide:1:mn", "guide:2:en"]
    assert [h.id for h in either.beginning_with([["horx"], ["bai"]], PUBLIC, "en", 9)] == ["guide:1:mn"]


def test_words_are_counted_by_document_and_the_stamp_changes(either: Engine) -> None:
    before = either.stamp()
    write(either, document(1, "Ноос ноос"), document(2, "Ноос", "wool"))
    assert either.words() == {"nos": 2, "=wool": 1}
    assert either.stamp() != before


def test_the_stamp_changes_where_an_older_object_changes(either: Engine) -> None:
    write(either, document(1, "Хоршоо"), version=2)
    write(either, document(2, "Зээл"), version=9)
    before = either.stamp()
    write(either, document(1, "Ноос"), version=3)
    assert either.stamp() != before


def test_a_new_index_takes_over_and_the_old_one_can_come_back(either: Engine) -> None:
    write(either, document(1, "Хоршоо"))
    before = either.current()
    name = either.build([[entry_of(document(2, "Хоршоо"), "app.guide:2", 1)]])
    assert ids(either, "хоршоо") == ["guide:1:mn"]
    either.swap(name)
    assert ids(either, "хоршоо") == ["guide:2:mn"]
    assert either.previous() == before
    either.swap(before or "")
    assert ids(either, "хоршоо") == ["guide:1:mn"]


def test_a_build_that_broke_off_is_never_taken_over(either: Engine) -> None:
    def batches() -> Iterator[list[Entry]]:
        yield [entry_of(document(2, "Хоршоо"), "app.guide:2", 1)]
        raise ValueError("the database went away")

    write(either, document(1, "Хоршоо"))
    with pytest.raises(ValueError, match="went away"):
        either.build(batches())
    assert either.previous() is None
    assert ids(either, "хоршоо") == ["guide:1:mn"]


def same_order(one: list[Hit], other: list[Hit]) -> float:
    """Share of pairs of `one` that stand in the same order in `other`, ties (scores equal to three places) aside."""
    place = {hit.id: n for n, hit in enumerate(other)}
    pairs = [
        (a, b)
        for a, b in combinations(one, 2)
        if (a.matched, round(a.score, 3)) != (b.matched, round(b.score, 3))
    ]
    return sum(place[a.id] < place[b.id] for a, b in pairs) / len(pairs) if pairs else 1.0


def test_the_same_answers_in_the_same_order(embedded: EmbeddedEngine, elastic: ElasticEngine) -> None:
    chance = random.Random(5)
    words = [
        "".join(chance.choices("бгдзлмнрстхш", k=1) + chance.choices("аоуөүиэ", k=1)) * 1
        + "".join(chance.choices("бгдзлмнрстхшаоуөүи", k=chance.randint(2, 6)))
        for _ in range(400)
    ]
    often = [1 / (rank + 1) for rank in range(len(words))]
    documents = [
        document(
            number,
            " ".join(chance.choices(words, often, k=chance.randint(1, 5))),
            " ".join(chance.choices(words, often, k=chance.choice([0, *range(5, 80)]))),
            kind=chance.choice(["guide", "law"]),
        )
        for number in range(800)
    ]
    entries = [entry_of(d, f"app.x:{d.pk}", 1) for d in documents]
    for engine in (embedded, elastic):
        engine.swap(engine.build(iter([entries[:400], entries[400:]])))
    agreements = []
    for _ in range(100):
        typed = " ".join(chance.choices(words, k=chance.randint(1, 4)))
        asked = query(typed, limit=800)
        answers = [engine.search(asked) for engine in (embedded, elastic)]
        one, other = (found.hits for found in answers)
        assert {hit.id for hit in one} == {hit.id for hit in other}, typed
        assert (answers[0].total, answers[0].facets) == (answers[1].total, answers[1].facets)
        assert [hit.matched for hit in answers[0].hits] == [hit.matched for hit in answers[1].hits]
        scores = {hit.id: hit.score for hit in other}
        assert [hit.score for hit in one] == pytest.approx(
            [scores[hit.id] for hit in one], rel=0.01, abs=0.01
        )
        agreements.append(same_order(one[:100], other))
    print(f"rank agreement {sum(agreements) / len(agreements):.5f}, at least {min(agreements):.5f}")
    assert sum(agreements) / len(agreements) >= 0.99
