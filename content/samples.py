"""The roles of those who write and check pages, among the sample people."""

from accounts.samples import GROUPS
from content.permissions import AGENCY, EDITORS, MODERATORS

GROUPS.update(
    {
        "editor": ("Жишээ Редактор", EDITORS),
        "moderator": ("Жишээ Хянагч", MODERATORS),
        "agency": ("Жишээ Агентлаг", AGENCY),
    }
)
