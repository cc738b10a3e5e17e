"""What leaves as a spreadsheet must not run in the reader's program as a formula."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def escape_formula(value):
    """Text that a spreadsheet would take for a formula, made harmless with a leading apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value
