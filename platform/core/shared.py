"""What many pages show alike (menu, laws, facts), read once by a process until public content changes.

Inside `at_version`, what is asked for by `many` and `one` is kept and given to every page until the content's version
in the database is another; outside of it (in the admin, in commands) everything is read anew. Only what anybody may
see belongs here, and nobody may change an object that comes from here.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar, cast

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Kept = dict[Hashable, object]

#: How many objects a process keeps; beyond it starts afresh.
MOST = 20_000

_in_use: ContextVar[Kept | None] = ContextVar("shared", default=None)
#: The newest version that was asked for and what is kept of it: one value, so that no thread sees the objects of one
#: version under the number of another.
_current: tuple[int | None, Kept] = (None, {})
_MISSING = object()


@contextmanager
def at_version(version: int | None) -> Iterator[None]:
    """Within: keep what is asked for, as of this version of the content. None: keep nothing."""
    global _current
    known, kept = _current
    if version is not None and (version != known or len(kept) > MOST):
        kept = {}
        _current = (version, kept)
    # Whoever still renders an older version goes on with that one's objects.
    token = _in_use.set(kept if version is not None else None)
    try:
        yield
    finally:
        _in_use.reset(token)


@contextmanager
def while_loading() -> Iterator[None]:
    """Within: keep what is asked for, for this block alone. For commands that read the same objects over and over;
    what they change themselves they must not ask for here.
    """
    token = _in_use.set({})
    try:
        yield
    finally:
        _in_use.reset(token)


def many(
    kind: Hashable, keys: Collection[Key], load: Callable[[set[Key]], Mapping[Key, Value]]
) -> dict[Key, Value]:
    """For each key its value; keys that have none are left out.

    kind: what it is, and whatever else the values depend on (a language).
    load: gives the values of those keys that are not at hand, all at once.
    """
    kept = _in_use.get()
    if kept is None:
        loaded = load(set(keys)) if keys else {}
        return {key: loaded[key] for key in keys if key in loaded}
    missing = {key for key in keys if (kind, key) not in kept}
    if missing:
        loaded = load(missing)
        for key in missing:
            kept[kind, key] = loaded.get(key, _MISSING)
    found = ((key, kept[kind, key]) for key in keys)
    return {key: cast("Value", value) for key, value in found if value is not _MISSING}


def one(key: Hashable, make: Callable[[], Value]) -> Value:
    """The value under this key."""
    return many("one", [key], lambda _keys: {key: make()})[key]


def forget() -> None:
    """Start afresh (tests roll the content's version back with everything else)."""
    global _current
    _current = (None, {})
