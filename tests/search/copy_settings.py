"""The ground floor and search alone, for tests with several processes."""

from tests.core.copy_settings import *

INSTALLED_APPS = [
    "search",
    "tests.search.groups",
    "wagtail",  # editors pin its pages
    "taggit",
    *INSTALLED_APPS,
]
