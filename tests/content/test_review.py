"""Nobody's text goes live without a second person, by whatever way the admin offers."""

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.models import GroupPagePermission, Page, WorkflowState
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, streamfield
from wagtail_localize.models import Translation

from accounts.models import User
from content.models import DatedFact, GuidePage, Source
from content.permissions import hands_in, may_approve
from content.publishing import publish_approved
from tests import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("starter_site")]


def guide(language: str = "mn") -> GuidePage:
    return GuidePage.objects.get(slug="duties", locale__language_code=language)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def submit(page: Page, user: User, title: str) -> WorkflowState:
    page.title = title
    page.save_revision(user=user)
    return page.get_workflow().start(page, user)


def act(user: User, state: WorkflowState, action: str, comment: str = "") -> int:
    task_state = state.current_task_state
    address = reverse(
        "wagtailadmin_pages:workflow_action", args=[state.content_object.pk, action, task_state.pk]
    )
    return signed_in(user).post(address, {"comment": comment}).status_code


def test_no_group_may_publish() -> None:
    assert not GroupPagePermission.objects.filter(permission__codename="publish_page").exists()


def test_a_second_person_approves_and_the_text_goes_live() -> None:
    page = guide()
    state = submit(page, people.editor(), "Шинэ гарчиг")
    assert guide().title != "Шинэ гарчиг"
    act(people.moderator(), state, "approve")
    assert guide().title == "Шинэ гарчиг"


def test_a_moderator_cannot_approve_their_own_text() -> None:
    page = guide()
    author = people.moderator()
    state = submit(page, author, "Өөрийн гарчиг")
    act(author, state, "approve")
    assert guide().title != "Өөрийн гарчиг"
    assert state.current_task_state.task.specific.get_actions(page, author) == []


def test_who_edited_during_the_review_cannot_approve() -> None:
    page = guide()
    state = submit(page, people.editor(), "Гарчиг нэг")
    helper = people.moderator("helper")
    page = guide()
    page.title = "Гарчиг хоёр"
    page.save_revision(user=helper)
    state.refresh_from_db()
    act(helper, state, "approve")
    assert guide().title not in {"Гарчиг нэг", "Гарчиг хоёр"}


@pytest.mark.parametrize("saved_while_writing", [True, False])
def test_who_edits_and_presses_approve_is_told_that_another_must(saved_while_writing: bool) -> None:
    submit(guide(), people.editor(), "Гарчиг нэг")
    helper = people.moderator("helper")
    client = signed_in(helper)
    address = reverse("wagtailadmin_pages:edit", args=[guide().pk])
    lists = ("body", "related", "terms", "sources", "changes")
    data = querydict_from_html(client.get(address).content.decode(), form_id="page-edit-form").dict()
    data |= nested_form_data({name: streamfield([]) for name in lists})
    data |= {"title": "Гарчиг хоёр"}
    if saved_while_writing:
        client.post(address, data)
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = client.post(address, data)
    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert [line for line in said if "өөр хүн батална" in line] == said[-1:]
    page = guide()
    assert page.title not in {"Гарчиг нэг", "Гарчиг хоёр"}
    assert page.get_latest_revision_as_object().title == "Гарчиг хоёр"
    assert page.workflow_in_progress


def test_a_fact_says_it_as_well() -> None:
    fact = DatedFact.objects.get(key="sme-fund-amount")
    fact.as_of = "2098"
    fact.save_revision(user=people.editor())
    fact.get_workflow().start(fact, people.editor("other"))
    helper = people.moderator("helper")
    fact.as_of = "2099"
    fact.save_revision(user=helper)
    client = signed_in(helper)
    address = reverse("wagtailsnippets_content_datedfact:edit", args=[fact.pk])
    data = querydict_from_html(client.get(address).content.decode(), form_id="w-editor-form").dict()
    data |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = client.post(address, data)
    assert "өөр хүн батална" in [str(message) for message in get_messages(answer.wsgi_request)][-1]
    assert DatedFact.objects.get(pk=fact.pk).as_of not in {"2098", "2099"}


def test_an_editor_cannot_publish_from_the_form_or_by_hand() -> None:
    page = guide()
    author = people.editor()
    client = signed_in(author)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert b"action-publish" not in form.content
    revision = page.save_revision(user=author)
    with pytest.raises(PublishPermissionError):
        revision.publish(user=author)


def test_what_is_waiting_does_not_offer_own_texts() -> None:
    author = people.moderator()
    submit(guide(), author, "Миний гарчиг")
    other = people.moderator("other")
    from content.models import PeerApprovalTask

    task = PeerApprovalTask.objects.get()
    assert not task.get_task_states_user_can_moderate(author).exists()
    assert task.get_task_states_user_can_moderate(other).count() == 1


def test_a_superuser_who_wrote_it_is_no_second_person() -> None:
    page = guide()
    root = people.superuser()
    state = submit(page, root, "Удирдагчийн гарчиг")
    assert not may_approve(root, page, state.current_task_state.task.specific)
    with pytest.raises(PermissionDenied):
        publish_approved(state, root)


