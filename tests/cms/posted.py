"""Postings for the tests of the public site."""

from datetime import datetime, timedelta

from django.utils import timezone

from cms.models import Commitment, Event, Policy
from outcomes.measures.definition import definition
from outcomes.releases.models import Release, ReleaseCell
from partnership.models import User

ZONE = timezone.get_default_timezone


def at(text):
    """A moment of the clock on the wall: `at("2026-03-05 16:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE())


def soon(days=3, hour=16):
    day = timezone.localdate() + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE())


def add_event(organization, title="Practice", *, start=None, end=None, state="published", **fields):
    start = start or soon()
    return Event.objects.create(
        **{
            "organization": organization,
            "title": title if isinstance(title, dict) else {"en": title},
            "slug": f"event-{Event.objects.count()}",
            "kind": "league",
            "summary": {"en": "On the nearest field."},
            "starts_at": start,
            "ends_at": end or start + timedelta(hours=2),
            "venue": "Kite Field",
            "languages": ["en"],
            "state": state,
            "published_at": timezone.now(),
        }
        | fields
    )


def add_commitment(organization, title="A crossing guard until the late bus", **fields):
    return Commitment.objects.create(
        **{
            "organization": organization,
            "title": {"en": title},
            "slug": f"commitment-{Commitment.objects.count()}",
            "who": {"en": "The traffic unit"},
            "due_on": timezone.localdate() + timedelta(days=30),
            "state": "published",
            "published_at": timezone.now(),
        }
        | fields
    )


def add_policy(organization, topic="intervene", adopted_on="2025-01-01", **fields):
    return Policy.objects.create(
        **{
            "organization": organization,
            "topic": topic,
            "adopted_on": adopted_on,
            "title": {"en": "General Order 3.4"},
            "slug": f"policy-{Policy.objects.count()}",
            "summary": {"en": "An officer who sees too much force stops it."},
            "state": "published",
            "published_at": timezone.now(),
        }
        | fields
    )


STOPS = {
    # (measure, group): {year: (value, stopped, living there) or None where it is hidden}
    ("stops_per_1000", ""): {"2024": ("45.0", 900, 20000), "2025": ("42.0", 840, 20000)},
    ("stop_disparity", "race_hispanic"): {"2024": ("1.40", 630, 10000), "2025": ("1.35", 567, 10000)},
    ("stop_disparity", "race_black"): {"2024": ("2.10", 95, 1000), "2025": None},
}


def release_of_an_agency(world, cells):
    """A public release of one agency's numbers."""
    coordinators = User.objects.filter(memberships__role="partnership_coordinator")
    release = Release.objects.create(
        title="Of agencies",
        slug="of-agencies",
        audience="public",
        state="draft",
        built_by=coordinators.first() or world.person("partnership_coordinator"),
        years=["2024", "2025"],
        definitions=[
            definition(key).as_dict() for key in dict.fromkeys(measure for measure, _group in cells)
        ],
        places={"organization": {"harbor-police": {"name": "Harbor Police Department"}}},
    )
    for (measure, group), years in cells.items():
        for year, told in years.items():
            shown = told and dict(zip(("value", "numerator", "denominator"), told, strict=True))
            ReleaseCell.objects.create(
                release=release,
                measure=measure,
                year=year,
                population="all",
                level="organization",
                place="harbor-police",
                dimension="race" if group else "",
                group=group,
                reported=1,
                expected=1,
                **(shown | {"state": "published"} if shown else {"state": "suppressed"}),
            )
    Release.objects.filter(pk=release.pk).update(state="published", published_at=timezone.now())
