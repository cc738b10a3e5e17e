"""Postings for the tests of the public site."""

from datetime import datetime, timedelta

from django.utils import timezone

from cms.models import Commitment, Event, Policy

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
