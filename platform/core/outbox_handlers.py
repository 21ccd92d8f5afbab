"""What the ground floor itself does after a commit."""

from core import mail

__all__ = ["mail"]
