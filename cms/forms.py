"""The form of every page."""

from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminPageForm

from .access.choosing import references_of, unchoosable


class SitePageForm(WagtailAdminPageForm):
    """Refuses pages, images and documents that the person may not choose, however they came into the form.

    What the page already showed stays, so that two owners of a page do not undo each other's choices.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Filled from the title while one types; on a slow line the page comes before the script that does it.
        if "slug" in self.fields:
            self.fields["slug"].required = False
        self._already_there = references_of(self.instance) if self.instance.pk else set()

    def _post_clean(self):
        super()._post_clean()
        added = references_of(self.instance) - self._already_there
        for refused in unchoosable(added, self.for_user):
            self.add_error(None, ValidationError(refused))
