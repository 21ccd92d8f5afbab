"""Stems of Mongolian words: the system's dictionary where it is installed, learned endings otherwise.

Order (rules and figures: search.md 2.4): exceptions, then the dictionary's first stem or the learned endings twice,
then the reduction, which makes both meet: a final short vowel, -n after a long vowel, the signs ь ъ and the unsteady
vowel of a last syllable fall off. A word without a vowel is an abbreviation and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from search.analysis import endings

_VOWEL = "аэиоуөүыеёюя"
_ANY_VOWEL = re.compile(f"[{_VOWEL}]")
_LONG = re.compile(r"(аа|ээ|оо|өө|уу|үү|ий|ай|эй|ой|уй|үй|ы|ия|ио)$")
#: The short vowel of a last syllable, which endings push out: дүрэм, дүрмийн.
_UNSTEADY = re.compile(r"[аэиоуөүыеёюя].*[бвгджзклмнпрстфхцчшщ][аэиоөү][бвгджзклмнпрстфхцчшщ]$")
#: Plurals that the dictionary lists as words of their own.
_PLURALS = (
    (re.compile(r"(?<=[гаэоө])чид$"), "ч"),
    (re.compile(r"чид$"), "чин"),
    (re.compile(r"(чууд|чүүд)$"), ""),
    (re.compile(r"(?<=аа|ээ|оо|өө|уу|үү|ий|ай|эй|ой|уй)д$"), ""),
)
#: Words that no rule reads right: form -> stem. Standing terms of the field, and their irregular forms.
EXCEPTIONS = {
    "иргэд": "иргэн",
    "гишүүд": "гишүүн",
    "малчид": "малчин",
    "нөхөд": "нөхөр",
    "ноёд": "ноён",
    "хөвгүүд": "хөвгүүн",
    "түшмэд": "түшмэл",
    "хүмүүс": "хүн",
    "эд": "эд",
    "ард": "ард",
    "зээл": "зээл",
    "гаалийн": "гааль",
    "хүнд": "хүнд",
    "зээлээ": "зээл",
    "авч": "ав",
}

#: Beginnings of the field's own words, which dictionaries and rules cut too far.
_ROOTS = (
    ("хоршоо", "хоршоо"),
    *((begin, "иргэн") for begin in ("иргэн", "иргэд")),
    *((begin, "гишүүн") for begin in ("гишүүн", "гишүүд")),
    *((begin, "малчин") for begin in ("малчин", "малчны", "малчид", "малчд")),
)
_DERIVED = re.compile("хоршоо(л|ж)|иргэн(ш|ч)|гишүүнч")

#: Endings by which a word is one form of a stem: of case and possession; "with" and "without"; of verbs that which was,
#: that which is usual, and what happens side by side.
_CASE = (
    "(?:н?ы|н?ий|ы[нг]|и?й[нг]|г|[тд]|[аэоө]?нд|г?(?:аа|ээ|оо|өө)[рс]?|[тд](?:аа|ээ|оо|өө)|"
    "(?:ий|ы)(?:г|нх?)(?:аа|ээ|оо|өө)|"
    "руу|рүү|луу|лүү|(?:аар|ээр|оор|өөр|аас|ээс|оос|өөс)(?:аа|ээ|оо|өө))"
)
_ENDING = re.compile(
    f"(?:{_CASE}|(?:т[аоэ]й|гүй){_CASE}?|(?:[сд][аэоө]?[нг]|с[нд]){_CASE}?|[аэоө]?[жч](?:ээ)?|н[аэоө])$"
)
#: Those that a headword of the dictionary may have: it lists some forms as words of their own.
_OF_A_HEADWORD = re.compile(r"(?:(?<=..)д|с[аэоө]н|д[аэоө]г|н[аэоө]|[аэоө]?ж|(?<=[вгдрстх])ч)$")

#: "With" and "without", and endings that only verbs have: what the learned rules do not know.
_WITH = re.compile(r"(?<=..[^аэоө])(?:т[аоэ]й|гүй)$")
_OF_A_VERB = re.compile(r"(?<=..)(?:сан|сэн|сон|сөн|даг|дэг|дог|дөг)$")

_dictionary: Callable[[str], list[str]] | None = None


def use_dictionary(stems: Callable[[str], list[str]] | None) -> None:
    """Ask this for stems first; None: the learned endings alone."""
    global _dictionary
    _dictionary = stems
    stem.cache_clear()


def reduced(word: str) -> str:
    """What is left when the letters that endings make come and go are off."""
    left = word.rstrip("ьъ")
    if len(left) > 3 and left.endswith("н") and _LONG.search(left[:-1]):
        left = left[:-1]
    if len(left) > 3 and left[-1] in _VOWEL and not _LONG.search(left):
        left = left[:-1]
    if _UNSTEADY.search(left):
        left = left[:-2] + left[-1]
    return left if len(left) >= 2 else word


def _singular(word: str) -> str:
    for plural, singular in _PLURALS:
        made = plural.sub(singular, word)
        if made != word and len(made) >= 3:
            return made
    return word


def _likeliest(word: str, known: list[str]) -> str:
    """Of the dictionary's stems of a word the one that it is a form of by a usual ending, the longest of several."""
    formed = [
        other
        for other in known
        if any(
            word.startswith(begin) and _ENDING.fullmatch(word[len(begin) :])
            for begin in (other, reduced(other))
        )
    ]
    found = known[0]
    if formed and found != word:
        found = max(formed, key=len)
    if found != word and found.endswith("ий") and found[:-2] in known:
        return found[:-2]
    ending = _OF_A_HEADWORD.search(found)
    return found[: ending.start()] if ending and found[: ending.start()] in known else found


def by_rules(word: str) -> str:
    """The stem by learned endings."""
    rules = endings.table("endings_mn.tsv")
    plain = _WITH.sub("", word)  # the dictionary joins these to too few words for a rule to be learned
    if plain != word:
        return plain
    verb = _OF_A_VERB.sub("", word)
    if verb != word:
        return verb
    once = endings.apply(word, rules)
    once = EXCEPTIONS.get(once, once)
    return EXCEPTIONS.get(again := endings.apply(once, rules), again)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a Cyrillic word in lower case."""
    if not _ANY_VOWEL.search(word):
        return word
    for begin, root in _ROOTS:
        if word.startswith(begin) and not _DERIVED.match(word):
            return reduced(root)
    if word in EXCEPTIONS:
        return reduced(EXCEPTIONS[word])
    known = _dictionary(word) if _dictionary else []
    found = _likeliest(word, known) if known else by_rules(word)
    return reduced(_singular(EXCEPTIONS.get(found, found)))


def is_spelled_right(word: str) -> bool:
    """Whether the dictionary knows this form; False for all where there is none."""
    return bool(_dictionary and _dictionary(word))


def stems(word: str) -> tuple[str, ...]:
    """All stems the word may have, the likeliest first: a query asks for each."""
    found = [stem(word), reduced(_singular(by_rules(word)))]
    if _dictionary:
        found += [reduced(_singular(EXCEPTIONS.get(other, other))) for other in _dictionary(word)[1:4]]
    return tuple(dict.fromkeys(found))
