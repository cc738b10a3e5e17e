"""What of the site belongs to each of the seven ways, beside what its editors wrote."""

from django.utils.translation import gettext_lazy as _

from .calendar.coming import coming
from .cities import cities_with_counts
from .models.events import LISTENING, Event
from .models.listening import Commitment
from .models.news import NewsPage
from .models.profession import Opening, Training
from .models.programs import ProgramPage
from .models.updates import Update
from .public.library import matrix
from .public.numbers import TOPICS, newest, overview
from .ways import Way

SHOWN = 6


def belonging_to(way, locale):
    """What the page of a way shows from the postings, beside what its editors wrote: a dictionary for its template."""
    shown = _SHOWN[way](locale) if way in _SHOWN else {}
    if "numbers" in shown:
        _release, rows = newest(TOPICS[shown["numbers"]])
        shown["overview"] = overview(rows)
    return {"stories": NewsPage.objects.readable(locale).filter(way=way)[:SHOWN], **shown}


def _conversations(locale):
    listening = Event.objects.filter(kind__in=LISTENING)
    return {
        "occurrences": coming(listening, SHOWN),
        "heard": Update.objects.published()
        .filter(kind="heard")
        .select_related("organization", "city")[:SHOWN],
        "commitments": Commitment.objects.in_public_order()[:SHOWN],
        "links": [("site:listening", _("All sessions and what was heard"))],
        "numbers": "stops",
    }


def _accountability(locale):
    rows = matrix()
    adopted = sum(1 for _agency, days in rows for _topic, day in days if day)
    return {
        "commitments": Commitment.objects.in_public_order()[:SHOWN],
        "adoption": {"agencies": len(rows), "adopted": adopted},
        "links": [
            ("site:policies", _("Which agency adopted which policy")),
            ("site:feedback_index", _("How to commend or complain")),
            ("site:commitments", _("All commitments")),
        ],
    }


def _transparency(locale):
    incidents = Update.objects.published().filter(kind="incident").select_related("organization", "city")
    return {
        "updates": incidents[:SHOWN],
        "links": [("site:updates", _("All updates")), ("site:subscribe", _("Updates by e-mail"))],
    }


def _bias(locale):
    return {
        "trainings": Training.objects.published().select_related("organization")[: 2 * SHOWN],
        "links": [("site:trainings", _("All trainings"))],
        "numbers": "trainings",
    }


def _community(locale):
    return {
        "occurrences": coming(Event.objects.exclude(kind__in=LISTENING), SHOWN),
        "links": [("site:calendar", _("The whole calendar"))],
    }


def _profession(locale):
    return {
        "openings": Opening.objects.open().select_related("organization")[:SHOWN],
        "links": [("site:openings", _("All openings"))],
        "numbers": "workforce",
    }


def _prevention(locale):
    return {
        "programs": ProgramPage.objects.readable(locale)[:SHOWN],
        "cities": cities_with_counts(),
        "links": [("site:cities", _("City by city"))],
    }


_SHOWN = {
    Way.CONVERSATIONS: _conversations,
    Way.ACCOUNTABILITY: _accountability,
    Way.TRANSPARENCY: _transparency,
    Way.BIAS: _bias,
    Way.COMMUNITY: _community,
    Way.PROFESSION: _profession,
    Way.PREVENTION: _prevention,
}
