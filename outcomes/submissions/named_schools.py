"""Counts of schools that a file names without their state codes (outcomes.submissions.match_levels finds them)."""

CODES = ("cds_code", "county_code", "district_code", "school_code")


def has_names_only(names):
    """Whether of all columns that tell a place only the school's name is there."""
    return "school_name" in names and not any(code in names for code in CODES)
