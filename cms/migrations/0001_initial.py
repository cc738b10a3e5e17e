import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import taggit.managers
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('partnership', '0001_initial'),
        ('programs', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DirectoryPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'partner directory',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('headline', models.CharField(max_length=120, verbose_name='headline')),
                ('lead', models.TextField(blank=True, help_text='Two or three sentences under the headline.', verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quote', 10), ('document', 13), ('contact', 19), ('action', 24), ('table', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'Text'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see the image. Say what matters in it, in a sentence.', 'label': 'What it shows', 'max_length': 250}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('picture', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 600}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('who', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'What is in it', 'max_length': 250, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('about', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Name or office', 'max_length': 120}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write a telephone number such as (555) 555-0100.'}, 'label': 'Telephone', 'regex': '^[0-9+()., x/-]{7,30}$', 'required': False}), 17: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail address', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'When to reach them', 'max_length': 120, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('who', 14), ('role', 15), ('phone', 16), ('email', 17), ('hours', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example “Volunteer as a mentor”.', 'label': 'What to do', 'max_length': 60}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'or an address elsewhere', 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('label', 20), ('text', 21), ('page', 22), ('url', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 26: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 25)]], {'required': True})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'home page',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'news index',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ProgramIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('intro', models.TextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'program index',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='SectionPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='What the reader finds here, in one or two sentences.', verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quote', 10), ('document', 13), ('contact', 19), ('action', 24), ('table', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'Text'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see the image. Say what matters in it, in a sentence.', 'label': 'What it shows', 'max_length': 250}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('picture', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 600}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('who', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'What is in it', 'max_length': 250, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('about', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Name or office', 'max_length': 120}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write a telephone number such as (555) 555-0100.'}, 'label': 'Telephone', 'regex': '^[0-9+()., x/-]{7,30}$', 'required': False}), 17: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail address', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'When to reach them', 'max_length': 120, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('who', 14), ('role', 15), ('phone', 16), ('email', 17), ('hours', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example “Volunteer as a mentor”.', 'label': 'What to do', 'max_length': 60}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'or an address elsewhere', 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('label', 20), ('text', 21), ('page', 22), ('url', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 26: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 25)]], {'required': True})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Download',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', models.FileField(upload_to='documents', verbose_name='file')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created at')),
                ('file_size', models.PositiveBigIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, editable=False, max_length=40)),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='OrganizationPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quote', 10), ('document', 13), ('contact', 19), ('action', 24), ('table', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'Text'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see the image. Say what matters in it, in a sentence.', 'label': 'What it shows', 'max_length': 250}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('picture', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 600}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('who', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'What is in it', 'max_length': 250, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('about', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Name or office', 'max_length': 120}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write a telephone number such as (555) 555-0100.'}, 'label': 'Telephone', 'regex': '^[0-9+()., x/-]{7,30}$', 'required': False}), 17: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail address', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'When to reach them', 'max_length': 120, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('who', 14), ('role', 15), ('phone', 16), ('email', 17), ('hours', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example “Volunteer as a mentor”.', 'label': 'What to do', 'max_length': 60}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'or an address elsewhere', 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('label', 20), ('text', 21), ('page', 22), ('url', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 26: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 25)]], {'required': True})}, verbose_name='text')),
                ('collection', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.collection')),
                ('organization', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='partnership.organization')),
            ],
            options={
                'verbose_name': 'organization page',
                'verbose_name_plural': 'organization pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=255, verbose_name='title')),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', upload_to=wagtail.images.models.get_upload_to, verbose_name='file', width_field='width')),
                ('description', models.CharField(blank=True, default='', max_length=255, verbose_name='description')),
                ('width', models.IntegerField(editable=False, verbose_name='width')),
                ('height', models.IntegerField(editable=False, verbose_name='height')),
                ('created_at', models.DateTimeField(auto_now_add=True, db_index=True, verbose_name='created at')),
                ('focal_point_x', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_y', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_width', models.PositiveIntegerField(blank=True, null=True)),
                ('focal_point_height', models.PositiveIntegerField(blank=True, null=True)),
                ('file_size', models.PositiveIntegerField(editable=False, null=True)),
                ('file_hash', models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                ('credit', models.CharField(blank=True, max_length=200, verbose_name='credit')),
                ('collection', models.ForeignKey(default=wagtail.models.media.get_root_collection_id, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailcore.collection', verbose_name='collection')),
                ('tags', taggit.managers.TaggableManager(blank=True, help_text=None, through='taggit.TaggedItem', to='taggit.Tag', verbose_name='tags')),
                ('uploaded_by_user', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL, verbose_name='uploaded by user')),
            ],
            options={
                'verbose_name': 'image',
                'verbose_name_plural': 'images',
                'abstract': False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('day', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('lead', models.TextField(help_text='What happened, in one or two sentences.', verbose_name='lead')),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quote', 10), ('document', 13), ('contact', 19), ('action', 24), ('table', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'Text'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see the image. Say what matters in it, in a sentence.', 'label': 'What it shows', 'max_length': 250}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('picture', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 600}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('who', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'What is in it', 'max_length': 250, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('about', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Name or office', 'max_length': 120}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write a telephone number such as (555) 555-0100.'}, 'label': 'Telephone', 'regex': '^[0-9+()., x/-]{7,30}$', 'required': False}), 17: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail address', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'When to reach them', 'max_length': 120, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('who', 14), ('role', 15), ('phone', 16), ('email', 17), ('hours', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example “Volunteer as a mentor”.', 'label': 'What to do', 'max_length': 60}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'or an address elsewhere', 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('label', 20), ('text', 21), ('page', 22), ('url', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 26: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 25)]], {'required': True})}, verbose_name='text')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='image')),
            ],
            options={
                'verbose_name': 'news',
                'verbose_name_plural': 'news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ProgramPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('body', wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('picture', 7), ('quote', 10), ('document', 13), ('contact', 19), ('action', 24), ('table', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 120}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('2', 'Section'), ('3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'Text'}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Image'}), 5: ('wagtail.blocks.CharBlock', (), {'help_text': 'For people who cannot see the image. Say what matters in it, in a sentence.', 'label': 'What it shows', 'max_length': 250}), 6: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 7: ('wagtail.blocks.StructBlock', [[('picture', 4), ('alt', 5), ('caption', 6)]], {}), 8: ('wagtail.blocks.TextBlock', (), {'label': 'Words', 'max_length': 600}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 120, 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('text', 8), ('who', 9)]], {}), 11: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'What is in it', 'max_length': 250, 'required': False}), 13: ('wagtail.blocks.StructBlock', [[('document', 11), ('about', 12)]], {}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'Name or office', 'max_length': 120}), 15: ('wagtail.blocks.CharBlock', (), {'label': 'Role', 'max_length': 120, 'required': False}), 16: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Write a telephone number such as (555) 555-0100.'}, 'label': 'Telephone', 'regex': '^[0-9+()., x/-]{7,30}$', 'required': False}), 17: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail address', 'required': False}), 18: ('wagtail.blocks.CharBlock', (), {'label': 'When to reach them', 'max_length': 120, 'required': False}), 19: ('wagtail.blocks.StructBlock', [[('who', 14), ('role', 15), ('phone', 16), ('email', 17), ('hours', 18)]], {}), 20: ('wagtail.blocks.CharBlock', (), {'help_text': 'For example “Volunteer as a mentor”.', 'label': 'What to do', 'max_length': 60}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'Why', 'max_length': 300, 'required': False}), 22: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page of this site', 'required': False}), 23: ('wagtail.blocks.URLBlock', (), {'label': 'or an address elsewhere', 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('label', 20), ('text', 21), ('page', 22), ('url', 23)]], {}), 25: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'required': False}), 26: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 25)]], {'required': True})}, verbose_name='text')),
                ('collection', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.collection')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='image')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='programs.program')),
            ],
            options={
                'verbose_name': 'program page',
                'verbose_name_plural': 'program pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='PictureRendition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('filter_spec', models.CharField(db_index=True, max_length=255)),
                ('file', wagtail.images.models.WagtailImageField(height_field='height', storage=wagtail.images.models.get_rendition_storage, upload_to=wagtail.images.models.get_rendition_upload_to, width_field='width')),
                ('width', models.IntegerField(editable=False)),
                ('height', models.IntegerField(editable=False)),
                ('focal_point_key', models.CharField(blank=True, default='', editable=False, max_length=16)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renditions', to='cms.picture')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('image', 'filter_spec', 'focal_point_key'), name='one_rendition_per_filter')],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
