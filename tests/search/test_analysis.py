"""The same word, however it was typed."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from search.analysis import (
    analyse,
    chain,
    key_of,
    key_stem,
    keys_of,
    latin_readings,
    mongolian,
    normalise,
    stem,
    stems,
    tokens,
    use_dictionary,
)
from search.analysis import dictionary as analysis_dictionary
from search.keyboard import from_cyrillic_keys, from_latin_keys
from search.understanding import MOST_CHARACTERS, understand


@pytest.mark.parametrize("typed", ["horshoo", "khorshoo", "xorshoo", "horsho"])
def test_latin_typing_shares_a_key_with_the_cyrillic_word(typed: str) -> None:
    assert key_of("хоршоо") in latin_readings(typed)


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("байгуулах", "baiguulah"),
        ("байгуулах", "bayguulakh"),
        ("гишүүн", "gishvvn"),
        ("гишүүн", "gishuun"),
        ("дүрэм", "durem"),
        ("зээл", "zeel"),
        ("өргөдөл", "urgudul"),
        ("цэцэрлэг", "tsetserleg"),
        ("хувь", "khuvi"),
    ],
)
def test_usual_conventions_are_among_the_readings(cyrillic: str, latin: str) -> None:
    assert key_of(cyrillic)[:4] in {reading[:4] for reading in latin_readings(latin)}


@pytest.mark.parametrize("written", ["єндєр", "өндөр", "Өндөр", "ѳндѳр"])
def test_letters_of_old_fonts_are_repaired(written: str) -> None:
    assert [token.term for token in tokens(normalise(written))] == ["өндөр"]


def test_latin_letters_within_a_cyrillic_word_are_repaired() -> None:
    assert [token.term for token in tokens(normalise("xopшоо"))] == ["хоршоо"]
    assert [token.term for token in tokens("horshoo")] == ["horshoo"]


def test_offsets_point_into_the_text() -> None:
    text = "Малчны «Хоршоо»."
    assert [text[t.start : t.end] for t in tokens(text)] == ["Малчны", "Хоршоо"]


def test_english_words_share_their_stem() -> None:
    assert stem("cooperatives") == stem("cooperative")


def test_a_query_is_cleaned_and_cut() -> None:
    understood = understand("хоршоо\x07\u200b  байгуулах " + "а" * 5000)
    assert len(understood.text) == MOST_CHARACTERS
    assert understood.cut
    assert [clause.word for clause in understood.clauses][:2] == ["хоршоо", "байгуулах"]


def test_words_that_carry_nothing_are_left_out_unless_nothing_else_is_there() -> None:
    assert [c.word for c in understand("how to register a coop").clauses] == ["register", "coop"]
    assert [c.word for c in understand("how to").clauses] == ["how", "to"]


def test_exactly_means_the_words_as_they_stand() -> None:
    (clause,) = understand("horshoo", exact=True).clauses
    assert [word.level for one in clause.alternatives for word in one.words] == ["term"]


FORMS = [
    "хоршоо хоршооны хоршоогоо хоршоод хоршоодын",
    "гишүүн гишүүний гишүүд гишүүдийн",
    "татвар татвараас татварын",
    "малчин малчны малчид малчдын",
    "иргэн иргэний иргэд иргэдийн",
    "байгуулах байгуулахад байгуулна байгуулсан",
    "дүрэм дүрмийн дүрмээ",
    "зээл зээлийн зээлийг",
]


#: Words that the dictionary gives several stems of.
OF_SEVERAL_STEMS = [
    "зээл зээлд зээлээ",
    "хурал хуралд хурлаар хурлаа",
    "санал саналтай саналын",
    "бүртгэл бүртгэлтэй бүртгэлгүй",
    "жил жилийн жилийг",
    "сургагч сургагчид сургагчдын",
    "гарах гарч гарсан гарснаас",
    "авах авч авсан",
    "хийх хийж хийсэн хийдэг",
    "бүртгэх бүртгэнэ бүртгэсэн",
]


@pytest.fixture(params=["hunspell", "learned endings"])
def dictionary(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Stems with the system's dictionary and without."""
    installed = analysis_dictionary.load()
    if request.param == "hunspell" and installed is None:
        pytest.skip("hunspell-mn is not installed")
    monkeypatch.setattr(mongolian, "_dictionary", installed if request.param == "hunspell" else None)
    for cached in (mongolian.stem, keys_of):
        cached.cache_clear()
    yield request.param
    for cached in (mongolian.stem, keys_of):
        cached.cache_clear()


