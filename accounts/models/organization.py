"""An organization, and what belongs to it: figures by year, contacts, certificates, who said what, consent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.codes import ContactKind, Isic, Level, MemberType, Purpose, Status, Visibility
from accounts.models.user import new_public_id
from core.languages import current_language
from core.legal_forms import legal_form_name
from core.places import place

if TYPE_CHECKING:
    from typing import Self

#: "2019", "2019.05" or "2019.05.06".
date_text = RegexValidator(
    r"^(18|19|20)\d\d(\.(0[1-9]|1[0-2])(\.(0[1-9]|[12]\d|3[01]))?)?$",
    _("Write the year, the month or the day: 2019, 2019.05 or 2019.05.06."),
)
LISTED = (Status.LISTED, Status.UNCONFIRMED)


def actor(label: Any, *, related: str = "+") -> models.ForeignKey[Any, Any]:
    """A field for who did something; empty where nobody did, or the person's row is gone."""
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=label,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name=related,
    )


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """The read side."""

    def public(self) -> Self:
        """What everybody may see."""
        return self.filter(status__in=LISTED)

    def visible_to(self, user: Any) -> Self:
        """What this person may see: the public ones, their own, those they entered for others; the agency all."""
        if user.has_perm("accounts.manage_organizations"):
            return self
        if not user.is_authenticated:
            return self.public()
        return self.filter(Q(status__in=LISTED) | Exists(_own(user)) | Exists(_helped(user)))

    def of(self, user: Any) -> Self:
        """Those this person belongs to."""
        return self.filter(Exists(_own(user)))

    def umbrellas(self) -> Self:
        """Those that may confirm others."""
        return self.public().filter(umbrella_since__isnull=False)

    def waiting(self) -> Self:
        """Drafts whose owner asked for them to be listed."""
        return self.filter(status=Status.DRAFT, listing_asked_at__isnull=False)


def _own(user: Any) -> models.QuerySet[Any]:
    from accounts.models.membership import Membership

    return Membership.objects.current().filter(organization=OuterRef("pk"), user=user)


def _helped(user: Any) -> models.QuerySet[Any]:
    from accounts.permissions.organizations import help_by

    given: models.QuerySet[Any] = help_by(user).filter(organization=OuterRef("pk"), claim__isnull=True)
    return given


class Organization(models.Model):
    """A cooperative, a union of them, or a body that supports them."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    name_mn = models.CharField(_("name in Mongolian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_key = models.CharField(max_length=200, blank=True, editable=False, db_index=True)
    legal_form = models.CharField(_("legal form"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=Level, default=Level.PRIMARY)
    registration_number = models.CharField(_("registration number"), max_length=20, blank=True, db_index=True)
    founded = models.CharField(_("founded"), max_length=10, blank=True, validators=[date_text])
    place = models.CharField(_("place"), max_length=4, blank=True, db_index=True)
    isic = models.CharField(_("main sector"), max_length=1, choices=Isic, blank=True)
    activities = models.JSONField(_("activities"), default=list, blank=True)
    member_type = models.CharField(_("its members are"), max_length=10, choices=MemberType, blank=True)
    about = models.TextField(_("about"), max_length=2000, blank=True)
    sdg_goals = models.JSONField(_("goals of sustainable development"), default=list, blank=True)
    sdg_statement = models.TextField(_("what it does for these goals"), max_length=2000, blank=True)
    audited_on = models.CharField(_("last audit"), max_length=10, blank=True, validators=[date_text])
    auditor = models.CharField(_("auditor"), max_length=200, blank=True)
    logo = models.ImageField(_("logo"), upload_to="organizations/", blank=True)

    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False, db_index=True
    )
    entered_by = actor(_("entered by"))
    token = models.CharField(max_length=64, unique=True, null=True, editable=False)
    listing_asked_at = models.DateTimeField(null=True, editable=False)
    listing_asked_of = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    listed_by = actor(_("listed by"))
    listed_at = models.DateTimeField(null=True, editable=False)
    umbrella_since = models.DateTimeField(null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="merged_from"
    )
    #: Raised with every change: who saves over another's change is told.
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ("name_mn", "pk")
        permissions = [("manage_organizations", "Can manage organizations, claims and capacities")]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language where it has one there, else in Mongolian."""
        return self.name_mn if current_language() == "mn" else self.name_en or self.name_mn

    @property
    def is_public(self) -> bool:
        """Whether everybody may see it."""
        return self.status in LISTED

    @property
    def is_umbrella(self) -> bool:
        """Whether it may confirm others: recognized by the agency, and public."""
        return self.umbrella_since is not None and self.is_public

    @property
    def legal_form_name(self) -> str:
        """In the active language."""
        return legal_form_name(self.legal_form)

    @property
    def place_name(self) -> str:
        """The full path of its place, "" where none is known."""
        try:
            return place(self.place).path_name() if self.place else ""
        except KeyError:
            return ""


