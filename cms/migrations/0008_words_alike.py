"""Search that forgives slips of the pen, where PostgreSQL has pg_trgm and this user may switch it on; without it the
search finds words as they are written."""

from django.db import migrations, transaction
from django.db.utils import DatabaseError


def switch_on(apps, schema_editor):
    if schema_editor.connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=schema_editor.connection.alias):
            schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    except DatabaseError:
        return


class Migration(migrations.Migration):
    dependencies = [("cms", "0007_released_blocks")]

    operations = [migrations.RunPython(switch_on, migrations.RunPython.noop)]
