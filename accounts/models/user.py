"""The person who signs in. The mail address is the log-in; addresses of pages use a random id."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.names import skeleton


def new_public_id() -> str:
    """A random id of 12 letters and digits for addresses, so that row numbers tell nothing."""
    alphabet = "abcdefghijkmnpqrstuvwxyz23456789"
    return "".join(secrets.choice(alphabet) for _i in range(12))


class UserManager(BaseUserManager["User"]):
    """Makes people; the address is stored in lower case, so that one mailbox is one person."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person with this address. Raises ValueError without one."""
        if not email:
            raise ValueError("A person needs a mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator of the whole installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """Lower case, without blanks round it."""
        return (email or "").strip().lower()

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this address, in any spelling of case."""
        return self.get(email=self.normalize_email(username))


class User(AbstractBaseUser, PermissionsMixin):
    """A person. No user name: the mail address signs in, `name` is what others see."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    #: Part of what every session of this person is signed with: one more, and all of them have ended.
    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    #: What the name looks like (accounts.names): for finding names that pass for each other.
    name_key = models.CharField(max_length=120, blank=True, default="", editable=False, db_index=True)
    #: The account is deleted on this day unless its owner thinks better of it.
    deletion_due_at = models.DateTimeField(_("to be deleted"), null=True, blank=True, editable=False)
    #: When its owner was told that an account nobody uses is deleted.
    inactive_warned_at = models.DateTimeField(_("warned as unused"), null=True, blank=True, editable=False)
    #: Nothing personal is left; the row stays, so that what the person wrote keeps its place.
    erased_at = models.DateTimeField(_("deleted"), null=True, blank=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.shown_name

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep what the name looks like in step with the name."""
        self.name_key = skeleton(self.name)[:120]
        if update_fields is not None and "name" in update_fields:
            update_fields = {*update_fields, "name_key"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def shown_name(self) -> str:
        """What others see: the name, never the mail address."""
        if self.erased_at:
            return gettext("Deleted account")
        return self.name or gettext("Without a name")

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Changes with the password and with each `end_sessions`."""
        return salted_hmac(
            "accounts.models.User.session",
            f"{self.session_epoch}:{self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    def end_sessions(self) -> None:
        """Sign this person out everywhere; keep one with `django.contrib.auth.update_session_auth_hash`."""
        type(self).objects.filter(pk=self.pk).update(session_epoch=models.F("session_epoch") + 1)
        self.refresh_from_db(fields=["session_epoch"])

    def get_full_name(self) -> str:
        """What others see."""
        return self.shown_name

    def get_short_name(self) -> str:
        """What others see, short."""
        return self.shown_name
