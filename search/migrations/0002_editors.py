"""Counts of all queries in the place of those without result; synonyms, pins, guides asked for, comparisons."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import search.models


def all_were_without_result(apps, schema_editor):
    apps.get_model("search", "QueryCount").objects.update(without_result=models.F("count"))


def only_those_without_result(apps, schema_editor):
    counts = apps.get_model("search", "QueryCount").objects
    counts.filter(without_result=0).delete()
    counts.update(count=models.F("without_result"))


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.RenameModel("MissedQuery", "QueryCount"),
        migrations.AddField(
            "querycount",
            "without_result",
            models.PositiveIntegerField(default=0, verbose_name="without result"),
        ),
        migrations.AddField(
            "querycount", "clicks", models.PositiveIntegerField(default=0, verbose_name="clicks")
        ),
        migrations.RunPython(all_were_without_result, only_those_without_result),
        migrations.CreateModel(
            name="GuideWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="query")),
                (
                    "language",
                    models.CharField(choices=search.models.languages, max_length=10, verbose_name="language"),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="asked for")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
            ],
            options={
                "verbose_name": "guide asked for",
                "verbose_name_plural": "guides asked for",
                "ordering": ("-created_at",),
            },
        ),
        migrations.CreateModel(
            name="IndexCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("checked_at", models.DateTimeField(verbose_name="compared")),
                ("missing", models.PositiveIntegerField(verbose_name="missing in the index")),
                ("stale", models.PositiveIntegerField(verbose_name="with old text")),
                ("gone", models.PositiveIntegerField(verbose_name="in it but no longer public")),
            ],
            options={
                "verbose_name": "comparison of database and index",
                "verbose_name_plural": "comparisons of database and index",
                "permissions": [("manage_index", "Can look after the search index")],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=search.models.languages,
                        default="mn",
                        help_text="For readers of the site in this language.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        help_text="Its words in any order, with any endings, typed in Cyrillic or Latin letters.",
                        max_length=200,
                        verbose_name="query",
                    ),
                ),
                (
                    "sort_order",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="Of several pages for one query the smallest number comes first.",
                        verbose_name="order",
                    ),
                ),
            ],
            options={
                "verbose_name": "pinned result",
                "verbose_name_plural": "pinned results",
                "ordering": ("language", "query", "sort_order", "pk"),
            },
        ),
        migrations.CreateModel(
            name="SynonymSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        choices=search.models.languages,
                        help_text="In which language the words are. Left empty: words in Cyrillic letters are taken for Mongolian, others for English, and those of one language translate those of the other.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="At least two words or phrases that mean the same, one per line.",
                        verbose_name="words",
                    ),
                ),
            ],
            options={
                "verbose_name": "synonyms",
                "verbose_name_plural": "synonyms",
                "ordering": ("words", "pk"),
            },
        ),
        migrations.AlterModelOptions(
            name="querycount",
            options={
                "ordering": ("-count", "-last_seen"),
                "verbose_name": "query",
                "verbose_name_plural": "queries",
            },
        ),
        migrations.RemoveConstraint(
            model_name="querycount",
            name="one_missed_query_each",
        ),
        migrations.AlterField(
            model_name="querycount",
            name="count",
            field=models.PositiveIntegerField(default=0, verbose_name="times"),
        ),
        migrations.AddConstraint(
            model_name="querycount",
            constraint=models.UniqueConstraint(fields=("text", "language"), name="one_query_count_each"),
        ),
        migrations.AddConstraint(
            model_name="guidewish",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at", None)), fields=("text", "language"), name="one_open_wish_each"
            ),
        ),
        migrations.AddField(
            model_name="pin",
            name="page",
            field=models.ForeignKey(
                help_text="Readers get it in their language where it is translated and published.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.WAGTAIL_PAGE_MODEL,
                verbose_name="page",
            ),
        ),
        migrations.AddConstraint(
            model_name="pin",
            constraint=models.UniqueConstraint(
                fields=("language", "query", "page"),
                name="one_pin_each",
                violation_error_message="This page is pinned to this query already.",
            ),
        ),
    ]
