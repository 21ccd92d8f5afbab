"""Letters to people of the list: sent on, once, with no address shown before the answer."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import Letter, Profile, User
from accounts.services.letters import forget_old_letters, send_letter, write_to_organization
from accounts.services.terms import accept_terms
from accounts.terms import current
from core import once
from tests import people
from tests.accounts.people_parts import adviser, deliver, signed_in, someone, with_profile
from tests.organizations import member, organization

pytestmark = pytest.mark.django_db

TEXT = "Сайн байна уу. Дүрмийн талаар асуух гэсэн юм."


def writer(name: str = "Дорж") -> User:
    person = someone(name)
    terms = current()
    assert terms
    accept_terms(user=person, person=person, version=terms.version)
    return person


def post(client: Client, person: User, **changes: str) -> int:
    sent = {"text": TEXT, "token": once.new_token(), **changes}
    return client.post(f"/mn/people/{person.public_id}/letter/", sent).status_code


def test_a_letter_goes_to_the_receiver_and_the_answer_to_the_sender() -> None:
    to, sender = adviser(), writer()
    assert post(signed_in(sender), to) == 302
    deliver()
    sent = mail.outbox[0]
    assert (sent.to, sent.reply_to) == ([to.email], [sender.email])
    assert "> Сайн байна уу." in sent.body
    assert sender.name in sent.subject
    assert sent.alternatives


def test_an_answer_goes_to_an_address_that_the_sender_has_proved() -> None:
    sender, one = writer(), organization()
    member(one, "owner")
    sender.emailaddress_set.update(verified=False)
    sender.emailaddress_set.create(email="proved@khorshoo.example", verified=True)
    write_to_organization(user=sender, organization=one, text=TEXT, token="t")
    deliver()
    assert [sent.reply_to for sent in mail.outbox] == [["proved@khorshoo.example"]]
    assert sender.email not in mail.outbox[0].body


def test_the_sender_never_sees_the_receivers_address() -> None:
    to, client = adviser(), signed_in(writer())
    assert to.email not in client.get(f"/mn/people/{to.public_id}/letter/").content.decode()
    post(client, to)
    assert to.email not in client.get(f"/mn/people/{to.public_id}/").content.decode()


def test_a_letter_is_in_the_receivers_language() -> None:
    to = adviser(language="en")
    send_letter(user=writer(), person=to, text=TEXT, token="t")
    deliver()
    assert "wrote to you" in mail.outbox[0].subject


def test_a_letter_sent_twice_arrives_once() -> None:
    to, client, token = adviser(), signed_in(writer()), once.new_token()
    assert [post(client, to, token=token) for _i in range(2)] == [302, 302]
    deliver()
    assert len(mail.outbox) == 1


def test_only_people_of_the_list_are_written_to() -> None:
    sender, nobody, listed = writer(), someone("Сараа"), adviser("Дулмаа")
    with pytest.raises(PermissionDenied):
        send_letter(user=listed, person=listed, text=TEXT, token="t")
    assert signed_in(sender).get(f"/mn/people/{nobody.public_id}/letter/").status_code == 404
    for person in [nobody, sender]:
        with pytest.raises(PermissionDenied):
            send_letter(user=sender, person=person, text=TEXT, token="t")
    to = adviser("Цэцгээ")
    with_profile(to, trade="")
    with pytest.raises(PermissionDenied):
        send_letter(user=sender, person=User.objects.get(pk=to.pk), text=TEXT, token="t")


def test_whose_profile_is_hidden_or_who_is_leaving_is_not_written_to() -> None:
    moderator, hidden, leaving = people.moderator(), adviser(), adviser("Цэцгээ")
    Profile.objects.filter(user=hidden).update(hidden_at=timezone.now())
    User.objects.filter(pk=leaving.pk).update(deletion_due_at=timezone.now())
    for sender in (writer(), moderator):
        for person in (hidden, leaving):
            assert signed_in(sender).get(f"/mn/people/{person.public_id}/letter/").status_code in {302, 404}
            with pytest.raises(PermissionDenied):
                send_letter(user=sender, person=User.objects.get(pk=person.pk), text=TEXT, token="t")


def test_who_has_not_signed_in_is_asked_to() -> None:
    to = adviser(audience="everyone")
    answer = Client().get(f"/mn/people/{to.public_id}/letter/")
    assert "/mn/account/login/" in answer["Location"]


def test_the_terms_are_asked_for_first_and_lead_back() -> None:
    to, client = adviser(), signed_in(someone("Дорж"))
    answer = client.get(f"/mn/people/{to.public_id}/letter/")
    assert "/mn/account/terms/" in answer["Location"]
    terms = current()
    assert terms
    sent = {"version": terms.version, "next": f"/mn/people/{to.public_id}/letter/"}
    answer = client.post("/mn/account/terms/", sent)
    assert answer["Location"] == f"/mn/people/{to.public_id}/letter/"
    assert client.get(answer["Location"]).status_code == 200


def test_many_letters_are_stopped_and_the_text_stays() -> None:
    to, client = adviser(), signed_in(writer())
    assert [post(client, to) for _i in range(4)] == [302, 302, 302, 429]
    sent = {"text": TEXT, "token": once.new_token()}
    answer = client.post(f"/mn/people/{to.public_id}/letter/", sent)
    assert TEXT in answer.content.decode()
    others = [adviser(f"Хүн {letter}") for letter in "абвгдежз"]
    assert [post(client, other) for other in others] == [302] * 7 + [429]


def test_programs_that_fill_in_every_field_are_thanked_and_forgotten() -> None:
    assert post(signed_in(writer()), adviser(), website="https://spam.example") == 302
    assert not Letter.objects.exists()


def test_a_stale_form_keeps_its_text() -> None:
    client = signed_in(writer())
    answer = client.post(f"/mn/people/{adviser().public_id}/letter/", {"text": TEXT, "token": "old"})
    assert answer.status_code == 422
    assert TEXT in answer.content.decode()


def test_a_letter_cannot_pass_for_words_of_the_site() -> None:
    text = "Хариулаарай.\n\nhttps://evil.example/\n\n    123456"
    send_letter(user=writer(), person=adviser(), text=text, token="t")
    deliver()
    html = str(mail.outbox[0].alternatives[0][0])
    assert 'href="https://evil.example/' not in html
    assert 'class="code"' not in html


def test_old_letters_are_forgotten() -> None:
    send_letter(user=writer(), person=adviser(), text=TEXT, token="t")
    forget_old_letters()
    assert Letter.objects.count() == 1
    with time_machine.travel(datetime.now().astimezone() + timedelta(days=91)):
        forget_old_letters()
    assert not Letter.objects.exists()


def test_many_senders_do_not_flood_one_person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.letter_limits.LETTERS_TO_A_RECEIVER_A_DAY", 2)
    to, text = adviser(), "Олон хүн зэрэг асууж байна, уучлаарай."
    senders = [signed_in(writer(f"Дорж {n}")) for n in range(3)]
    assert [post(sender, to, text=text) for sender in senders] == [302, 302, 429]
    answer = senders[2].post(f"/mn/people/{to.public_id}/letter/", {"text": text, "token": once.new_token()})
    assert text in answer.content.decode()
    assert post(senders[2], adviser("Цэцгээ"), text=text) == 302
