"""How text becomes terms, the same for every engine. A library of its own: imports nothing of Django.

`analyse` gives the terms of a text. Mongolian: look-alike letters repaired, stems by dictionary or learned endings, and
fold keys that Cyrillic, Latin and careless typing share. English: Snowball stems. Other languages: trigrams.
"""

from search.analysis.chain import Term, analyse, english_stem, fingerprint, keys_of, stem, use_dictionary
from search.analysis.fold import key_of, key_stem, latin_readings, skeleton
from search.analysis.mongolian import is_spelled_right, stems
from search.analysis.tokens import Token, is_cyrillic, looks_cyrillic, normalise, tokens

__all__ = [
    "Term",
    "Token",
    "analyse",
    "english_stem",
    "fingerprint",
    "is_cyrillic",
    "is_spelled_right",
    "key_of",
    "key_stem",
    "keys_of",
    "latin_readings",
    "looks_cyrillic",
    "normalise",
    "skeleton",
    "stem",
    "stems",
    "tokens",
    "use_dictionary",
]
