from django.db import migrations, models


def rebuild_all(apps, schema_editor):
    """Rows built before know nothing of the new columns: all are built anew, at the latest by the next release."""
    apps.get_model("outcomes", "StudentYearBuild").objects.update(stale=True)


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0025_release_kind'),
    ]

    operations = [
        migrations.AddField(
            model_name='studentyear',
            name='longest_enrollment',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='studentyear',
            name='suspended_days_out',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='studentyear',
            name='tardies',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='studentyear',
            name='unexcused_of_expected',
            field=models.IntegerField(null=True),
        ),
        migrations.RunPython(rebuild_all, migrations.RunPython.noop),
    ]
