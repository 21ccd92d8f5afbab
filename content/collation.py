"""The order of letters: Mongolian Ө and Ү stand after О and У, not at the end as their code points do."""

import unicodedata

ALPHABET = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
#: Each letter as a sign of Unicode's private area: behind all Latin ones, in our order.
_PLACES = str.maketrans({letter: chr(0xE000 + index) for index, letter in enumerate(ALPHABET)})
_NO_MARKS = dict.fromkeys(range(0x300, 0x370))


def sort_key(text: str) -> str:
    """A key for `sorted`: Latin before Cyrillic, Cyrillic in Mongolian order, case and marks on Latin letters aside."""
    return unicodedata.normalize("NFD", text.lower().translate(_PLACES)).translate(_NO_MARKS)
