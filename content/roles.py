"""Groups and the review workflow: made after every migration, so that each copy has them."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from content.permissions import AGENCY, EDITORS, MODERATORS

#: Names are data, and not translated; Mongolian is what most editors read.
WORKFLOW = "Хоёр дахь уншигч"
TASK = "Хоёр дахь хүн уншина"
#: What they were called before.
FORMER = {"Second reader": WORKFLOW, "Read by a second person": TASK}

#: Who may do what with pages, pictures and documents, our snippets, other models ("app.codename").
PAGES = {
    EDITORS: ["add_page", "change_page"],
    MODERATORS: ["add_page", "change_page", "lock_page", "unlock_page"],
    AGENCY: ["add_page", "change_page", "lock_page", "unlock_page"],
}
#: Who may change a file may also delete it: Wagtail knows no difference.
FILES = ["add", "change", "choose"]
SNIPPETS = ["datedfact", "article", "glossaryterm", "source"]
#: What editors tell search: live at once, without review, so that a mistake is mended as fast.
SEARCH = ["synonymset", "pin"]
OTHER = {
    EDITORS: [
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "content.view_remark",
        "content.change_remark",
    ],
    MODERATORS: [
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "content.view_remark",
        "content.change_remark",
        "accounts.view_report",
        "accounts.change_report",
    ],
    AGENCY: [
        "wagtailadmin.access_admin",
        "wagtail_localize.submit_translation",
        "content.view_remark",
        "content.change_remark",
        "content.delete_remark",
        "accounts.view_report",
        "accounts.change_report",
        "accounts.manage_organizations",
        "search.manage_index",
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ],
}


def ensure_roles(**kwargs: Any) -> None:
    """Make or mend groups, their rights and the workflow. Safe to call again."""
    from django.contrib.auth.management import create_permissions
    from wagtail.snippets.models import create_extra_permissions

    for config in apps.get_app_configs():
        if config.label in {"content", "accounts", "search", "wagtailadmin", "wagtail_localize", "wagtailredirects",
                            "wagtailcore", "wagtailimages", "wagtaildocs"}:  # fmt: skip
            create_permissions(config, verbosity=0)
    # The rights to lock snippets: Wagtail makes them after us, and they would be given at the next migration only.
    create_extra_permissions(apps.get_app_config("wagtailsnippets"))
    root = Page.objects.filter(depth=1).first()
    collection = Collection.objects.filter(depth=1).first()
    if root is None or collection is None:
        return
    for name, codenames in PAGES.items():
        group, _made = Group.objects.get_or_create(name=name)
        _page_rights(group, root, codenames)
        _file_rights(group, collection)
        group.permissions.set(_other_rights(name))
    _workflow(root)


def _page_rights(group: Group, root: Page, codenames: list[str]) -> None:
    wanted = Permission.objects.filter(
        content_type=ContentType.objects.get_for_model(Page), codename__in=codenames
    )
    # Wagtail's own set-up lets moderators publish: here nobody below superuser publishes past the workflow.
    GroupPagePermission.objects.filter(group=group, page=root).exclude(permission__in=wanted).delete()
    for permission in wanted:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _file_rights(group: Group, collection: Collection) -> None:
    # Wagtail asks for the rights of its own models, whatever model takes their place.
    wanted = Permission.objects.filter(
        content_type__app_label__in=["wagtailimages", "wagtaildocs"],
        codename__in=[f"{verb}_{model}" for verb in FILES for model in ("image", "document")],
    )
    given = GroupCollectionPermission.objects.filter(group=group, collection=collection)
    given.filter(permission__content_type__app_label="content").delete()
    for permission in wanted:
        given.get_or_create(group=group, collection=collection, permission=permission)


def _other_rights(name: str) -> list[Permission]:
    codenames = [("content", f"{verb}_{model}") for model in SNIPPETS for verb in ("add", "change", "view")]
    verbs = ("add", "change", "delete", "view")
    codenames += [("search", f"{verb}_{model}") for model in SEARCH for verb in verbs]
    codenames += [("search", f"{verb}_guidewish") for verb in ("add", "change", "view")]
    if name != EDITORS:
        codenames += [("content", f"{verb}_{model}") for model in SNIPPETS for verb in ("lock", "unlock")]
    codenames += [entry.partition(".")[::2] for entry in OTHER[name]]
    found = Permission.objects.select_related("content_type").all()
    return [p for p in found if (p.content_type.app_label, p.codename) in codenames]


def _workflow(root: Page) -> None:
    from content.models import Article, DatedFact, GlossaryTerm, PeerApprovalTask, Source

    for former, name in FORMER.items():
        Workflow.objects.filter(name=former).update(name=name)
        Task.objects.filter(name=former).update(name=name)
    task = PeerApprovalTask.objects.filter(name=TASK).first() or PeerApprovalTask.objects.create(name=TASK)
    task.groups.set(Group.objects.filter(name__in=[MODERATORS, AGENCY]))
    workflow, _made = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    for model in (DatedFact, Article, GlossaryTerm, Source):
        content_type = ContentType.objects.get_for_model(model)
        WorkflowContentType.objects.update_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )
    # Wagtail's own workflow, where a group member may approve their own text, is put away.
    Workflow.objects.exclude(pk=workflow.pk).filter(name="Moderators approval").update(active=False)
    Task.objects.filter(name="Moderators approval").update(active=False)
