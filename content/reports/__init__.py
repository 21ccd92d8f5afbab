"""Reports for editors: what is due, missing, open, broken. Joined to the admin in `content.wagtail_hooks`."""
