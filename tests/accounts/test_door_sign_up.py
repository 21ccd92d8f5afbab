"""Opening an account, in both languages; what a known address sees is what a free one sees."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client

from accounts.models import User
from core.models import OutboxRow
from tests.accounts.door import PASSWORD, code, is_signed_in, mails, member, sign_in

pytestmark = pytest.mark.django_db


def sign_up(client: Client, address: str, language: str = "mn", **more: str) -> str:
    answer = client.post(f"/{language}/account/signup/", {"email": address, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_a_mail_address_and_the_code_are_enough(client: Client) -> None:
    where = sign_up(client, " Dorj@Example.MN ", name="Дорж")
    assert "dorj@example.mn" in client.get(where).content.decode()
    assert client.post(where, {"code": code().replace("-", " ")}).status_code == 302
    page = client.get("/mn/account/").content.decode()
    assert "Дорж" in page
    user = User.objects.get(email="dorj@example.mn")
    assert (user.has_usable_password(), user.language) == (False, "mn")


@pytest.mark.parametrize(
    ("language", "subject"), [("mn", "Хаягаа баталгаажуулах"), ("en", "Confirm your address")]
)
def test_the_mail_is_in_the_language_of_the_page_in_text_and_html(
    client: Client, language: str, subject: str
) -> None:
    sign_up(client, "dorj@example.mn", language)
    (sent,) = mails()
    assert sent.subject == f"{subject} · Хоршоо"
    html = sent.alternatives[0][0]
    assert f'<html lang="{language}">' in html
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    for line in filter(None, map(str.strip, sent.body.splitlines())):
        assert line in html
    assert User.objects.get().language == language


def test_a_code_opens_once_and_a_wrong_one_never(client: Client) -> None:
    where = sign_up(client, "dorj@example.mn")
    right = code()
    wrong = "0000-0000" if right != "0000-0000" else "1111-1111"
    page = client.post(where, {"code": wrong})
    assert "Код таарсангүй" in page.content.decode()
    assert not is_signed_in(client)
    assert client.post(where, {"code": right}).status_code == 302
    client.post("/mn/account/logout/")
    assert client.post(where, {"code": right})["Location"] == "/mn/account/login/"
    assert not is_signed_in(client)


def test_five_wrong_codes_end_the_try(client: Client) -> None:
    where = sign_up(client, "dorj@example.mn")
    right = code()
    wrong = "0000-0000" if right != "0000-0000" else "1111-1111"
    answers = [client.post(where, {"code": wrong}).status_code for _try in range(5)]
    assert answers == [200, 200, 200, 200, 302]
    client.post(where, {"code": right})
    assert not is_signed_in(client)


def test_nothing_on_page_or_in_status_tells_a_known_address(client: Client) -> None:
    member("bat")
    pages = []
    for address in ("bat@example.mn", "new@example.mn"):
        browser = Client()
        where = sign_up(browser, address, name="Сараа", password1="")
        page = browser.get(where)
        wrong = browser.post(where, {"code": "0000-0001"})
        resent = browser.post(where, {"action": "resend"})
        pages.append(
            (where, page.status_code, wrong.status_code, resent.status_code)
            + tuple(strip(answer.content.decode(), address) for answer in (page, wrong))
        )
    assert pages[0] == pages[1]


def strip(html: str, address: str) -> str:
    """The page without the address and the form's secret."""
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", html).replace(address, "…")


@pytest.fixture
def hash_rounds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows by one with each round of hashing."""
    rounds: list[str] = []
    encode = MD5PasswordHasher.encode

    def counted(self: MD5PasswordHasher, password: str, salt: str) -> str:
        rounds.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    return rounds


@pytest.mark.parametrize(
    ("path", "sent", "rounds"),
    [
        ("signup/", {"password1": PASSWORD}, 1),
        ("signup/", {}, 0),
        ("signup/passkey/", {}, 0),
        ("login/", {"password": "wrong-wrong-wrong"}, 1),
        ("login/code/", {}, 0),
        ("password/reset/", {}, 0),
    ],
)
@pytest.mark.parametrize("has_password", [True, False])
def test_a_known_address_costs_as_many_hash_rounds_and_mails_as_an_unknown(
    hash_rounds: list[str], path: str, sent: dict[str, str], rounds: int, has_password: bool
) -> None:
    member("bat", PASSWORD if has_password else None)
    seen = []
    for address in ("bat@example.mn", "new@example.mn"):
        hash_rounds.clear()
        before = OutboxRow.objects.filter(kind="mail").count()
        field = "login" if path == "login/" else "email"
        answer = Client().post(f"/mn/account/{path}", {field: address, **sent})
        queued = OutboxRow.objects.filter(kind="mail").count() - before
        seen.append((answer.status_code, answer.get("Location"), len(hash_rounds), queued))
    assert seen[0] == seen[1]
    assert seen[0][2:] == (rounds, 0 if path == "login/" else 1)


def test_signing_in_after_signing_up_tells_nothing_either(client: Client) -> None:
    member("bat")
    for address in ("bat@example.mn", "new@example.mn"):
        browser = Client()
        sign_up(browser, address, password1="мой-нууц-мөр-77")
        answer = Client().post("/mn/account/login/", {"login": address, "password": "мой-нууц-мөр-77"})
        assert answer.status_code == 200, address
        assert "таарсангүй" in answer.content.decode()


def test_whoever_signs_up_with_a_strangers_address_leaves_no_password_behind(client: Client) -> None:
    sign_up(client, "owner@example.mn", password1="хулгайчийн-нууц-1")
    mails()
    owner = Client()
    owner.post("/mn/account/login/code/", {"email": "owner@example.mn"})
    owner.post("/mn/account/login/code/confirm/", {"code": code()})
    assert is_signed_in(owner)
    thief = Client()
    answer = thief.post("/mn/account/login/", {"login": "owner@example.mn", "password": "хулгайчийн-нууц-1"})
    assert answer.status_code == 200
    assert not is_signed_in(thief)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "Дор хаяж 10 тэмдэгт"),
        ("password1234", "олон хүн хэрэглэдэг"),
        ("dorj@example.mn", "хэт төстэй"),
    ],
)
def test_a_weak_password_is_refused_in_plain_words_and_the_rest_stays(
    client: Client, password: str, why: str
) -> None:
    answer = client.post(
        "/mn/account/signup/", {"email": "dorj@example.mn", "name": "Дорж", "password1": password}
    )
    html = answer.content.decode()
    assert why in html
    assert 'value="dorj@example.mn"' in html
    assert 'value="Дорж"' in html
    assert not get_user_model().objects.exists()


def test_a_name_that_poses_as_an_office_is_refused(client: Client) -> None:
    answer = client.post("/mn/account/signup/", {"email": "dorj@example.mn", "name": "Аdmin"})
    assert answer.status_code == 200
    assert not User.objects.exists()


def test_a_signed_in_person_is_not_asked_to_sign_up(client: Client) -> None:
    sign_in(client, member())
    assert client.get("/mn/account/signup/")["Location"] == "/mn/account/"