def test_a_fact_goes_through_the_same_review() -> None:
    fact = DatedFact.objects.filter(status="seen").first()
    assert fact is not None
    author = people.moderator()
    fact.as_of = "2099"
    fact.save_revision(user=author)
    state = fact.get_workflow().start(fact, author)
    assert not may_approve(author, fact, state.current_task_state.task.specific)
    state.current_task_state.approve(user=people.moderator("other"))
    fact.refresh_from_db()
    assert fact.as_of == "2099"


def test_a_source_changed_in_its_form_reaches_readers_after_a_second_person(client: Client) -> None:
    def named(language: str) -> bool:
        return "Шинэ эх" in client.get(guide(language).url).content.decode()

    def act_on_source(user: User, state: WorkflowState) -> None:
        place = [source.pk, "approve", state.current_task_state.pk]
        signed_in(user).post(reverse("wagtailsnippets_content_source:workflow_action", args=place))

    fact = DatedFact.objects.get(pk=guide().reading().facts[0].pk)
    source = fact.sources.all()[0]
    assert not named("mn")  # now it is kept in the page cache
    author = people.moderator()
    form = {"code": source.code, "title_mn": "Шинэ эх", "title_en": "Шинэ эх", "address": source.address}
    edit = reverse("wagtailsnippets_content_source:edit", args=[source.pk])
    assert b"action-publish" not in signed_in(author).get(edit).content
    for button in ({}, {"action-publish": "1"}, {"action-submit": "1"}):
        assert signed_in(author).post(edit, form | button).status_code == 302
        assert not named("mn"), button
    state = Source.objects.get(pk=source.pk).current_workflow_state
    act_on_source(author, state)
    assert not named("mn")
    act_on_source(people.moderator("other"), state)
    assert named("mn")
    assert named("en")


# wagtail-localize knows no workflow


def translation_of(page: Page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key)


def test_the_translation_editor_offers_to_submit_and_a_second_person_publishes() -> None:
    page = guide("en")
    translator = people.editor()
    client = signed_in(translator)
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    translation = translation_of(page)
    address = reverse("submit_translation", args=[translation.pk])
    assert address in form.content.decode()
    assert '"canPublish": false' in form.content.decode().replace("&quot;", '"')
    segment = translation.source.stringsegment_set.filter(context__path="title").get()
    client.put(
        reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk]),
        encode_multipart(BOUNDARY, {"value": "A better title"}),
        content_type=MULTIPART_CONTENT,
    )
    client.post(address)
    assert guide("en").title != "A better title"
    state = guide("en").current_workflow_state
    assert translator.pk in hands_in(guide("en"))
    act(people.moderator(), state, "approve")
    assert guide("en").title == "A better title"


def test_syncing_translations_publishes_nothing_below_superuser() -> None:
    page = guide()
    source = translation_of(page).source
    before = guide("en").last_published_at
    client = signed_in(people.moderator())
    answer = client.post(
        reverse("wagtail_localize:update_translations", args=[source.pk]), {"publish_translations": "on"}
    )
    assert guide("en").last_published_at == before
    assert any("review" in str(m).lower() or "хян" in str(m) for m in get_messages(answer.wsgi_request))


def test_no_alias_is_made_past_the_review() -> None:
    page = guide("en")
    client = signed_in(people.moderator())
    offer = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert offer not in client.get(editor).content.decode()
    assert offer in signed_in(people.superuser()).get(editor).content.decode()
    answer = client.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    assert answer.status_code in {302, 403}
    page.refresh_from_db()
    assert page.alias_of_id is None


def test_a_new_translation_begins_as_a_draft() -> None:
    page = guide("en")
    translation = translation_of(page)
    page.delete()
    translation.delete()
    source_page = guide()
    from wagtail.models import Locale
    from wagtail_localize.operations import translate_object

    translate_object(source_page, [Locale.objects.get(language_code="en")], user=people.editor())
    assert not guide("en").live


@pytest.mark.parametrize("language", ["mn", "en"])
def test_a_draft_is_seen_by_editors_alone_in_its_own_language(language: str) -> None:
    page = guide(language)
    page.title = "Ноорог гарчиг"
    page.save_revision()
    answer = signed_in(people.editor()).get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    html = answer.content.decode()
    assert "Ноорог гарчиг" in html
    assert f'<html lang="{language}"' in html
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert "Ноорог гарчиг" not in Client().get(page.url).content.decode()


def test_two_versions_of_a_fact_are_compared_language_by_language() -> None:
    fact = DatedFact.objects.get(key="sme-fund-amount")
    fact.label = {"mn": "Хэмжээ", "en": "Amount"}
    first = fact.save_revision()
    fact.label = {"mn": "Хэмжээ", "en": "Largest amount"}
    second = fact.save_revision()
    address = reverse(
        "wagtailsnippets_content_datedfact:revisions_compare", args=[fact.pk, first.pk, second.pk]
    )
    html = signed_in(people.editor()).get(address).content.decode()
    assert "Largest" in html
    assert "{&#x27;" not in html
    assert "{&quot;" not in html
