"""Phone numbers and mail addresses in what people write for everybody: found, so that they can be left out."""

from __future__ import annotations

import re
import unicodedata

#: "bat@example.mn", "bat (at) example.mn".
_MAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
#: Eight digits, perhaps with the country's code, with blanks, dots and lines between them. None begins with 1 to 4, but
#: the year of a day does.
_NUMBER = re.compile(
    r"""(?<![\d.,])(?:\+?\s?976[\s.()/-]{0,2}\d(?:[\s.()/-]{0,2}\d){7}|\(?[5-9](?:[\s.()/-]{0,2}\d){7})(?!\d)""",
    re.VERBOSE,
)
#: What is counted or paid, not called: "95 000 000 төгрөг".
_AMOUNT = re.compile(r"\s*(?:₮|төг|мөнгө|сая|кг|тн|тонн|литр|MNT|kg|ton|lit|USD|\$|%)", re.IGNORECASE)
#: "утас: 323232".
_CALLED = re.compile(
    r"\b(?:утас|утсаар|утасны|утсын|залга|tel|phone|call|whatsapp|viber|telegram)\w*\D{0,15}\d(?:[\s.-]?\d){4,}",
    re.IGNORECASE,
)


def contact_in(text: str) -> str:
    """The first phone number or mail address in it, "" where there is none."""
    plain = unicodedata.normalize("NFKC", text)
    if found := _MAIL.search(plain):
        return found[0].strip()
    for found in _NUMBER.finditer(plain):
        if not _AMOUNT.match(plain, found.end()):
            return found[0].strip()
    found = _CALLED.search(plain)
    return found[0].strip() if found else ""
