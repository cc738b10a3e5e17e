"""In the page editor: which of the page's released numbers have a newer release, and the way to accept it."""

from django.urls import reverse
from wagtail.admin.panels import Panel

from .actions.newer_numbers import newer_numbers


class NewerNumbersPanel(Panel):
    """Shown only where something is newer."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/editor/newer_numbers.html"

        def is_shown(self):
            return bool(self.instance.pk and self.found)

        @property
        def found(self):
            if not hasattr(self, "_found"):
                self._found = newer_numbers(self.instance)
            return self._found

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["found"] = self.found
            context["accept_url"] = reverse("cms_newer_numbers", args=[self.instance.pk])
            return context
