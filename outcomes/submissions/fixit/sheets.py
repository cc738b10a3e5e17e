"""Which tables of a file were read, told from what is stored of the submission."""


def several(told):
    """Whether rows of several sheets were read. told: `recognized["sheet"]`."""
    return ", " in told


def is_read(sheet, told):
    return sheet == told or f", {sheet}, " in f", {told}, "
