"""What is done after a commit."""

from accounts import sms

__all__ = ["sms"]
