"""Texts in several languages: typed, checked, stored and shown."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation
from modelcluster.models import ClusterableModel
from wagtail.admin.forms.models import WagtailAdminModelForm

from core.fields import LocalizedTextField, localized


class Word(ClusterableModel):
    term = LocalizedTextField("Term")
    note = LocalizedTextField("Note", blank=True, multiline=True)
    source = LocalizedTextField("Source", blank=True, required_languages=["mn"])

    class Meta:
        app_label = "core"
        managed = False


class WordForm(WagtailAdminModelForm):
    class Meta:
        model = Word
        fields = ["term", "note", "source"]


def typed(**texts: str) -> dict[str, str]:
    return {"term_mn": "хоршоо", "term_en": "cooperative", "source_mn": "хууль"} | texts


def test_text_in_the_active_language_else_in_the_first() -> None:
    both = {"mn": "хоршоо", "en": "cooperative"}
    with translation.override("en"):
        assert localized(both) == "cooperative"
        assert localized({"mn": "хоршоо"}) == "хоршоо"
        assert localized(both, "mn") == "хоршоо"
    assert localized({"en": "only English"}, "mn") == ""
    assert localized({}) == ""
    assert localized(None) == ""


def test_form_has_an_input_in_each_language_with_label_and_lang() -> None:
    html = str(WordForm()["term"])
    for code, name in (("mn", "Монгол"), ("en", "English")):
        assert f'name="term_{code}"' in html
        assert f'lang="{code}"' in html
        assert f">{name}</label>" in html
        assert f'aria-label="Term ({name})"' in html
    assert "<textarea" not in html
    assert str(WordForm()["note"]).count("<textarea") == 2


def test_form_strips_and_leaves_out_what_is_empty() -> None:
    form = WordForm(typed(term_mn="  хоршоо \n", note_en="  ", note_mn="тайлбар"))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["term"] == {"mn": "хоршоо", "en": "cooperative"}
    assert form.cleaned_data["note"] == {"mn": "тайлбар"}


@pytest.mark.parametrize(
    ("field", "missing"), [("term_en", "English"), ("term_mn", "Монгол"), ("source_mn", "Монгол")]
)
def test_form_names_the_language_whose_text_is_missing(field: str, missing: str) -> None:
    form = WordForm(typed(**{field: " "}))
    assert not form.is_valid()
    assert missing in str(form.errors)


def test_what_was_typed_stays_in_a_refused_form() -> None:
    form = WordForm(typed(term_en="", note_en="half a note"))
    assert not form.is_valid()
    assert "half a note" in str(form["note"])


def test_unchanged_form_is_seen_as_unchanged() -> None:
    word = Word(term={"mn": "хоршоо", "en": "cooperative"}, source={"mn": "хууль"})
    assert WordForm(typed(), instance=word).changed_data == []
    assert WordForm(typed(term_en="co-op"), instance=word).changed_data == ["term"]


@pytest.mark.parametrize("value", ["a text", ["mn"], {"mn": 1}, 3])
def test_model_refuses_what_is_no_mapping_of_texts(value: object) -> None:
    with pytest.raises(ValidationError):
        Word(term=value, source={"mn": "хууль"}).full_clean()


def test_model_strips_and_asks_for_each_language() -> None:
    word = Word(term={"mn": " хоршоо ", "en": "cooperative"}, source={"mn": "хууль"})
    word.full_clean()
    assert word.term == {"mn": "хоршоо", "en": "cooperative"}
    with pytest.raises(ValidationError) as caught:
        Word(term={"mn": "хоршоо"}, source={"mn": "хууль"}).full_clean()
    assert "term" in caught.value.message_dict


def test_survives_a_revision() -> None:
    word = Word(term={"mn": "хоршоо", "en": "cooperative"}, note={"mn": "“тайлбар”\nхоёр мөр"})
    again = Word.from_json(word.to_json())
    assert again.term == word.term
    assert again.note == word.note
    assert again.source == {}


def test_migration_rebuilds_the_field() -> None:
    _name, path, args, kwargs = Word._meta.get_field("note").deconstruct()
    assert path == "core.fields.LocalizedTextField"
    field = LocalizedTextField(*args, **kwargs)
    assert field.blank
    assert isinstance(field, models.JSONField)
    assert isinstance(field.formfield(), forms.Field)
