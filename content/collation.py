"""The order of letters: Mongolian Ө and Ү stand after О and У, not at the end as their code points do."""

import unicodedata

ALPHABET = "абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя"
ORDER = {letter: index for index, letter in enumerate(ALPHABET)}


def sort_key(text: str) -> list[tuple[int, int]]:
    """A key for `sorted`: Latin before Cyrillic, Cyrillic in Mongolian order, case and marks on Latin letters aside."""
    return [
        (1, ORDER[letter]) if letter in ORDER else (0, ord(unicodedata.normalize("NFD", letter)[0]))
        for letter in text.lower()
    ]
