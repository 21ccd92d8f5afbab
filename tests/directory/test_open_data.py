"""The open data: what is told of whom, in every shape alike."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.codes import Purpose
from accounts.models import Certificate, Contact, FieldSource, Organization, PublicationConsent, YearFigures
from core import page_cache
from core.places import place
from directory.open_shapes import COLUMNS, SHAPES, STANDARD
from directory.services.freshness import confirm_entry
from directory.services.open_data import write_open_data
from directory.tables import harmless
from tests import organizations as make

pytestmark = pytest.mark.django_db

SECRETS = {"phone": "99112233", "email": "us@khorshoo.example", "hidden": "Дотоод гудамж 5"}


def text(client: Client, name: str, query: str = "", **headers: str) -> str:
    answer = client.get(f"/data/{name}{query}", **headers)
    assert answer.status_code == 200, answer.content
    return b"".join(answer.streaming_content).decode("utf-8-sig" if name.endswith("csv") else "utf-8")


def rows(client: Client, name: str = "organizations.csv", query: str = "") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(client, name, query), newline="")))


def entries(client: Client, query: str = "") -> dict[str, dict[str, Any]]:
    found = json.loads(text(client, "organizations.json", query))["organizations"]
    return {one["id"]: one for one in found}


def full(name: str = "Ноос", **more: Any) -> Organization:
    """Everything about it is filled in."""
    values = {
        "name_en": "Wool", "legal_form": "primary-cooperative", "registration_number": "1234567", "founded": "1992.01",
        "isic": "C", "activities": ["ICA90", "ICA60"], "member_type": "producer", "about": "Ноос ангилна.",
        "sdg_goals": [5, 12], "sdg_statement": "Эмэгтэйчүүд", "audited_on": "2026.03.01", "auditor": "Аудит ХХК",
    }  # fmt: skip
    made = make.organization(name, **{**values, **more})
    YearFigures.objects.create(organization=made, year=2025, members=24, women=3, youth=10)
    for kind, value in (
        ("phone", SECRETS["phone"]),
        ("email", SECRETS["email"]),
        ("website", "https://noos.example"),
    ):
        Contact.objects.create(organization=made, kind=kind, value=value, visibility="public")
    Contact.objects.create(organization=made, kind="address", value=SECRETS["hidden"], visibility="members")
    Certificate.objects.create(organization=made, name="MNS 6891", issuer="СХЗГ", number="12")
    for field in ("place", "founded"):
        FieldSource.objects.create(organization=made, field=field, source="icao.coop", said_at=timezone.now())
    return made


def agree(made: Organization) -> Organization:
    PublicationConsent.objects.create(organization=made, purpose=Purpose.DATA)
    return made


BASIC = {
    "id", "name_mn", "name_en", "legal_form", "legal_form_mn", "legal_form_en", "level", "level_mn", "level_en",
    "place", "place_mn", "place_en", "isic", "isic_mn", "isic_en", "activities", "sources", "confirmed", "sample",
    "agreed", "changed", "url",
}  # fmt: skip


def test_of_an_entry_that_nobody_looks_after_the_basic_facts_are_told_alone(client: Client) -> None:
    made = full(status="unconfirmed")
    write_open_data()
    (row,) = rows(client)
    assert {name for name, value in row.items() if value} == BASIC
    assert (row["name_mn"], row["name_en"], row["place"], row["agreed"]) == ("Ноос", "Wool", "6231", "no")
    assert row["place_mn"] == "Өвөрхангай аймаг, Нарийнтээл сум"
    assert (row["place_en"], row["confirmed"]) == (place("6231").path_name("en"), "no")
    assert (row["activities"], row["isic_en"]) == ("ICA90; ICA60", "Manufacturing")
    assert row["sources"].startswith("place: icao.coop, 20")
    assert entries(client)[made.public_id]["more"] is None
    assert [one["field"] for one in entries(client)[made.public_id]["sources"]] == ["place"]
    assert client.get(f"/data/murmurations/{made.public_id}.json").status_code == 404
    assert json.loads(text(client, "murmurations/index.json"))["profiles"] == []
    everything = (
        "".join(text(client, name) for name in SHAPES) + client.get("/api/v1/organizations").content.decode()
    )
    more = (
        "1234567",
        "1992",
        "Ноос ангилна",
        "producer",
        "OS90",
        "BMT20",
        "noos.example",
        "MNS",
        "Аудит",
        "Эмэгтэй",
    )
    assert [word for word in more if word in everything] == []


def test_with_consent_all_that_is_public_is_told(client: Client) -> None:
    union = make.umbrella("Холбоо")
    made = agree(full())
    make.member(made, "owner")
    make.confirmed(made, union)
    write_open_data()
    row = next(row for row in rows(client) if row["id"] == made.public_id)
    empty = {name for name in COLUMNS if not row[name]}
    empty_ones = {"women", "employees", "social", "address", "gone", "register_checked"}
    assert empty == empty_ones | {"confirmed_on", "confirmed_by"}
    assert (row["members"], row["youth"], row["too_few"]) == ("24", "10", "women")
    assert (row["founded"], row["sdg_goals"], row["unions"]) == ("1992-01", "5; 12", union.public_id)
    more = entries(client)[made.public_id]["more"]
    assert more["contacts"] == [{"kind": "website", "value": "https://noos.example"}]
    assert more["figures"] == [
        {"year": 2025, "members": 24, "women": None, "youth": 10, "employees": None, "too_few": ["women"],
         "confirmed": False}
    ]  # fmt: skip
    everything = "".join(text(client, name) for name in SHAPES)
    everything += client.get(f"/api/v1/organizations/{made.public_id}").content.decode()
    everything += client.get(f"/data/murmurations/{made.public_id}.json").content.decode()
    assert [secret for secret in SECRETS.values() if secret in everything] == []


def test_who_said_last_that_an_entry_is_right_and_when(client: Client) -> None:
    made = agree(full())
    owner = make.member(made, "owner")
    with time_machine.travel(
        dt.datetime(2026, 9, 30, 20, tzinfo=dt.UTC)
    ):  # the first of October in Ulaanbaatar
        confirm_entry(user=owner, organization=made)
    write_open_data()
    (row,) = rows(client)
    assert (row["confirmed"], row["confirmed_on"], row["confirmed_by"]) == ("yes", "2026-10-01", "owner")
    told = client.get(f"/api/v1/organizations/{made.public_id}").json()
    assert (told["confirmed_on"], told["confirmed_by"]) == ("2026-10-01", "owner")
    assert '"confirmed_on":"2026-10-01"' in text(client, "organizations.geojson")


def test_whose_owner_was_asked_and_did_not_agree_is_not_in_the_data(client: Client) -> None:
    made = full()
    make.member(made, "owner")
    write_open_data()
    assert rows(client) == []
    assert client.get(f"/api/v1/organizations/{made.public_id}").status_code == 404
    agree(made)
    write_open_data()
    assert [row["agreed"] for row in rows(client)] == ["yes"]


def test_page_file_and_api_tell_the_same_numbers_of_persons(client: Client) -> None:
    made = agree(full())
    YearFigures.objects.create(organization=made, year=2026, members=9, women=5, youth=None, employees=2)
    write_open_data()
    told = entries(client)[made.public_id]["more"]["figures"]
    assert [(one["members"], one["women"], one["too_few"]) for one in told] == [
        (9, None, ["women", "employees"]),
        (24, None, ["women"]),
    ]
    assert client.get(f"/api/v1/organizations/{made.public_id}").json()["more"]["figures"] == told
    page = client.get(f"/en/directory/{made.public_id}/").content.decode()
    cells = page.partition('<th scope="row">2026</th>')[2].partition("</tr>")[0]
    assert ">9<" in cells
    assert "too few to tell" in cells


def test_in_linked_data_the_codes_of_essglobal_stand(client: Client) -> None:
    made = agree(full())
    make.organization("Холбоо", level="apex", status="unconfirmed", place="")
    write_open_data()
    found = json.loads(text(client, "organizations.jsonld"))
    assert found["@context"]["ess"] == "https://w3id.solidarityeconomy.coop/essglobal/V2a/vocab/"
    one, other = found["@graph"]
    ess = "https://w3id.solidarityeconomy.coop/essglobal/V2a/standard"
    assert one["@type"] == ["schema:Organization", "ess:SSEInitiative"]
    assert one["ess:organisationalStructure"] == {"@id": f"{ess}/organisational-structure/OS90"}
    assert one["ess:baseMembershipType"] == {"@id": f"{ess}/base-membership-type/BMT20"}
    assert one["ess:legalForm"] == {"@id": f"{ess}/legal-form/L2"}
    assert one["ess:economicSector"] == [
        {"@id": f"{ess}/activities-ica/{code}"} for code in ("ICA90", "ICA60")
    ]
    assert one["@id"].endswith(f"/mn/directory/{made.public_id}/")
    assert other["ess:organisationalStructure"] == {"@id": f"{ess}/organisational-structure/OS180"}
    terms = {term.partition(":")[0] for entry in found["@graph"] for term in entry if ":" in term}
    assert terms <= set(found["@context"])


def test_points_are_the_middle_of_the_aimag_and_say_so(client: Client) -> None:
    made = make.organization("Ноос", status="unconfirmed")
    district = make.organization("Хот", status="unconfirmed", place="1110")
    nowhere = make.organization("Хаана ч биш", status="unconfirmed", place="")
    write_open_data()
    found = json.loads(text(client, "organizations.geojson"))
    assert found["type"] == "FeatureCollection"
    by_id = {one["id"]: one for one in found["features"]}
    latitude, longitude = place("62").point or (0, 0)
    feature = by_id[made.public_id]
    assert feature["geometry"] == {"type": "Point", "coordinates": [longitude, latitude]}
    assert feature["properties"]["point"] == {"about": True, "middle_of": "62"}
    assert by_id[district.public_id]["properties"]["point"]["middle_of"] == "1110"
    assert by_id[nowhere.public_id]["geometry"] is None


def test_the_table_that_programs_of_the_solidarity_economy_read(client: Client) -> None:
    made = agree(full())
    write_open_data()
    (row,) = rows(client, "organizations-sse.csv")
    assert tuple(row) == STANDARD
    assert (row["Identifier"], row["Organisational Structure"]) == (made.public_id, "OS90")
    assert (row["Name"], row["Activities"], row["Website"]) == ("Wool", "ICA90;ICA60", "https://noos.example")
    assert (row["Phone"], row["Email"], row["Street Address"]) == ("", "", "")


def test_profiles_are_for_those_who_agreed(client: Client) -> None:
    made = agree(full())
    full("Сүү", status="unconfirmed")
    write_open_data()
    (address,) = json.loads(text(client, "murmurations/index.json"))["profiles"]
    assert address == f"http://127.0.0.1:8000/data/murmurations/{made.public_id}.json"
    answer = client.get(address.removeprefix("http://127.0.0.1:8000"))
    profile = answer.json()
    assert profile["linked_schemas"] == ["organizations_schema-v1.0.0"]
    assert (profile["name"], profile["nickname"], profile["country_iso_3166"]) == ("Wool", "Ноос", "MN")
    assert profile["primary_url"] == "https://noos.example"
    assert not {"telephone", "contact_details"} & set(profile)
    assert client.get(answer.wsgi_request.path, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
    made.consents.filter(purpose=Purpose.DATA).update(withdrawn_at=timezone.now())
    page_cache.raise_version()
    assert client.get(answer.wsgi_request.path).status_code == 404


@pytest.mark.parametrize("cell", ["=1+1", "+976", "-5", "@SUM(A1)", "\t=1", " =1", "＝1", "|cmd", "\r=1"])
def test_no_cell_is_a_formula(cell: str, client: Client) -> None:
    assert harmless(cell) == f"'{cell}"
    make.organization(cell, status="unconfirmed", name_en=cell)
    write_open_data()
    (row,) = rows(client)
    assert row["name_mn"] == row["name_en"] == f"'{cell}"
    assert [one["name"]["mn"] for one in entries(client).values()] == [cell]


def test_samples_say_what_they_are(client: Client) -> None:
    from directory.samples import make as make_samples

    make_samples(2)
    write_open_data()
    assert {row["sample"] for row in rows(client)} == {"yes"}
    assert {one["sample"] for one in client.get("/api/v1/organizations").json()["items"]} == {True}
