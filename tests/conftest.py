"""The people of the tests, and the small world they live in.

Two districts side by side, so that every test can ask what the other one sees; a police department; a
non-profit; a foundation; an evaluator. `world.person(role)` is the holder of a role in Alder (or where
the role can be held); `world.person(role, other)` is the holder in another organization.
"""

import gc
import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.utils import timezone, translation

from partnership.access.roles import ROLES
from partnership.actions.agreements import sign_agreement
from partnership.actions.memberships import grant_role
from partnership.actions.organizations import add_organization
from partnership.actions.places import add_place
from partnership.models import Organization, Place, User
from programs.actions.programs import add_program
from tests import migrated_data
from tests.kept_world import same_again, world_of
from tests.migrated_template import databases_start_migrated

# People are made in nearly every test; a password that is slow to guess is slow to set.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Between making a code and showing it, a half minute may end.
settings.MFA_TOTP_TOLERANCE = 1
# A busy machine is no failure: no example has a deadline, and making examples may take its time.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")
PASSWORD = "a long enough password"
ON_THE_SECOND_DATABASE = os.environ.get("ONLY_WHAT_TOUCHES_A_DATABASE") == "1"
REAL_FILES = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
DATASETS = [
    "school_totals",
    "student_enrollment",
    "student_attendance",
    "student_absence_summary",
    "student_discipline",
    "program_roster",
]


@dataclass
class World:
    partnership: Organization
    organizations: dict[str, Organization] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    programs: dict = field(default_factory=dict)
    people: dict[tuple[str, str], User] = field(default_factory=dict)

    def __getitem__(self, slug):
        return self.organizations[slug]

    def person(self, role, organization=None):
        """The holder of a role; made on first use."""
        if ROLES[role].partnership_wide:
            organization = self.partnership
        organization = organization or self.organizations[HOME.get(role, "alder")]
        key = (role, organization.slug)
        if key not in self.people:
            email = f"{role}@{organization.slug}.example.org"
            # What is kept (kept_world.same_again) may have brought the person along.
            found = User.objects.filter(email=email).first()
            self.people[key] = found or _made(email, ROLES[role], organization)
        return self.people[key]


def _made(email, role, organization):
    user = User.objects.create_user(email, PASSWORD, name=f"{role.name}, {organization.name}")
    grant_role(by=None, user=user, organization=organization, role=role.key)
    return user


HOME = {
    "incident_officer": "harbor-police",
    "statistics_coordinator": "harbor-police",
    "funder": "lantern-fund",
    "evaluator": "field-university",
}


def pytest_collection_modifyitems(config, items):
    """On the second database only what depends on one is run again (tests.run)."""
    if not ON_THE_SECOND_DATABASE:
        return
    others = [item for item in items if not _depends_on_a_database(item)]
    items[:] = [item for item in items if _depends_on_a_database(item)]
    config.hook.pytest_deselected(items=others)


def pytest_collection_finish():
    """What is there now stays until the end: looking through all of it for garbage, again and again, takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def _depends_on_a_database(item):
    if item.get_closest_marker("looks"):
        return False
    fixtures = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(fixtures & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


@pytest.fixture(scope="session")
def migrating(django_db_modify_db_settings):
    """From here on until it is closed, databases are made as copies of a migrated one."""
    with ExitStack() as open_until_made:
        open_until_made.enter_context(databases_start_migrated())
        yield open_until_made


@pytest.fixture(scope="session")
def django_db_setup(migrating, django_db_setup, django_db_blocker):
    """Keep a copy of what migrations put into the database, for tests.migrated_data."""
    migrating.close()
    with django_db_blocker.unblock():
        migrated_data.keep()


@pytest.fixture(autouse=True)
def english():
    """A request in Spanish leaves its language behind in the thread; every test starts in English."""
    translation.activate("en")


@pytest.fixture(autouse=True)
def pages_made_anew(settings):
    """Tests look at pages as they are made; what is kept in memory has tests of its own (test_caching)."""
    settings.PAGE_CACHE = False


@pytest.fixture
def world(db):
    return world_of(small_world)


def small_world():
    world = World(
        add_organization(
            by=None, name="Bay County Prevention Partnership", slug="partnership", kind="partnership"
        )
    )
    world.organizations["partnership"] = world.partnership
    for name, slug, kind in [
        ("Alder Unified School District", "alder", "school_district"),
        ("Birch Union School District", "birch", "school_district"),
        ("Bay County Office of Education", "county-office", "county_office"),
        ("Harbor Police Department", "harbor-police", "police"),
        ("Open Door Youth Services", "open-door", "nonprofit"),
        ("Lantern Fund", "lantern-fund", "foundation"),
        ("Field University", "field-university", "university"),
    ]:
        world.organizations[slug] = add_organization(by=None, name=name, slug=slug, kind=kind)
    county = add_place(by=None, kind="county", code="99", name="Bay County")
    city = add_place(by=None, kind="city", code="harbor", name="Harbor", parent=county)
    world.places = {"county": county, "harbor": city}
    for number, slug in enumerate(["alder", "birch"], 1):
        district = add_place(
            by=None,
            kind="district",
            code=f"991000{number}",
            name=world[slug].name,
            parent=county,
            steward=world[slug],
        )
        world.places[slug] = district
        for school in (1, 2):
            code = f"991000{number}010000{school}"
            world.places[f"{slug}-{school}"] = add_place(
                by=None,
                kind="school",
                code=code,
                name=f"{slug.title()} School {school}",
                parent=district,
                city=city,
            )
    today = timezone.localdate()
    for slug in ("alder", "birch", "county-office", "open-door"):
        sign_agreement(
            by=None,
            organization=world[slug],
            datasets=DATASETS,
            title=f"Data-sharing agreement of {world[slug].name}",
            purpose="To see whether attendance rises and suspensions fall.",
            starts_on=date(2020, 7, 1),
            ends_on=today + timedelta(days=365),
        )
    world.programs["mentoring"] = add_program(
        by=None,
        name="Campus Mentors",
        slug="campus-mentors",
        strategy="opportunities_provision",
        owners=[world["open-door"], world["alder"]],
        sites=[world.places["alder-1"]],
    )
    return world


@pytest.fixture
def partnership_coordinator(world):
    """In the very same rows each time, so that what is built by them can be kept, too (kept_world.same_again)."""
    key = ("partnership_coordinator", "partnership")
    world.people[key] = same_again(key, lambda: world.person("partnership_coordinator"))
    return world.people[key]


@pytest.fixture
def real_files():
    """The folder of public sample files; they are never part of the project."""
    if not REAL_FILES.is_dir():
        pytest.skip("the folder with the public sample files is absent")
    return REAL_FILES
