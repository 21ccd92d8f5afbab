"""The agency's side of people and organizations, in the Wagtail admin."""
