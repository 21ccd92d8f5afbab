"""Everybody who could sign in so far has a confirmed address; the new door asks for one."""

from django.db import migrations


def confirm(apps, schema_editor):
    user = apps.get_model("accounts", "User")
    address = apps.get_model("account", "EmailAddress")
    known = set(address.objects.values_list("user_id", flat=True))
    address.objects.bulk_create(
        address(user_id=pk, email=email, primary=True, verified=True)
        for pk, email in user.objects.exclude(pk__in=known).values_list("pk", "email")
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_session_epoch"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]
    operations = [migrations.RunPython(confirm, migrations.RunPython.noop)]
