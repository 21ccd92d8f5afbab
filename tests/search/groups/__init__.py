"""An app with something to search for: groups of users, by name."""
