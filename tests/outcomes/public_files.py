"""What the public sample files of California and Connecticut have in common, for tests that read them."""

from datetime import date

from partnership.actions.agreements import sign_agreement
from partnership.actions.organizations import add_organization

RACES = {
    "African American": "race_black",
    "Black or African American": "race_black",
    "American Indian or Alaska Native": "race_native",
    "Asian": "race_asian",
    "Filipino": "race_filipino",
    "Hispanic or Latino": "race_hispanic",
    "Hispanic/Latino of any race": "race_hispanic",
    "Native Hawaiian or Other Pacific Islander": "race_pacific",
    "Pacific Islander": "race_pacific",
    "White": "race_white",
    "Two or More Races": "race_two_or_more",
    "Not Reported": "race_not_reported",
}


def connecticut():
    """The state's office, under an agreement: it hands in for many districts."""
    office = add_organization(
        by=None, name="Connecticut State Department of Education", slug="ct", kind="state_office"
    )
    sign_agreement(
        by=None,
        organization=office,
        datasets=["school_totals"],
        title="Public data",
        purpose="To compare.",
        starts_on=date(2015, 7, 1),
        ends_on=date(2099, 6, 30),
    )
    return office
