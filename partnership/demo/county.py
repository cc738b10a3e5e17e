"""The demonstration partnership: one fictional county, its places, three hundred partners, its people.

Nothing here is drawn at random and nothing is real: the directory was written by hand
(`directory/*.csv`), telephone numbers are 555-01xx under area codes that are never assigned (N9X), and
every address ends in example.org. Students are drawn from a seed, in `outcomes.demo`.
"""

import csv
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from .people import Agreement, Person, demo_agreements, demo_people
from .places import (
    COUNTY_CODE,
    COUNTY_NAME,
    City,
    District,
    School,
    demo_cities,
    demo_districts,
    demo_schools,
    slug_of,
)

DIRECTORY = Path(__file__).parent / "directory"
AREA_CODES = ("295", "296", "297")


@dataclass(frozen=True)
class Organization:
    """A partner as the public directory shows it; `city` is the name of one of the 13 cities."""

    name: str
    slug: str
    kind: str
    city: str
    description: str
    website: str
    phone: str


@dataclass(frozen=True)
class County:
    """Everything that stands still: places, partners, people, agreements."""

    name: str
    code: str
    cities: tuple[City, ...]
    districts: tuple[District, ...]
    schools: tuple[School, ...]
    organizations: tuple[Organization, ...]
    people: tuple[Person, ...]
    agreements: tuple[Agreement, ...]

    @cached_property
    def _school_by_name(self):
        return {school.name: school for school in self.schools}

    @cached_property
    def _organization_by_slug(self):
        return {organization.slug: organization for organization in self.organizations}

    def school(self, name):
        """The school of a name; KeyError when there is none."""
        return self._school_by_name[name]

    def organization(self, slug):
        """The partner of a slug; KeyError when there is none."""
        return self._organization_by_slug[slug]

    def schools_of(self, district):
        """The schools of a district, by its slug."""
        return tuple(school for school in self.schools if school.district == district)

    def person(self, role, organization):
        """Who holds a role in an organization; KeyError when nobody does."""
        for person in self.people:
            if (person.role, person.organization) == (role, organization):
                return person
        raise KeyError(f"nobody is {role} of {organization}")


def demo_county():
    """The county, always the same."""
    districts = demo_districts()
    return County(
        COUNTY_NAME,
        COUNTY_CODE,
        demo_cities(),
        districts,
        demo_schools(),
        tuple(_directory()),
        demo_people(),
        demo_agreements(districts),
    )


def _directory():
    """The partners in directory order: agencies, non-profits, faith groups, businesses."""
    number = 0
    for stem in ("agencies", "nonprofits", "faith", "businesses"):
        with open(DIRECTORY / f"{stem}.csv", encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                slug = row.get("slug") or slug_of(row["name"])
                area, line = AREA_CODES[number // 100], number % 100
                yield Organization(
                    row["name"],
                    slug,
                    row["kind"],
                    row["city"],
                    row["description"],
                    f"https://{slug}.example.org",
                    f"({area}) 555-01{line:02d}",
                )
                number += 1
