"""Tables that a public source has published: never part of a release (docs/decisions/0024). What a school or district counts
of itself is told by measures of students, marked (0053)."""

from django.core.exceptions import ImproperlyConfigured

# Datasets that hold a state's or county's own published counts, small ones among them.
PUBLIC_SOURCE_TABLES = frozenset({"school_totals"})


def refuse_public_tables(definitions):
    """Raises ImproperlyConfigured when a measure would be made of one."""
    for one in definitions:
        if found := PUBLIC_SOURCE_TABLES.intersection(one.needs):
            raise ImproperlyConfigured(
                f"The measure {one.key} needs {', '.join(sorted(found))}, a table that a public source has published with "
                "counts that our rule hides. A release is made of rows of students, of programs and of agencies."
            )
