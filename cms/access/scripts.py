"""Wagtail's choosers without the script that each of them writes into the page (see cms/static/cms/editor.js)."""

import json

from django.utils.html import format_html
from wagtail.admin.widgets import BaseChooser


def start_by_our_file():
    """Let every chooser leave a mark that says what to start, where Wagtail would write a script."""
    BaseChooser.render = _render


def _render(self, name, value, attrs=None, renderer=None):
    value_data = self.get_value_data(value)
    return format_html(
        '{}<template data-editor-start="{}" data-editor-id="{}" data-editor-options="{}"></template>',
        self.render_html(name, value_data, attrs),
        self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, value_data)),
    )
