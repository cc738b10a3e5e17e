"""Altair, loaded by whoever draws first: most processes never draw, and it takes a sixth of their start."""

from importlib import import_module

from django.utils.functional import SimpleLazyObject

alt = SimpleLazyObject(lambda: import_module("altair"))


def unchecked():
    """Inside, charts are not checked against the schema, which takes most of the time; tests do so."""
    return alt.utils.schemapi.debug_mode(False)
