"""What the workspace's screen of an update shows besides: its facts, its time line, the message to copy."""

from django.urls import reverse


def extra(request, update):
    return {
        "template": "cms/workspace/update_extra.html",
        "facts_of_update": update.facts.all(),
        "entries": update.entries.all(),
        "change_url": reverse("workspace:revise_update", args=[update.pk]),
    }
