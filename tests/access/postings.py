"""What organizations post, one of each kind: a draft that only its writers know, and one that everybody reads."""

from datetime import timedelta

from django.utils import timezone

from cms.models import (
    Commitment,
    Event,
    Fact,
    FeedbackWays,
    Opening,
    Policy,
    Question,
    Training,
    Update,
)


def postings_of(organization, member, word, program, city):
    """{kind: what its address needs}. Drafts carry the word; what is published carries the organization's name."""
    begins = timezone.now() + timedelta(days=3)
    when = {"starts_at": begins, "ends_at": begins + timedelta(hours=2), "languages": ["en", "es"]}
    draft = Event.objects.create(
        **_posting(organization, member, f"Draft {word}", published=False),
        kind="listening",
        summary={"en": f"Summary {word}"},
        venue="Library",
        **when,
    )
    question = Question.objects.create(event=draft, text=f"Question {word}?", language="en")
    update = Update.objects.create(**_posting(organization, member, f"Update {word}", published=False))
    Fact.objects.create(update=update, text={"en": f"Fact {word}"})
    commitment = Commitment.objects.create(
        **_posting(organization, member, f"Commitment {word}", published=False),
        who={"en": "The office"},
        due_on=timezone.localdate() + timedelta(days=30),
    )
    slug = _publish_one_of_each(organization, member, program, city, when)
    published = {"slug": slug, "code": city.code}
    return {
        "posting": {"kind": "events", "pk": draft.pk},
        "event": {"pk": draft.pk},
        "question": {"pk": question.pk},
        "update": {"pk": update.pk},
        "commitment": {"pk": commitment.pk},
        "published": published,
        "policy": {"slug": organization.slug, "topic": "bias-free"},
    }


def _publish_one_of_each(organization, member, program, city, when):
    title = f"Posted by {organization}"
    told = {"en": "One sentence.\n\nAnother paragraph.", "es": "Una frase."}
    fields = _posting(organization, member, title)
    listening = Event.objects.create(
        **fields,
        kind="listening",
        program=program,
        summary=told,
        text=told,
        agenda=told,
        access=told,
        venue="Library",
        address="1 Main Street",
        city=city,
        phone="(555) 555-0100",
        takes_registrations=True,
        capacity=20,
        asks_consent=True,
        repeats="weekly",
        repeats_until=timezone.localdate() + timedelta(days=30),
        **when,
    )
    Question.objects.create(
        event=listening, text="Who crosses the street with us?", language="en", state="published", answer=told
    )
    update = Update.objects.create(**fields, city=city, unknown=told, coming=told, contacts=told)
    fact = Fact.objects.create(update=update, text=told)
    update.entries.create(kind="published")
    update.entries.create(kind="corrected", before=told, after=fact.text)
    due = timezone.localdate() - timedelta(days=3)
    commitment = Commitment.objects.create(**fields, event=listening, text=told, who=told, due_on=due)
    commitment.follow_ups.create(status="open", text=told)
    Policy.objects.create(**fields, topic="bias_free", adopted_on=due, summary=told, changes=told)
    FeedbackWays.objects.create(
        **fields, commend=told, complain=told, afterwards=told, phone="(555) 555-0100"
    )
    Training.objects.create(
        **fields, topic="trauma", hours=4, text=told, teachers=told, audience=told, url="https://example.org/"
    )
    Opening.objects.create(**fields, kind="ride_along", text=told, how=told, city=city)
    return fields["slug"]


def _posting(organization, member, title, *, published=True):
    return {
        "organization": organization,
        "created_by": member,
        "title": {"en": title},
        "slug": title.lower().replace(" ", "-"),
        "state": "published" if published else "draft",
        "published_at": timezone.now() if published else None,
    }
