"""How many letters somebody may send through the site: counted by sender, by receiver, and by where they come from."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

from core import rate_limit
from core.proxies import place

LETTERS_A_DAY = 10
LETTERS_TO_ONE_A_DAY = 3
#: Whoever sends them.
LETTERS_TO_A_RECEIVER_A_DAY = 30
#: A training room shares one address of the network.
LETTERS_FROM_A_PLACE_A_DAY = 60
DAY = 24 * 3600


def too_many(request: HttpRequest, receiver: str) -> str:
    """What to say to whoever may send no more today, "" where they may. Counts this one.

    receiver: what tells it from all others: a person's key, "organization:" with an organization's.
    """
    sender = str(request.user.pk)
    to_one = rate_limit.allow("letter-to-one", f"{sender}:{receiver}", LETTERS_TO_ONE_A_DAY, DAY)
    if not to_one or not rate_limit.allow("letter", sender, LETTERS_A_DAY, DAY):
        return _("You sent many letters today. Try again tomorrow; keep the text till then.")
    if not rate_limit.allow("letter-from", place(request), LETTERS_FROM_A_PLACE_A_DAY, DAY):
        return _("Many letters came from your network today. Try again tomorrow; keep the text till then.")
    if not rate_limit.allow("letter-to", receiver, LETTERS_TO_A_RECEIVER_A_DAY, DAY):
        return _("Many letters went there today. Try again tomorrow; keep the text till then.")
    return ""
