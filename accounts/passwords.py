"""What a password must be, said in plain words."""

from __future__ import annotations

from django.contrib.auth import password_validation
from django.utils.translation import gettext, ngettext


class LongEnoughValidator(password_validation.MinimumLengthValidator):
    """Long enough."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return self.get_help_text()

    def get_help_text(self) -> str:
        """What is asked."""
        return ngettext("At least %(n)d character.", "At least %(n)d characters.", self.min_length) % {
            "n": self.min_length
        }


class NotCommonValidator(password_validation.CommonPasswordValidator):
    """None of those that everybody tries first."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return gettext("Too many people use this password. Choose another.")

    def get_help_text(self) -> str:
        """What is asked."""
        return ""


class NotAlikeValidator(password_validation.UserAttributeSimilarityValidator):
    """Not the person's own name or address."""

    def get_error_message(self) -> str:
        """What is wrong."""
        return gettext("This password is too like your name or mail address.")

    def get_help_text(self) -> str:
        """What is asked."""
        return ""
