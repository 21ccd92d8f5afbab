"""How text becomes terms, the same for every engine. Imports nothing of Django.

First form: surface tokens with look-alike repair, English stems, the fold key that Cyrillic and Latin typing share,
and the key's beginning as a rough stem. Stems of Mongolian come behind the same functions.
"""

from search.analysis.fold import key_of, latin_readings, short_key
from search.analysis.tokens import VERSION, Token, fingerprint, normalise, stem, tokens

__all__ = [
    "VERSION",
    "Token",
    "fingerprint",
    "key_of",
    "latin_readings",
    "normalise",
    "short_key",
    "stem",
    "tokens",
]
