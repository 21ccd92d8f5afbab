"""The editors' side: snippets, reports, the translation editor's "submit"."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html, json_script
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from content import permissions, views
from content.admin import RemarksViewSet
from content.fact_form import FactForm
from content.links import PageLinkHandler
from content.models import Article, DatedFact, GlossaryTerm, Source
from content.reports.pages import CheckReport, LanguagesReport, NativeReadingReport
from content.reports.records import FactsReport, LinksReport, PicturesReport
from content.terms import avoided


class FactViewSet(SnippetViewSet):
    """Dated facts."""

    model = DatedFact
    icon = "tag"
    menu_label = _("Dated facts")
    list_display = ["key", "__str__", "status", "as_of", "check_due"]
    list_filter = ["status"]
    search_fields = ["key", "label", "text"]
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("label"),
            MultiFieldPanel(
                [
                    FieldPanel("status"),
                    FieldPanel("number"),
                    FieldPanel("unit"),
                    FieldPanel("text"),
                    FieldPanel("as_of"),
                    FieldPanel("explanation"),
                ],
                _("Value"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("sources"),
                    FieldPanel("law"),
                    FieldPanel("article"),
                    FieldPanel("collected_on"),
                    FieldPanel("checked_on"),
                    FieldPanel("checked_by", read_only=True),
                    FieldPanel("check_due"),
                ],
                _("Where it comes from, who checked it"),
            ),
            MultiFieldPanel([FieldPanel("office"), FieldPanel("ask")], _("Whom the reader asks")),
        ],
        base_form_class=FactForm,
    )


class ArticleViewSet(SnippetViewSet):
    """Articles of laws."""

    model = Article
    icon = "doc-full"
    menu_label = _("Articles of laws")
    list_display = ["__str__", "law", "number"]
    list_filter = ["law"]
    panels = [
        FieldPanel("law"),
        FieldPanel("number"),
        FieldPanel("heading"),
        FieldPanel("summary"),
        FieldPanel("sort_order"),
        InlinePanel(
            "versions",
            panels=[FieldPanel("in_force_from"), FieldPanel("note")],
            label=_("version"),
        ),
    ]


class TermViewSet(SnippetViewSet):
    """Glossary terms."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossary")
    list_display = ["__str__", "latin", "state"]
    list_filter = ["state"]
    search_fields = ["slug", "term", "latin", "variants", "avoided"]
    panels = [
        FieldPanel("slug"),
        FieldPanel("term"),
        FieldPanel("latin"),
        FieldPanel("variants"),
        FieldPanel("avoided"),
        FieldPanel("definition"),
        FieldPanel("source"),
        FieldPanel("state"),
    ]


class SourceViewSet(SnippetViewSet):
    """Sources."""

    model = Source
    icon = "link"
    menu_label = _("Sources")
    list_display = ["code", "__str__", "address"]
    search_fields = ["code", "title", "address"]
    panels = [FieldPanel("code"), FieldPanel("title"), FieldPanel("address")]


class KnowledgeGroup(SnippetViewSetGroup):
    """What pages show by reference."""

    menu_label = _("Facts and terms")
    menu_icon = "tag"
    menu_order = 150
    items = (FactViewSet, ArticleViewSet, TermViewSet, SourceViewSet)


register_snippet(KnowledgeGroup)


@hooks.register("register_rich_text_features", order=1000)  # after Wagtail's own, in its place
def register_page_links(features: Any) -> None:
    """Links in running text lead to the page in the reader's language."""
    features.register_link_type(PageLinkHandler)


@hooks.register("insert_editor_js")
def _term_check() -> str:
    """What the term check compares with, and its script: in the editors of pages, snippets and translations."""
    words = {
        "title": gettext("Words we avoid"),
        # Translators: {found} and {instead} stay as they are.
        "line": gettext("“{found}”: better “{instead}”"),
    }
    data = json_script({"words": words, "terms": avoided()}, "term-check-data")
    return format_html('{}<script src="{}" defer></script>', data, static("js/terms.js"))


@hooks.register("after_edit_page")
@hooks.register("after_edit_snippet")
def _another_approves(request: HttpRequest, obj: Any) -> None:
    """Why a text isn't live, for who pressed "approve" and had changed it: the editor only says that it is saved."""
    approving = (
        "action-workflow-action" in request.POST and request.POST.get("workflow-action-name") == "approve"
    )
    if approving and request.user.pk in permissions.hands_in(obj):
        messages.warning(
            request,
            gettext("Not published: you wrote or edited the text, so another person must approve it."),
        )


@hooks.register("insert_global_admin_css")
def _admin_css() -> str:
    """The look of what we add, on every page of the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_admin_viewset")
def _remarks() -> RemarksViewSet:
    return RemarksViewSet("remarks")


@hooks.register("register_admin_urls")
def _submit_translation_url() -> list[Any]:
    return [
        path("submit-translation/<int:translation_id>/", views.submit_translation, name="submit_translation")
    ]


#: By the last part of the address, in the order of the menu.
REPORTS: dict[str, Any] = {
    "facts": FactsReport,
    "check-due": CheckReport,
    "languages": LanguagesReport,
    "native-reading": NativeReadingReport,
    "links": LinksReport,
    "pictures": PicturesReport,
}


@hooks.register("register_admin_urls")
def _report_urls() -> list[Any]:
    return [
        route
        for name, view in REPORTS.items()
        for route in (
            path(f"reports/{name}/", view.as_view(), name=view.index_url_name),
            path(
                f"reports/{name}/results/",
                view.as_view(results_only=True),
                name=view.index_results_url_name,
            ),
        )
    ]


def _report_item(view: Any, order: int) -> MenuItem:
    return MenuItem(view.page_title, reverse(view.index_url_name), icon_name=view.header_icon, order=order)


for _place, _report in enumerate(REPORTS.values()):
    hooks.register("register_reports_menu_item", partial(_report_item, _report, 100 + _place))
