"""Names: namesakes are welcome, imitations are not, and the reason is said."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from accounts.names import check_name, skeleton, tidy_name
from tests import people

pytestmark = pytest.mark.django_db


def refusal(name: str, person: User | None = None) -> str:
    with pytest.raises(ValidationError) as caught:
        check_name(tidy_name(name), person)
    return " ".join(caught.value.messages)


@pytest.mark.parametrize(
    "name", ["Бат", "Ө. Сарангэрэл", "Батболд-Эрдэнэ", "Бат Болд", "Anna O’Neil", "Bat Болд", "Өлзий", "Ян 2"]
)
def test_ordinary_names_are_taken(name: str) -> None:
    check_name(tidy_name(name))


def test_namesakes_are_taken() -> None:
    User.objects.create_user("one@khorshoo.example", name="Бат")
    for name in ["Бат", "БАТ", "бат"]:
        check_name(name)


def test_names_that_differ_as_mongolian_words_differ_are_taken() -> None:
    User.objects.create_user("one@khorshoo.example", name="Сух")
    check_name("Сүх")
    User.objects.create_user("two@khorshoo.example", name="Бат Болд")
    check_name("Батболд")


@pytest.mark.parametrize(
    ("known", "name"),
    [
        ("САРА", "CAPA"),
        ("Болд", "Б0лд"),
        ("Ivan", "lvan"),
        ("Хосоо", "XOCOO"),
        ("Байк", "6айк"),
        ("Ocean", "Осеап"),
    ],
)
def test_anothers_name_in_other_letters_is_refused(known: str, name: str) -> None:
    User.objects.create_user("one@khorshoo.example", name=known)
    assert "андуурахаар" in refusal(name)


def test_one_may_keep_ones_own_name() -> None:
    person = User.objects.create_user("one@khorshoo.example", name="Болд")
    check_name("Б0лд", person)


def test_two_alphabets_in_a_word_are_named() -> None:
    text = refusal("Бaт")  # a Latin a
    assert "«Бaт»" in text
    assert "a (латин)" in text


@pytest.mark.parametrize(
    "name", ["Админ", "АДМИН 2", "Moderator", "Хоршоо", "Редактор Бат", "Aдмин", "Аdmin", "5upport"]
)
def test_names_of_offices_are_refused_in_any_letters(name: str) -> None:
    assert refusal(name)


def test_who_holds_an_office_may_be_called_by_it() -> None:
    check_name("Редактор", people.editor())


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Бат\u200bболд", "харагдахгүй"),
        ("Бат\u202eболд", "харагдахгүй"),
        ("Бат\u0489", "харагдахгүй"),
        ("bat@khorshoo.example", "@"),
        ("Бат<b>", "<"),
        ("Бат 🙂", "🙂"),
        ("", "хоёр"),
        ("1", "хоёр"),
    ],
)
def test_signs_that_do_not_belong_into_a_name_are_named(name: str, word: str) -> None:
    assert word in refusal(name)


def test_a_name_is_kept_with_its_looks_however_it_is_saved() -> None:
    person = User.objects.create_user("one@khorshoo.example", name="Болд")
    person.name = "Сара"
    person.save(update_fields=["name"])
    person.refresh_from_db()
    assert person.name_key == skeleton("Сара")


def test_no_mail_address_is_shown_in_a_names_place() -> None:
    person = User.objects.create_user("secret@khorshoo.example")
    assert "secret" not in f"{person} {person.get_full_name()} {person.shown_name}"
