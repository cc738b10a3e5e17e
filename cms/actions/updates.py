"""Composing an update, publishing it, and correcting it in the open."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from partnership.audit import record

from ..models.posting import PostingState
from ..models.updates import ComposerDraft, Entry, EntryKind, Fact, FactState, UpdateKind
from ..told import Told
from .postings import hand_in_posting, publish_posting, write_posting

PARTS = ("unknown", "coming", "contacts")


@transaction.atomic
def compose_update(update, *, by, language, facts, draft=None, **fields):
    """Write a new update in one language, publish it where the writer may do that at once, hand it in otherwise.

    facts: lines, each of which is a fact, preliminary at first (of a listening session: confirmed).
    """
    write_posting(update, by=by, **fields)
    is_heard = update.kind == UpdateKind.HEARD
    state = FactState.CONFIRMED if is_heard else FactState.PRELIMINARY
    Fact.objects.bulk_create(Fact(update=update, text=Told({language: line}), state=state) for line in facts)
    if update.may_be_published_by(by):
        publish_update(update, by=by)
    else:
        hand_in_posting(update, by=by)
    if draft:
        ComposerDraft.objects.filter(pk=draft.pk, owner=by).delete()
    return update


@transaction.atomic
def publish_update(update, *, by):
    """Publish it and begin its time line; whoever subscribed to its city is written to."""
    is_first = not update.entries.exists()
    publish_posting(update, by=by, right="post_incident")
    if is_first:
        Entry.objects.create(update=update, kind=EntryKind.PUBLISHED, at=update.published_at)
    _announce(update)


@transaction.atomic
def revise_update(update, *, by, language, changes, added=(), next_update_at=None, close=False, **parts):
    """Change what is said now; each change is a line of the time line once the update is public.

    changes: {fact id: (state, text)} as the writer wants them; parts: `unknown`, `coming`, `contacts` in the
    language.
    """
    if not (update.may_be_published_by(by) or (update.may_be_written_by(by) and not update.is_published)):
        raise PermissionDenied
    entries = []
    for fact in update.facts.select_for_update():
        entries += _change_fact(
            fact, *changes.get(fact.pk, (fact.state, fact.text.get(language, ""))), language
        )
    for line in added:
        fact = Fact.objects.create(update=update, text=Told({language: line}))
        entries.append(Entry(kind=EntryKind.ADDED, after=fact.text))
    for name in PARTS:
        if name in parts:
            entries += _change_part(update, name, parts[name], language)
    if close and not update.is_closed:
        entries.append(Entry(kind=EntryKind.CLOSED))
    update.is_closed = close
    update.next_update_at = None if close else next_update_at
    update.save()
    if update.is_published:
        for entry in entries:
            entry.update_id, entry.at = update.pk, timezone.now()
        Entry.objects.bulk_create(entries)
        if entries:
            _announce(update)
    record("update.revised", by=by, organization=update.organization, target=update, changes=len(entries))
    return entries


def _change_fact(fact, state, text, language):
    before = Told(fact.text)
    after = Told({**fact.text, language: text}) if text else before
    same_words = after.get(language) == before.get(language) or not before.get(language)
    if same_words and state == fact.state and after == before:
        return []
    if not same_words:
        # Other words than before are a correction, whatever was chosen; what other languages said is void.
        state, after = FactState.CORRECTED, Told({language: text})
    kind = {
        FactState.CONFIRMED: EntryKind.CONFIRMED,
        FactState.CORRECTED: EntryKind.CORRECTED,
    }.get(state, EntryKind.CHANGED)
    is_told = state != fact.state or not same_words
    fact.text, fact.state, fact.changed_at = after, state, timezone.now()
    fact.save()
    if not is_told:
        return []  # Only a translation was added.
    return [Entry(kind=kind, before=before if not same_words else Told(), after=after)]


def _change_part(update, name, text, language):
    before = Told(getattr(update, name))
    if before.get(language, "") == text:
        return []
    is_translation = not before.get(language) and bool(before)
    setattr(update, name, Told({**before, language: text}) if is_translation else Told({language: text}))
    return (
        []
        if is_translation
        else [Entry(kind=EntryKind.CHANGED, part=name, before=before, after=getattr(update, name))]
    )


def _announce(update):
    if update.kind != UpdateKind.INCIDENT or update.city_id is None or update.state != PostingState.PUBLISHED:
        return
    from ..posting.announce import send_update

    transaction.on_commit(lambda: send_update.enqueue(str(update.pk)), robust=True)
