"""The forms of an image and of a document, named in settings; apart from forms.py, because models need those
while they load.
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from partnership.vault.scanning import scan


class ScannedFileMixin:
    """A file that comes in by a form of the page editor is shown to the virus scanner first."""

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if "file" in self.changed_data and file:
            scan(file.read())
            file.seek(0)
        return file


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
    """A document, scanned."""
