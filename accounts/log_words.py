"""Values of an organization's fields in words, for its page and for the log."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.codes import Activity, ContactKind, Isic, Level, MemberType, Purpose, Role, Visibility
from accounts.models import Capacity, Change, Organization
from core.legal_forms import legal_form_name
from core.places import place

_CHOICES: dict[str, dict[Any, Any]] = {
    "level": dict(Level.choices),
    "isic": dict(Isic.choices),
    "member_type": dict(MemberType.choices),
}


def shown(field: str, value: Any) -> str:
    """A value of this field in the reader's language."""
    if value in (None, "", []):
        return ""
    if field in _CHOICES:
        return str(_CHOICES[field].get(value, value))
    if field == "legal_form":
        return legal_form_name(value)
    if field == "place":
        try:
            return place(value).path_name()
        except KeyError:
            return str(value)
    if field == "activities":
        labels = dict(Activity.choices)
        return ", ".join(str(labels.get(code, code)) for code in value)
    if field == "sdg_goals":
        return ", ".join(str(goal) for goal in value)
    return str(value)


def label_of(field: str) -> str:
    """A field's name."""
    named: Any = Organization._meta.get_field(field)
    return str(capfirst(named.verbose_name))


def lines_of(change: Change) -> list[str]:
    """What an entry of the log says beyond its action."""
    data = change.data
    found: list[str] = []
    for field, (old, new) in data.get("fields", {}).items():
        before, after = shown(field, old) or _("nothing"), shown(field, new) or _("nothing")
        found.append(
            _("%(field)s: %(before)s → %(after)s")
            % {"field": label_of(field), "before": before, "after": after}
        )
    found += [_row_words(row) for row in data.get("rows", [])]
    if "role" in data:
        roles = data["role"] if isinstance(data["role"], list) else [data["role"]]
        found.append(" → ".join(str(dict(Role.choices).get(role, role)) for role in roles))
    if "purposes" in data:
        found += [str(dict(Purpose.choices).get(purpose, purpose)) for purpose in data["purposes"]]
    if "year" in data:
        found.append(_("Year %(year)s, members: %(members)s") % data)
    if "kind" in data:
        found.append(str(dict(Capacity.Kind.choices).get(data["kind"], data["kind"])))
    if data.get("name"):
        found.append(data["name"])
    if data.get("unanswered"):
        found.append(_("Nobody confirmed it for a long time."))
    if data.get("source"):
        found.append(_("Source: %(source)s") % data)
    if data.get("reason"):
        found.append(_("Reason: %(reason)s") % data)
    return found


def _row_words(row: dict[str, Any]) -> str:
    removed = "removed" in row
    told = row["removed" if removed else "saved"]
    if "visibility" in told:
        text = f"{dict(ContactKind.choices).get(told['kind'])} ({dict(Visibility.choices).get(told['visibility'])})"
    elif "year" in told:
        text = _("Year %(year)s, members: %(members)s") % told
    else:
        text = told.get("name", "")
    return _("removed: %(what)s") % {"what": text} if removed else text
