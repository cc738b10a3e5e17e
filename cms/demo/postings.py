"""What the partners of the demonstration post: through the same actions as people, then set to the days of a story."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from cms.actions.commitments import follow_up
from cms.actions.postings import publish_posting, write_posting
from cms.models import (
    Commitment,
    Entry,
    Event,
    Fact,
    FeedbackWays,
    Opening,
    Policy,
    Question,
    Training,
    Update,
    WayPage,
)
from cms.told import Told
from partnership.models import Membership, Organization, Place
from programs.models import Program

from .blocks import blocks_of
from .posted.events import COMMITMENTS, EVENTS, HEARD, INCIDENT, QUESTIONS
from .posted.library import ADOPTED, CHANGED, FEEDBACK, OPENINGS, SUMMARIES, TITLES, TRAININGS, WAYS


def load_postings():
    by = Membership.objects.in_force().get(role="partnership_coordinator").user
    organizations = {each.slug: each for each in Organization.objects.all()}
    cities = {each.code: each for each in Place.objects.filter(kind="city")}
    programs = {each.slug: each for each in Program.objects.all()}
    past = [_event(told, by, organizations, cities, programs) for told in EVENTS][-1]
    _what_came_of(past, by, organizations)
    _incident(by, organizations["marisol-police"], cities["marisol"])
    _library(by, organizations)


def write_ways():
    """The texts of the seven ways, in every language they were written in."""
    for page in WayPage.objects.select_related("locale"):
        page.body = blocks_of(WAYS[page.way][page.locale.language_code], page.locale)
        page.save_revision().publish()


def _post(posting, by, **fields):
    write_posting(posting, by=by, **fields)
    publish_posting(posting, by=by)
    return posting


def _event(told, by, organizations, cities, programs):
    told = dict(told)
    told.pop("key", None)
    days, weekday = told.pop("in_days"), told.pop("weekday", None)
    if weekday is not None:
        days += (weekday - (timezone.localdate() + timedelta(days=days)).weekday()) % 7
    begins = _at(days, told.pop("hour"))
    told["starts_at"], told["ends_at"] = begins, begins + timedelta(hours=told.pop("hours"))
    if "for_days" in told:
        told["repeats_until"] = begins.date() + timedelta(days=told.pop("for_days"))
    told["organization"] = organizations[told["organization"]]
    told["city"] = cities.get(told.get("city"))
    told["program"] = programs.get(told.get("program"))
    return _post(Event(), by, **told)


def _what_came_of(event, by, organizations):
    for text, language, answer in QUESTIONS:
        Question.objects.create(event=event, text=text, language=language, answer=answer, state="published")
    heard = Update(kind="heard", event=event, city=event.city)
    write_posting(
        heard,
        by=by,
        organization=event.organization,
        **{name: Told(HEARD[name]) for name in ("title", "unknown", "coming")},
    )
    Fact.objects.bulk_create(
        Fact(update=heard, text=Told(text), state="confirmed") for text in HEARD["facts"]
    )
    publish_posting(heard, by=by)
    Entry.objects.create(update=heard, kind="published", at=_at(-32, 10))
    Update.objects.filter(pk=heard.pk).update(published_at=_at(-32, 10))
    for slug, title, who, days, status, done in COMMITMENTS:
        commitment = _post(
            Commitment(),
            by,
            organization=organizations[slug],
            event=event,
            title=Told(title),
            who=Told(who),
            due_on=timezone.localdate() + timedelta(days=days),
        )
        if done:
            follow_up(commitment, by=by, status=status, text=Told(done))


def _incident(by, organization, city):
    """An update of last month, with its time line."""
    began = _at(-30, 14)
    update = Update(kind="incident", city=city, is_closed=True)
    parts = {name: Told(INCIDENT[name]) for name in ("title", "unknown", "coming", "contacts")}
    write_posting(update, by=by, organization=organization, **parts)
    facts = Fact.objects.bulk_create(
        Fact(update=update, text=Told(text), state=state, changed_at=began)
        for text, state in INCIDENT["facts"]
    )
    publish_posting(update, by=by)
    Update.objects.filter(pk=update.pk).update(published_at=began)
    lines = [
        (15, "published", Told(), Told()),
        (55, "confirmed", Told(), facts[0].text),
        (80, "corrected", Told(INCIDENT["before"]), facts[2].text),
        (240, "closed", Told(), Told()),
    ]
    Entry.objects.bulk_create(
        Entry(update=update, at=began + timedelta(minutes=minutes), kind=kind, before=before, after=after)
        for minutes, kind, before, after in lines
    )


def _library(by, organizations):
    for slug, topics in ADOPTED.items():
        for topic, days in topics.items():
            for number, day in enumerate(days):
                _post(
                    Policy(),
                    by,
                    organization=organizations[slug],
                    topic=topic,
                    adopted_on=date.fromisoformat(day),
                    title=Told(en=TITLES[topic]),
                    summary=Told(SUMMARIES[topic]),
                    changes=Told(CHANGED if number else {}),
                )
    for slug, (commend, complain, afterwards) in FEEDBACK.items():
        _post(
            FeedbackWays(),
            by,
            organization=organizations[slug],
            title=Told(en="Commend or complain", es="Felicitar o quejarse"),
            commend=Told(commend),
            complain=Told(complain),
            afterwards=Told(afterwards),
            phone=organizations[slug].phone,
        )
    for told in TRAININGS:
        told = told | {"organization": organizations[told["organization"]], "hours": Decimal(told["hours"])}
        _post(Training(), by, **told)
    for told in OPENINGS:
        told = dict(told)
        days, organization = told.pop("closes_in"), organizations[told["organization"]]
        closes = timezone.localdate() + timedelta(days=days) if days else None
        _post(
            Opening(),
            by,
            **told | {"organization": organization, "closes_on": closes, "phone": organization.phone},
        )


def _at(days, hour):
    """A moment some days from today, on the clock on the wall."""
    day = timezone.localdate() + timedelta(days=days)
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
