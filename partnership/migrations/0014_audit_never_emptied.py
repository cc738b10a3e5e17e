from django.db import migrations

from partnership import audit_guard


def protect(apps, schema_editor):
    audit_guard.protect(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("partnership", "0013_confirmed_roles")]
    operations = [migrations.RunPython(protect, migrations.RunPython.noop)]
