from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0016_typed")]

    operations = [
        migrations.AlterField("attendancemonth", "expected", models.IntegerField(null=True)),
        migrations.AddField("attendancemonth", "tardies_over_30", models.IntegerField(null=True)),
    ]
