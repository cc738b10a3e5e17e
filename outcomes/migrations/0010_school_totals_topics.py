from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0008_timeliness")]

    operations = [
        migrations.AddField("problem", "sheet", models.CharField(blank=True, max_length=100)),
    ]
