from django.db import migrations, models


def name_the_program(apps, schema_editor):
    """The cells of a program's release are of the program."""
    Release = apps.get_model("outcomes", "Release")
    ReleaseCell = apps.get_model("outcomes", "ReleaseCell")
    for release in Release.objects.filter(program__isnull=False).select_related("program"):
        ReleaseCell.objects.filter(release=release).update(level="program", place=release.program.slug)


class Migration(migrations.Migration):

    dependencies = [
        ('outcomes', '0017_tardies'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='releasecell',
            name='one_value_per_release_cell',
        ),
        migrations.RenameField(
            model_name='releasecell',
            old_name='schools_expected',
            new_name='expected',
        ),
        migrations.RenameField(
            model_name='releasecell',
            old_name='schools_reported',
            new_name='reported',
        ),
        migrations.AddField(
            model_name='release',
            name='places',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='release',
            name='reporting',
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='dimension',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='group',
            field=models.CharField(blank=True, default='', max_length=24),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='kind',
            field=models.CharField(default='district_record', max_length=20),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='level',
            field=models.CharField(choices=[('partnership', 'The partnership'), ('program', 'Program'), ('district', 'School district'), ('city', 'City'), ('school', 'School'), ('organization', 'Organization')], default='partnership', max_length=12),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='place',
            field=models.CharField(blank=True, default='', max_length=80),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='late',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='releasecell',
            name='trend',
            field=models.CharField(blank=True, default='', max_length=16),
        ),
        migrations.RunPython(name_the_program, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='releasecell',
            constraint=models.UniqueConstraint(fields=('release', 'level', 'place', 'dimension', 'group', 'measure', 'year', 'population'), name='one_value_per_release_cell'),
        ),
    ]
