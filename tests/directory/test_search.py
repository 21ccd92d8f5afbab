"""Entries in the one search: found by what is public of them, gone as soon as they are not."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import Contact, Organization
from accounts.services import agency
from core import outbox
from search import indexer, registry
from search.execute import execute
from tests import organizations as make
from tests import people
from tests.directory.test_listing import listed, names

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("engine")]


def index(*entries: Organization) -> None:
    indexer.index_keys([f"accounts.organization:{one.pk}" for one in entries])


def found(typed: str, **filters: list[str]) -> set[str]:
    return {row.title for row in execute(typed, language="mn", filters=filters).rows}


def test_an_entry_is_found_by_its_public_words_alone() -> None:
    entry = make.organization("«Хангайн зэгсэн» хоршоо", about="Эсгий урлана.", registration_number="7654321")
    Contact.objects.create(organization=entry, kind="phone", value="99887766", visibility="public")
    Contact.objects.create(organization=entry, kind="address", value="Нууцхан", visibility="members")
    index(entry)
    assert found("зэгсэн") == found("эсгий") == found("Нарийнтээл") == {entry.name_mn}
    assert not found("99887766")
    assert not found("Нууцхан")


def test_it_is_narrowed_by_place_sector_and_who_vouches() -> None:
    sure, plain = (
        make.organization("Зэгсэн А", activities=["ICA20"]),
        make.organization("Зэгсэн Б", place="2101"),
    )
    make.confirmed(sure, make.umbrella())
    index(sure, plain)
    assert found("зэгсэн", place=["62"]) == {"Зэгсэн А"}
    assert found("зэгсэн", sector=["dairy"]) == {"Зэгсэн А"}
    assert found("зэгсэн", verified=["yes"]) == {"Зэгсэн А"}
    assert found("зэгсэн", kind=["organization"]) == {"Зэгсэн А", "Зэгсэн Б"}


def test_a_hidden_entry_is_gone_from_search_at_once_and_from_the_index_with_the_worker(
    client: Client,
) -> None:
    entry = make.organization("Зэгсэн")
    index(entry)
    assert names(listed(client, "?q=зэгсэн")) == ["Зэгсэн"]
    agency.set_hidden(user=people.agency(), organization=entry, hidden=True, reason="давхар")
    assert not found("зэгсэн")
    assert names(listed(client, "?q=зэгсэн")) == []
    outbox.drain()
    from search.engine import engine

    assert [key for key in engine().stored() if key.startswith("organization:")] == []


def test_the_best_match_stands_first_in_the_directorys_own_search(client: Client) -> None:
    body = make.organization("Богд", about="Зэгсэн эсгий хийдэг, зах дээр хүргэдэг.")
    title = make.organization("Зэгсэн эсгий")
    index(body, title)
    assert names(listed(client, "?q=зэгсэн эсгий")) == ["Зэгсэн эсгий", "Богд"]
    assert names(listed(client, "?q=зэгсэн эсгий&sort=name")) == ["Богд", "Зэгсэн эсгий"]
    assert names(listed(client, "?q=zegsen esgii&place=62")) == ["Зэгсэн эсгий", "Богд"]


def test_whoever_loses_the_unions_word_is_indexed_again() -> None:
    union, member = make.umbrella(), make.organization("Зэгсэн")
    make.confirmed(member, union)
    index(member)
    agency.set_umbrella(user=people.agency(), organization=union, recognized=False)
    outbox.drain()
    assert found("зэгсэн", verified=["yes"]) == set()


@pytest.mark.parametrize("language", ["mn", "en"])
def test_no_two_kinds_of_results_have_one_name(language: str) -> None:
    with override(language):
        names = [str(kind.label) for kind in registry.kinds().values()]
    assert len(names) == len(set(names))
