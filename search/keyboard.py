"""The two layouts of a Mongolian keyboard (MNS 4330): what the same keys say in the other one."""

from __future__ import annotations

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./-="
_CYRILLIC = "фцужэнгшүзкъйыбөахролдпячёсмитьвюещ"
_UPPER = str.maketrans('{}:"<>?_+', "[];',./-=")
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)


def from_latin_keys(text: str) -> str:
    """What was meant in Cyrillic: hkjikk -> хоршоо."""
    return text.lower().translate(_UPPER).translate(_TO_CYRILLIC)


def from_cyrillic_keys(text: str) -> str:
    """What was meant in Latin: съезэрий ... -> the letters of the same keys."""
    return text.lower().translate(_TO_LATIN)
