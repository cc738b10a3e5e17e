from django.db import migrations

from partnership import audit_guard


def protect(apps, schema_editor):
    audit_guard.protect(schema_editor.connection)


def lift(apps, schema_editor):
    audit_guard.lift(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("partnership", "0009_accounts")]
    operations = [migrations.RunPython(protect, lift)]