@pytest.mark.parametrize("forms", FORMS)
def test_forms_of_a_word_meet_by_their_stem_or_their_key(forms: str, dictionary: str) -> None:
    base, *others = forms.split()
    for form in others:
        meet = set(stems(form)) & set(stems(base)) or set(keys_of(form)) & set(keys_of(base))
        assert meet, form
    if dictionary == "hunspell":
        assert len({mongolian.stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize("forms", OF_SEVERAL_STEMS)
@pytest.mark.parametrize("dictionary", ["hunspell"], indirect=True)
def test_of_the_dictionarys_stems_the_one_counts_that_the_word_is_a_form_of(
    forms: str, dictionary: str
) -> None:
    assert len({mongolian.stem(form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("хол", "хөл"), ("хүн", "хонь"), ("сум", "сүм"), ("данс", "дүн")),
        *(("гэр", "гэрээ"), ("хүн", "хүнд"), ("санал", "сан"), ("маяг", "маягт"), ("хаяг", "хаях")),
    ],
)
def test_different_words_keep_different_stems(one: str, other: str) -> None:
    assert mongolian.stem(one) != mongolian.stem(other)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("horshoonii", "хоршооны"),
        ("baiguulahad", "байгуулахад"),
        ("zeeliin", "зээлийн"),
        ("burtguuleh", "бүртгүүлэх"),
    ],
)
def test_inflected_latin_typing_meets_a_key_of_the_word(typed: str, written: str) -> None:
    assert set(map(key_stem, latin_readings(typed))) & set(keys_of(written))


def test_a_case_ending_after_a_number_or_an_abbreviation_is_no_word() -> None:
    assert [t.term for t in tokens(normalise("ХЗХ-ны 10-ны өдөр"))] == ["хзх", "10", "өдөр"]


def test_a_language_without_an_analyser_has_its_words_or_trigrams_where_it_writes_no_spaces() -> None:
    assert [term.term for term in analyse("Түзүү, мыйзам", "ky")] == ["түзүү", "мыйзам"]
    terms = [term.term for term in analyse("សហករណ៍", "km")]
    assert len(terms) > 2
    assert all(len(term) == 3 for term in terms)


def test_the_other_layout_of_the_keyboard() -> None:
    assert from_latin_keys("hkjikk") == "хоршоо"
    assert from_cyrillic_keys(from_latin_keys("cooperative")) == "cooperative"


def test_threads_that_stem_at_once_do_not_disturb_each_other() -> None:
    starts = ("general", "nation", "cooper", "regist", "organ")
    ends = ("ization", "ing", "ations", "fulness", "ed")
    words = [
        start + middle + end for start in starts for middle in ("al", "iz", "at", "is", "iv") for end in ends
    ]
    chain.english_stem.cache_clear()
    alone = [chain.english_stem(word) for word in words]
    with ThreadPoolExecutor(8) as threads:
        for _round in range(20):
            chain.english_stem.cache_clear()
            jobs = [
                threads.submit(lambda: [chain.english_stem.__wrapped__(word) for word in words])
                for _ in range(8)
            ]
            assert all(job.result() == alone for job in jobs)


def test_a_dictionary_counts_at_once_and_its_absence_too() -> None:
    loaded = mongolian._dictionary  # by another test, which others rely on
    try:
        use_dictionary(None)
        without = keys_of("танхимынхан")
        use_dictionary(lambda word: ["бар"])
        assert key_of("бар") in keys_of("танхимынхан") != without
        use_dictionary(None)
        assert keys_of("танхимынхан") == without
    finally:
        use_dictionary(loaded)


def test_whoever_changes_the_terms_raises_the_version() -> None:
    """An index of other terms would be taken for one of these: raise chain.VERSION, then put the new hash here."""
    text = (
        "Хоршооны гишүүд 2026 оны 10-ны өдөр малчдын ноос, ноолуураа "
        "horshoo-ны Cooperative дэлгүүрт зарсан. хонинууд"
    )
    loaded = mongolian._dictionary
    use_dictionary(None)
    try:
        terms = [
            analyse(text, "mn"),
            analyse("Cooperatives of herders, founded in 1921", "en"),
            analyse(text, "ky"),
        ]
    finally:
        use_dictionary(loaded)
    made = hashlib.sha256(repr([list(map(tuple, one)) for one in terms]).encode()).hexdigest()[:8]
    assert (chain.VERSION, made) == (4, "f554c4b0")


def test_marks_of_direction_cut_no_word() -> None:
    assert [term.term for term in analyse("хор\u202eшоо\u202c", "mn")] == [
        term.term for term in analyse("хоршоо", "mn")
    ]


def test_a_word_of_both_scripts_is_read_in_both() -> None:
    assert key_of("hорshоо") == key_of("хоршоо")
