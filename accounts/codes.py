"""Code lists that describe an organization: what it is, what it does, who its members are."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    """Where an organization stands in the movement."""

    PRIMARY = "primary", _("primary: its members are people")
    SECONDARY = "secondary", _("secondary: its members are cooperatives")
    UNION = "union", _("union or association")
    APEX = "apex", _("national union")
    SUPPORT = "support", _("training and support")
    AGENCY = "agency", _("state agency")


class Status(models.TextChoices):
    """Who sees the entry."""

    DRAFT = "draft", pgettext_lazy("organization", "draft")
    LISTED = "listed", pgettext_lazy("organization", "listed")
    UNCONFIRMED = "unconfirmed", pgettext_lazy("organization", "listed, not confirmed by itself")
    HIDDEN = "hidden", pgettext_lazy("organization", "hidden")


class MemberType(models.TextChoices):
    """Kinds of cooperatives by whose interest they serve: 20th conference of labour statisticians."""

    PRODUCER = "producer", _("producers")
    WORKER = "worker", _("workers")
    CONSUMER = "consumer", _("consumers or users")
    MULTI = "multi", _("members of several kinds")


class Visibility(models.TextChoices):
    """Who sees a contact."""

    PUBLIC = "public", _("everybody")
    MEMBERS = "members", _("people who are signed in")
    UMBRELLA = "umbrella", _("only our union and the agency")


class ContactKind(models.TextChoices):
    """What a contact is."""

    PHONE = "phone", _("telephone")
    EMAIL = "email", _("mail address")
    ADDRESS = "address", _("postal address")
    WEBSITE = "website", _("website")
    SOCIAL = "social", _("page in a social network")


class Isic(models.TextChoices):
    """Sections of the international classification of economic activities (ISIC, fourth revision)."""

    A = "A", _("Agriculture, forestry and fishing")
    B = "B", _("Mining and quarrying")
    C = "C", _("Manufacturing")
    D = "D", _("Electricity, gas and steam")
    E = "E", _("Water supply, sewerage and waste")
    F = "F", _("Construction")
    G = "G", _("Wholesale and retail trade")
    H = "H", _("Transport and storage")
    I = "I", _("Accommodation and food service")  # noqa: E741  # its letter in the list
    J = "J", _("Information and communication")
    K = "K", _("Finance and insurance")
    L = "L", _("Real estate")
    M = "M", _("Professional, scientific and technical activities")
    N = "N", _("Administrative and support services")
    O = "O", _("Public administration")  # noqa: E741  # its letter in the list
    P = "P", _("Education")
    Q = "Q", _("Health and social work")
    R = "R", _("Arts, entertainment and recreation")
    S = "S", _("Other services")
    T = "T", _("Households as employers")
    U = "U", _("International organizations")


class Activity(models.TextChoices):
    """What cooperatives do, by the list of the International Cooperative Alliance."""

    AGRICULTURE = "ICA10", _("agriculture")
    DAIRY = "ICA20", _("milk and dairy")
    FORESTRY = "ICA30", _("forestry")
    IRRIGATION = "ICA40", _("irrigation")
    FISHING = "ICA50", _("fishing")
    ARTISANS = "ICA60", _("crafts")
    CONSTRUCTION = "ICA70", _("building")
    INDUSTRY = "ICA80", _("industry")
    MANUFACTURING = "ICA90", _("processing and manufacturing")
    MINING = "ICA100", _("mining")
    PROFESSIONAL = "ICA110", _("professional services")
    SERVICE = "ICA120", _("services")
    TOURISM = "ICA130", _("tourism")
    FINANCE = "ICA140", _("savings, credit and other financial services")
    INSURANCE = "ICA150", _("insurance")
    EDUCATION = "ICA160", _("education")
    HEALTH = "ICA170", _("health")
    COMMUNITY = "ICA180", _("community")
    SOCIAL = "ICA190", _("social care")
    HOUSING = "ICA210", _("housing")
    TRANSPORT = "ICA220", _("transport")
    UTILITIES = "ICA230", _("electricity, heat and water")
    RETAIL = "ICA240", _("retail trade")
    WHOLESALE = "ICA260", _("wholesale trade")


class Purpose(models.TextChoices):
    """What an organization may consent to."""

    DIRECTORY = "directory", _("show the entry in the public directory of this site")
    DATA = "data", _("pass it on as open data, without contacts that are not public")
    SEARCH = "search", _("let search engines show it")


class Role(models.TextChoices):
    """What a person may do for an organization."""

    OWNER = "owner", pgettext_lazy("role", "owner")
    PUBLISHER = "publisher", pgettext_lazy("role", "publisher")
    MEMBER = "member", pgettext_lazy("role", "member")


#: From the least to the most.
RANK = {Role.MEMBER: 0, Role.PUBLISHER: 1, Role.OWNER: 2}
