from django.db import migrations


class Migration(migrations.Migration):
    """The table of the cache that all processes of a production installation share."""

    dependencies = [("partnership", "0010_audit_only_added_to")]
    operations = [
        migrations.RunSQL(
            "CREATE TABLE partnership_cache (cache_key varchar(255) NOT NULL PRIMARY KEY, "
            "value text NOT NULL, expires timestamp with time zone NOT NULL)",
            "DROP TABLE partnership_cache",
        ),
        migrations.RunSQL(
            "CREATE INDEX partnership_cache_expires ON partnership_cache (expires)", migrations.RunSQL.noop
        ),
    ]
