"""The form of an image, named in settings; apart from forms.py, because models need that one while they load."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """An image is described for those who cannot see it before it is used anywhere."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "description" in self.fields:
            field = self.fields["description"]
            field.required = True
            field.label = _("What it shows")
            field.help_text = _("For people who cannot see the image. Say what matters in it, in a sentence.")
            field.widget = forms.TextInput(attrs={"maxlength": 255})
