"""What counts as a change where a page is edited: else the second reader would become an author."""

import pytest
from django.http import QueryDict

from content.models import DatedFact, GuidePage

pytestmark = pytest.mark.django_db


def form(page: GuidePage, fact: DatedFact, text: str) -> object:
    data = QueryDict(mutable=True)
    data.update(
        {
            "related-count": "0",
            "sources-count": "0",
            "changes-count": "0",
            "terms-count": "0",
            "body-count": "2",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "facts",
            "body-0-id": "a",
            "body-0-value-count": "1",
            "body-0-value-0-deleted": "",
            "body-0-value-0-order": "0",
            "body-0-value-0-id": "b",
            "body-0-value-0-value": str(fact.pk),
            "body-1-deleted": "",
            "body-1-order": "1",
            "body-1-type": "text",
            "body-1-id": "c",
            "body-1-value": '{"blocks": [{"key": "k1234", "text": "%s", "type": "unstyled", "depth": 0, '
            '"inlineStyleRanges": [], "entityRanges": []}], "entityMap": {}}'.replace("%s", text),
        }
    )
    return GuidePage.get_edit_handler().get_form_class()(data, instance=page)


def test_a_body_with_a_list_and_the_same_text_is_not_changed() -> None:
    fact = DatedFact.objects.create(key="k", label={"mn": "Хураамж"})
    page = GuidePage(title="Т", slug="t")
    page.body = [
        {"type": "facts", "id": "a", "value": [{"type": "item", "id": "b", "value": fact.pk}]},
        {"type": "text", "id": "c", "value": "<p>Нэг</p>"},
    ]
    assert "body" not in form(page, fact, "Нэг").changed_data
    assert "body" in form(page, fact, "Хоёр").changed_data
