import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


def start_with_a_clean_slate(apps, schema_editor):
    """Roles given before anybody was ever asked count as confirmed today: the first quarter asks in its own time."""
    running = apps.get_model("partnership", "Membership").objects.filter(ended_at=None)
    running.update(confirmed_on=timezone.localdate())


class Migration(migrations.Migration):
    dependencies = [("partnership", "0012_waiting_mail")]
    operations = [
        migrations.AddField(
            "membership", "confirmed_on", models.DateField(blank=True, null=True)
        ),
        migrations.AddField(
            "membership",
            "confirmed_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.CreateModel(
            "ConfirmationReminder",
            [
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quarter", models.DateField()),
                ("days", models.PositiveSmallIntegerField()),
                ("sent_on", models.DateField()),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnership.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "quarter", "days"), name="confirmation_reminded_once_each"
                    )
                ]
            },
        ),
        migrations.RunPython(start_with_a_clean_slate, migrations.RunPython.noop, elidable=True),
    ]
