"""What an entry learns from another that is merged into it, nobody has compared with the state register."""

import pytest

from accounts.models import RegisterCheck
from accounts.services import agency
from tests import people
from tests.organizations import organization

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("learned", "stands"), [({"legal_form": "cooperative"}, False), ({"founded": "2011"}, True)]
)
def test_a_check_of_the_register_ends_where_what_was_compared_is_filled_in(
    learned: dict[str, str], stands: bool
) -> None:
    keep, gone = organization(registration_number="7"), organization("Нооос", **learned)
    agency.check_register(user=people.agency(), organization=keep)
    agency.merge_organizations(user=people.agency("other"), keep=keep, gone=gone)
    keep.refresh_from_db()
    assert all(getattr(keep, field) == value for field, value in learned.items())
    assert RegisterCheck.objects.filter(organization=keep, ended_at=None).exists() is stands
