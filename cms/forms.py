"""The form of every page."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from .access.choosing import references_of, unchoosable
from .access.own import is_coordinator


class SitePageForm(WagtailAdminPageForm):
    """Refuses pages, images and documents that the person may not choose, however they came into the form.

    What the page already showed stays, so that two owners of a page do not undo each other's choices.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Filled from the title while one types; on a slow line the page comes before the script that does it.
        if "slug" in self.fields:
            self.fields["slug"].required = False
        if "is_sensitive" in self.fields and self.instance.is_sensitive:
            self.fields["is_sensitive"].disabled = not is_coordinator(self.for_user)
        self._already_there = references_of(self.instance) if self.instance.pk else set()

    def clean(self):
        cleaned = super().clean()
        if (
            cleaned.get("is_sensitive")
            and "action-publish" in self.data
            and not is_coordinator(self.for_user)
        ):
            self.add_error(
                "is_sensitive",
                _(
                    "A sensitive page is published by the partnership’s coordinator. Submit it to approval instead. "
                    "Nothing is saved yet."
                ),
            )
        return cleaned

    def _post_clean(self):
        super()._post_clean()
        added = references_of(self.instance) - self._already_there
        for refused in unchoosable(added, self.for_user):
            self.add_error(None, ValidationError(refused))
