"""Names that people are seen by: which are refused because they pass for another's, or for an office of the site.

Two names look alike when their skeletons are equal: each letter stands for all that look like it, whatever alphabet
they come from (Latin "a" and Cyrillic "а" are one). Namesakes, written with the same letters, are no imitation.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from accounts.models import User

#: The Cyrillic letter (or, without one, the Latin) that each row's signs look like. Capitals have their own looks.
_LOOKS = {
    "а": "aAɑαΑАӑӓ",
    "в": "BВβΒʙ8",
    "с": "cCсСϲⅽ",
    "е": "eEеЕёЁεΕѐӗ℮",
    "н": "HНнΗʜ",
    "к": "kKкКκΚĸ",
    "м": "mMмМμΜ",
    "о": "oOоОοΟ0өӨɵƟθΘѳӧσ",
    "р": "pPрРρΡ",
    "т": "tTтТτΤ",
    "х": "xXхХχΧ×",
    "у": "yYуУүҮγΥʏўӱї",
    "з": "3зЗʒӡ",
    "б": "6бБ",
    "ч": "4чЧ",
    "п": "nNΝпПηπ",
    "г": "rRгГΓ",
    "ь": "bьЬъЪ",
    "ш": "wшШщЩωѡ",
    "и": "uиИйЙҋѝ",
    "э": "эЭєЄ",
    "l": "lI1|іІΙιӀ!",
    "s": "sSѕЅ5",
    "j": "jJјЈ",
    "h": "hһҺ",
    "d": "dԁ",
    "q": "qԛ",
    "v": "vVνѵ",
    "z": "zZΖ2",
}
_SKELETON = {ord(sign): letter for letter, signs in _LOOKS.items() for sign in signs}

#: The letters of Mongolian and Russian: two names of these alone differ as words differ, they imitate nobody.
_NATIVE = frozenset("абвгдеёжзийклмноөпрстуүфхцчшщъыьэюя")

#: What stands for an office, and so in nobody's name who does not hold it.
_OFFICES = (
    "админ", "администратор", "админстратор", "модератор", "редактор", "редакц", "хянагч", "систем", "тусламж",
    "дэмжлэг", "хоршоо", "агентлаг", "admin", "administrator", "moderator", "editor", "support", "system", "staff",
    "official", "help", "khorshoo", "root", "webmaster", "security",
)  # fmt: skip

#: What may stand between letters.
_BETWEEN = frozenset(" -'’.")


def skeleton(text: str) -> str:
    """What the text looks like: equal for texts that a reader takes for the same. Letters and digits alone."""
    looks = unicodedata.normalize("NFKC", text).translate(_SKELETON).casefold().translate(_SKELETON)
    return "".join(sign for sign in looks if sign.isalnum()).replace("vv", "ш").replace("гп", "м")


def letters(text: str) -> str:
    """The letters and digits as they are written, in small letters."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def imitates(text: str, other: str) -> bool:
    """Whether `text` passes for `other` by letters that only look like its own."""
    mine, others = letters(text), letters(other)
    if mine == others or skeleton(text) != skeleton(other):
        return False
    return not (_NATIVE.issuperset(mine) and _NATIVE.issuperset(others))


def tidy_name(text: str) -> str:
    """One form for what looks the same: composed letters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def check_name(name: str, person: User | None = None) -> None:
    """Whether a person may be seen by this name (as `tidy_name` gives it).

    person: whose name it becomes, None at sign-up.
    Raises ValidationError with the reason.
    """
    _check_signs(name)
    _check_alphabets(name)
    if not _holds_office(person):
        _check_offices(name)
    _check_people(name, person)


def _check_signs(name: str) -> None:
    if sum(sign.isalpha() for sign in name) < 2:
        raise ValidationError(_("Write a name of at least two letters."), code="name")
    strange = [sign for sign in name if not (sign.isalnum() or sign in _BETWEEN)]
    if any(not sign.isprintable() or unicodedata.category(sign)[0] in "CZM" for sign in strange):
        raise ValidationError(
            _("The name holds a sign that cannot be seen. Type it anew, do not copy it."), code="name"
        )
    if strange:
        raise ValidationError(
            _("“%(sign)s” cannot stand in a name."), code="name", params={"sign": strange[0]}
        )


def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _check_alphabets(name: str) -> None:
    """No word of letters from two alphabets: nobody types such a word but to pass for another."""
    for word in name.replace("-", " ").replace(".", " ").split():
        found = {_alphabet(sign): sign for sign in reversed(word) if sign.isalpha()}
        if len(found) > 1:
            known = {"CYRILLIC": _("Cyrillic"), "LATIN": _("Latin"), "GREEK": _("Greek")}
            parts = [f"{sign} ({known[kind]})" if kind in known else sign for kind, sign in found.items()]
            raise ValidationError(
                _("“%(word)s” mixes letters of two alphabets: %(letters)s. Write it in one."),
                code="name",
                params={"word": word, "letters": ", ".join(sorted(parts))},
            )


def _holds_office(person: User | None) -> bool:
    return person is not None and person.pk is not None and (person.is_staff or person.groups.exists())


def _check_offices(name: str) -> None:
    offices = {skeleton(office) for office in _OFFICES}
    words = name.replace("-", " ").replace(".", " ").split()
    if any(skeleton(word) in offices for word in [*words, name]):
        raise ValidationError(
            _("This name reads like an office of the site. Write your own name."), code="name"
        )


def _check_people(name: str, person: User | None) -> None:
    from accounts.models import User

    alike = User.objects.filter(name_key=skeleton(name)[:120])
    if person is not None and person.pk is not None:
        alike = alike.exclude(pk=person.pk)
    if any(imitates(name, other) for other in alike.values_list("name", flat=True).distinct()):
        raise ValidationError(
            _(
                "This name looks like another person's, written with other letters. Write it with letters of one "
                "alphabet, without digits."
            ),
            code="name",
        )
