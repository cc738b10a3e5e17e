"""What upper apps add when a lower one has done something: named by string in settings, so that the
arrows between apps keep pointing down. Runs inside the transaction of the action that calls it.
"""

from django.conf import settings
from django.utils.module_loading import import_string


def follow_up(event, *args, **kwargs):
    """Call every function that settings.FOLLOW_UPS names for the event."""
    for dotted in settings.FOLLOW_UPS.get(event, ()):
        import_string(dotted)(*args, **kwargs)
