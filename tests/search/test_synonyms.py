"""What editors say means the same is understood at once, without a rebuild."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import translation

from core import page_cache, shared
from search import synonym_file
from search.execute import execute
from search.models import SynonymSet
from tests import people
from tests.search.world import World

pytestmark = pytest.mark.django_db

NEW = "/cms/search/synonyms/new/"
FILE = "/cms/search/import-synonyms/"


def found(typed: str) -> list[str]:
    with shared.at_version(page_cache.current_version()):
        return [row.title for row in execute(typed, language="mn").rows]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(people.editor())
    return client


@pytest.fixture
def camels(world: World) -> World:
    world.write("Тэмээний хөөвөр", "угаах")
    world.write("Хонины ноос", "хяргах")
    world.drain()
    return world


@pytest.mark.usefixtures("camels")
def test_a_set_counts_from_the_moment_it_is_saved_until_it_is_deleted(editor: Client) -> None:
    assert found("атан") == []
    assert editor.post(NEW, {"words": "тэмээ\nатан\nтором", "language": "mn"}).status_code == 302
    assert found("атан") == ["Тэмээний хөөвөр"]
    assert found("атны") == ["Тэмээний хөөвөр"]
    assert found("atan") == ["Тэмээний хөөвөр"]
    assert "тэмээ = атан = тором" in editor.get("/cms/search/synonyms/").content.decode()
    pk = SynonymSet.objects.get().pk
    assert (
        editor.post(f"/cms/search/synonyms/edit/{pk}/", {"words": "ноос\nатан", "language": "mn"}).status_code
        == 302
    )
    assert found("атан") == ["Хонины ноос"]
    assert editor.post(f"/cms/search/synonyms/delete/{pk}/").status_code == 302
    assert found("атан") == []


@pytest.mark.usefixtures("camels")
def test_without_a_language_letters_tell_and_phrases_count_whole(editor: Client) -> None:
    assert editor.post(NEW, {"words": "тэмээний хөөвөр\ncamel down", "language": ""}).status_code == 302
    assert found("camel down") == ["Тэмээний хөөвөр"]
    assert found("camel") == []


@pytest.mark.usefixtures("camels")
def test_what_was_typed_comes_before_what_means_the_same(editor: Client, camels: World) -> None:
    camels.write("Ингэ саах", "сүү")
    camels.drain()
    editor.post(NEW, {"words": "тэмээ\nингэ", "language": "mn"})
    assert found("ингэ") == ["Ингэ саах", "Тэмээний хөөвөр"]
    assert [row.title for row in execute("ингэ", language="mn", exact=True).rows] == ["Ингэ саах"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("хонь", "at least two words"),
        ("хоршоо\nхоршооны", "for the same as"),
        ("хонь\n!!!", "holds no word"),
        ("хонь\nбайна", "says nothing by itself"),
        ("хонь\nнэг хоёр гурав дөрөв тав зургаа долоо", "too many words"),
        ("хонь\n" + "а" * 101, "too long"),
        ("\n".join(f"мал {n}" for n in range(40)), "At most 30 lines"),
    ],
)
def test_a_set_that_is_none_is_refused_with_the_reason(editor: Client, words: str, says: str) -> None:
    user = people.editor("english")
    user.wagtail_userprofile = None
    answer = editor.post(NEW, {"words": words, "language": "mn"})
    assert answer.status_code == 200
    with translation.override("en"):
        errors = answer.context_data["form"].errors["words"]
    assert errors
    assert not SynonymSet.objects.exists()
    with pytest.raises(synonym_file.SynonymFileError, match=says), translation.override("en"):
        synonym_file.read(f"mn: {words}".replace("\n", ",").encode())


def test_a_file_with_errors_names_each_line_and_changes_nothing(editor: Client, tmp_path: Path) -> None:
    content = "# Мал\nmn: хонь, хурга\nхонь\n\nxx: a, b\nзээл, loan\n".encode() + b"\xff\xfe, a\n"
    path = tmp_path / "synonyms.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError) as error:
        call_command("import_synonyms", str(path))
    lines = str(error.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "Line 3",
        "Line 5",
        "Line 7",
        "Nothing was changed.",
    ]
    answer = editor.post(FILE, {"file": SimpleUploadedFile("synonyms.txt", content)})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert all(
        f"{number} дүгээр мөр" in html or f"{number}-р мөр" in html or f"Мөр {number}" in html
        for number in (3, 5, 7)
    )
    assert not SynonymSet.objects.exists()


@pytest.mark.usefixtures("camels")
def test_a_file_is_read_once(editor: Client, tmp_path: Path) -> None:
    content = "\ufeffmn: тэмээ, ингэ\r\nзээл, loan\r\n".encode()
    assert editor.post(FILE, {"file": SimpleUploadedFile("s.txt", content)}).status_code == 302
    assert found("ингэ") == ["Тэмээний хөөвөр"]
    (tmp_path / "s.txt").write_bytes(content)
    call_command("import_synonyms", str(tmp_path / "s.txt"))
    assert list(SynonymSet.objects.values_list("language", "words")) == [
        ("", "зээл\nloan"),
        ("mn", "тэмээ\nингэ"),
    ]


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"a" * (synonym_file.LARGEST + 1)])
def test_an_empty_or_huge_file_is_refused(content: bytes) -> None:
    with pytest.raises(synonym_file.SynonymFileError):
        synonym_file.read(content)


def test_readers_may_not(client: Client) -> None:
    form = {"words": "хонь\nхурга", "language": "mn"}
    file = {"file": SimpleUploadedFile("s.txt", "хонь, хурга".encode())}
    client.post(NEW, form)
    client.post(FILE, file)
    client.force_login(people.person("reader"))
    client.post(NEW, form)
    client.post(FILE, {"file": SimpleUploadedFile("s.txt", "хонь, хурга".encode())})
    assert not SynonymSet.objects.exists()