class YearFigures(models.Model):
    """How many it has, in one year."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="figures")
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(1990), MaxValueValidator(2100)]
    )
    members = models.PositiveIntegerField(_("members"))
    women = models.PositiveIntegerField(_("of them women"), null=True, blank=True)
    youth = models.PositiveIntegerField(_("of them young people"), null=True, blank=True)
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    #: Whoever typed them does not confirm them.
    said_by = actor(_("said by"))
    confirmed_in = models.ForeignKey(
        "accounts.Affiliation", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_by = actor(_("confirmed by"))
    confirmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("figures of a year")
        verbose_name_plural = _("figures by year")
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "year"],
                name="one_row_a_year",
                violation_error_message=_("This year is there already."),
            ),
            models.CheckConstraint(
                condition=Q(women__isnull=True) | Q(women__lte=F("members")),
                name="no_more_women_than_members",
                violation_error_message=_("There can't be more women than members."),
            ),
            models.CheckConstraint(
                condition=Q(youth__isnull=True) | Q(youth__lte=F("members")),
                name="no_more_youth_than_members",
                violation_error_message=_("There can't be more young people than members."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.year}"

    @property
    def is_confirmed(self) -> bool:
        """Whether an umbrella to which it still belongs has confirmed them."""
        link = self.confirmed_in
        return link is not None and link.state == link.State.CONFIRMED and link.umbrella.is_umbrella


class ContactQuerySet(models.QuerySet["Contact"]):
    """The read side."""

    def visible_to(self, user: Any, organization: Organization) -> Self:
        """What this person may see of it."""
        from accounts.permissions.organizations import may_see_contacts

        seen = [Visibility.PUBLIC]
        if user.is_authenticated:
            seen.append(Visibility.MEMBERS)
        if may_see_contacts(user, organization):
            seen.append(Visibility.UMBRELLA)
        return self.filter(organization=organization, visibility__in=seen)


class Contact(models.Model):
    """One way to reach it."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(_("kind"), max_length=10, choices=ContactKind)
    value = models.CharField(_("number or address"), max_length=200)
    note = models.CharField(_("whose, when"), max_length=100, blank=True)
    visibility = models.CharField(
        _("who sees it"), max_length=10, choices=Visibility, default=Visibility.MEMBERS
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.value}"


class Certificate(models.Model):
    """What somebody attested."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="certificates")
    name = models.CharField(_("certificate"), max_length=200)
    issuer = models.CharField(_("issued by"), max_length=200, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    valid_until = models.CharField(_("valid until"), max_length=10, blank=True, validators=[date_text])

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class FieldSource(models.Model):
    """Who said the present value of a field, when, and from what."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="field_sources")
    field = models.CharField(max_length=40)
    said_by = actor(_("said by"))
    helped = models.BooleanField(default=False)
    said_at = models.DateTimeField()
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "field"], name="one_source_a_field"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.field}"


class PublicationConsent(models.Model):
    """Who agreed to what, when; and when it was withdrawn. Rows are never changed but by withdrawal."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    given_by = actor(_("given by"))
    given_at = models.DateTimeField(auto_now_add=True)
    #: Where a helper recorded it: for whom.
    given_for = models.CharField(max_length=120, blank=True)
    withdrawn_by = actor(_("withdrawn by"))
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_consent_a_purpose",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.purpose}"


class RegisterCheck(models.Model):
    """The agency compared the entry with the state register. A change of what was compared ends it."""

    COMPARED: ClassVar[tuple[str, ...]] = ("name_mn", "legal_form", "registration_number")

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="register_checks")
    number = models.CharField(_("registration number"), max_length=20)
    checked_by = actor(_("checked by"))
    checked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=Q(ended_at__isnull=True), name="one_register_check"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.checked_at:%Y-%m-%d}"
