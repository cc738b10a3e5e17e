"""The forms of an image and of a document, named in settings; apart from forms.py, because models need those
while they load.
"""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from partnership.vault.scanning import scan

ZIP, PDF = b"PK\x03\x04", b"%PDF-"
# With what a file of a kind begins; text has no such beginning, and no NUL.
BEGINS = {"pdf": PDF, "ics": b"BEGIN:VCALENDAR"} | dict.fromkeys(["docx", "xlsx", "pptx", "odt", "ods"], ZIP)


class ScannedFileMixin:
    """A file that comes in by a form of the page editor is shown to the virus scanner first."""

    def __init__(self, *args, **kwargs):
        self.by = kwargs.get("user")
        super().__init__(*args, **kwargs)

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if "file" in self.changed_data and file:
            self._check_number()
            content = file.read()
            file.seek(0)
            self.check_kind(file.name.rpartition(".")[2].lower(), content)
            scan(content)
        return file

    def check_kind(self, extension, content):
        """Raise ValidationError where the content is not what the name says. Pictures are decoded anyway."""

    def _check_number(self):
        since = timezone.now() - timedelta(days=1)
        added = type(self.instance)._default_manager.filter(uploaded_by_user=self.by, created_at__gte=since)
        if self.by and added.count() >= settings.SITE_FILES_A_DAY:
            raise ValidationError(
                _("You have added very many files today. Go on tomorrow."), code="many_files"
            )


class PictureForm(ScannedFileMixin, BaseImageForm):
    """An image is described for those who cannot see it before it is used anywhere."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("What it shows")
            field.help_text = _("For people who cannot see the image. Say what matters in it, in a sentence.")
            field.widget = forms.TextInput(attrs={"maxlength": 255})


class DownloadForm(ScannedFileMixin, BaseDocumentForm):
    """A document, scanned, and what its name says it is."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            self.fields["file"].help_text = _(
                "Published as it is, also with what your program noted in it: authors, dates, comments. "
                "Save it without them first."
            )

    def check_kind(self, extension, content):
        begins = BEGINS.get(extension)
        if not content.startswith(begins) if begins else b"\0" in content:
            raise ValidationError(
                _(
                    "This is not a file of the kind “.%(extension)s”. Save it anew as that, and choose that file."
                ),
                params={"extension": extension},
                code="other_kind",
            )
