"""The system's hunspell dictionary for Mongolian, where library and dictionary are installed.

1.4 s and 76 MB. Its thread safety is not known: calls are guarded.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

FOLDERS = ("/usr/share/hunspell", "/usr/share/myspell/dicts", "/Library/Spelling")
NAME = "mn_MN"


@lru_cache(maxsize=1)
def load() -> Callable[[str], list[str]] | None:
    """A function from a word to its stems, the likeliest first; None where something is missing."""
    found = next((Path(f) for f in FOLDERS if (Path(f) / f"{NAME}.dic").exists()), None)
    name = ctypes.util.find_library("hunspell-1.7") or ctypes.util.find_library("hunspell")
    if found is None or name is None:
        return None
    try:
        library = ctypes.CDLL(name)
        library.Hunspell_create.restype = ctypes.c_void_p
    except (OSError, AttributeError):
        return None
    handle = ctypes.c_void_p(
        library.Hunspell_create(str(found / f"{NAME}.aff").encode(), str(found / f"{NAME}.dic").encode())
    )
    if not handle:
        return None
    guard = threading.Lock()

    def stems(word: str) -> list[str]:
        answers = ctypes.POINTER(ctypes.c_char_p)()
        with guard:
            count = library.Hunspell_stem(handle, ctypes.byref(answers), word.encode("utf-8"))
            made = [(answers[i] or b"").decode("utf-8", "replace") for i in range(max(0, count))]
            if count > 0:
                library.Hunspell_free_list(handle, ctypes.byref(answers), count)
        return [stem.lower() for stem in dict.fromkeys(made) if stem]

    return stems
