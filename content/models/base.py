"""What every page of ours has: a summary, dates of checking, the state of its Mongolian, safe slugs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.fields import SynchronizedField, TranslatableField

from content.blocks import ChangeBlock
from content.choosers import PageChooser, RecordChooser
from content.page_form import KnowledgePageForm
from content.visibility import restricted_paths
from core import shared
from core.page_cache import never_cache_page

if TYPE_CHECKING:
    from django.http import HttpRequest

    from content.reading import Reading


def page_list(**kwargs: Any) -> StreamField:
    """Pages by reference."""
    return StreamField(StreamBlock([("page", PageChooser())], required=False), blank=True, **kwargs)


def term_list(**kwargs: Any) -> StreamField:
    """Glossary terms by reference."""
    return StreamField(
        StreamBlock([("term", RecordChooser("content.GlossaryTerm"))], required=False),
        blank=True,
        **kwargs,
    )


class KnowledgePage(Page):
    """Abstract ground of all our page types. Wagtail's own page model stays (docs/adr/0006)."""

    summary = models.TextField(
        _("summary"),
        blank=True,
        help_text=_("One or two sentences, shown under the title and in search results."),
    )
    menu_title = models.CharField(
        _("short title"),
        max_length=40,
        blank=True,
        help_text=_("For menus and breadcrumbs; one or two words."),
    )
    collected_on = models.DateField(
        _("collected on"),
        null=True,
        blank=True,
        help_text=_("When the content was collected from its sources."),
    )
    check_due = models.DateField(
        _("next check"), null=True, blank=True, help_text=_("After this day readers are told that it is due.")
    )
    read_by_native = models.BooleanField(
        _("read by a native editor"),
        default=False,
        help_text=_("Internal. Ticked when an editor whose first language this is has read the text."),
    )

    changes = StreamField(
        StreamBlock([("change", ChangeBlock())], required=False),
        verbose_name=_("what changed"),
        blank=True,
        help_text=_(
            "Told to readers on the page, on the page of changes and in the feeds. The newest first."
        ),
    )

    base_form_class: ClassVar[Any] = KnowledgePageForm
    #: Kind of this page in search, tags and addresses of filters.
    kind: ClassVar[str] = "page"
    #: Whether what follows the page's address (a step's number) means the same in other languages.
    keeps_address_rest: ClassVar[bool] = False
    #: Text fields beyond Wagtail's own that are translated.
    texts: ClassVar[list[str]] = []
    #: Fields that are the same in all languages.
    shared: ClassVar[list[str]] = []

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("menu_title"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
            ],
            _("Address and menus"),
        ),
        FieldPanel("changes"),
        MultiFieldPanel(
            [FieldPanel("collected_on"), FieldPanel("check_due"), FieldPanel("read_by_native")], _("Checking")
        ),
    ]

    class Meta:
        abstract = True

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Derive wagtail-localize's list of fields: slugs and dates are shared, texts translated."""
        super().__init_subclass__(**kwargs)
        own = ["title", "summary", "menu_title", "seo_title", "search_description", "changes", *cls.texts]
        shared = ["slug", "collected_on", "check_due", "show_in_menus", *cls.shared]
        cls.translatable_fields = [
            *(TranslatableField(name) for name in own),
            *(SynchronizedField(name, overridable=False) for name in shared),
        ]

    def clean(self) -> None:
        """Refuse slugs that an app serves, and letters that are not Latin."""
        super().clean()
        slug: str = self.__dict__["slug"]
        if slug in settings.RESERVED_SLUGS:
            raise ValidationError({"slug": _("This address belongs to another part of the site.")})
        if not slug.isascii():
            raise ValidationError({"slug": _("Use Latin letters, digits and hyphens.")})

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Wagtail makes slugs from titles with Cyrillic letters in them; ours are Latin."""
        if not self.__dict__.get("slug") and self.title:
            from anyascii import anyascii
            from django.utils.text import slugify

            self.slug = self._get_autogenerated_slug(slugify(anyascii(self.title)) or "page")
        super().full_clean(*args, **kwargs)

    @property
    def short_title(self) -> str:
        """For menus and breadcrumbs."""
        return self.menu_title or self.title

    @property
    def language(self) -> str:
        """The page's language code."""
        return shared.one(("language", self.locale_id), lambda: self.locale.language_code)

    @property
    def check_is_due(self) -> bool:
        """Whether the page's check date is past."""
        return self.check_due is not None and self.check_due < timezone.localdate()

    def reading(self) -> Reading:
        """What the page refers to, loaded with few queries. One per instance."""
        if not hasattr(self, "_reading"):
            from content.reading import Reading

            self._reading = Reading(self)
        return self._reading

    def get_view_restrictions(self) -> Any:
        """Restrictions on this page or above; where the whole site has none, none are looked for."""
        if not shared.one("restricted paths", restricted_paths):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `reading`, which templates ask for facts, laws and offices."""
        request.page_served = self  # type: ignore[attr-defined]  # for the language switch
        context = super().get_context(request, *args, **kwargs)
        context["reading"] = self.reading()
        return context

    def serve_password_required_response(self, request: HttpRequest, form: Any, action_url: str) -> Any:
        """The form that asks for a password is one reader's, never stored."""
        return never_cache_page(super().serve_password_required_response(request, form, action_url))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """In the page's own language, whatever the editor's is."""
        with translation.override(self.language):
            response = super().serve_preview(request, mode_name)
            return response.render() if hasattr(response, "render") else response
