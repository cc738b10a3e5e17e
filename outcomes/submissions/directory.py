"""An accepted list of partners adds and changes organizations; withdrawing it takes exactly that back.

What the list changed is written down beside the change. A partner that it added, and that something was tied to
since (a person, an agreement, a page), stays; so does a field that somebody changed since. A partner that a list
leaves out stays: leaving the partnership is not a matter of a list.
"""

from django.utils.text import slugify

from outcomes.datasets.facts import DirectoryEntry
from partnership.actions.organizations import add_organization, change_organization, remove_organizations
from partnership.models import Organization, Place
from partnership.models.place import PlaceKind

from .models import Claim, DirectoryChange, State

DIRECTORY = "partner_directory"


def keep_directory(*, submission, claims):
    """Follow-up of an acceptance or withdrawal, inside its transaction."""
    if submission is None or submission.dataset != DIRECTORY:
        return
    if submission.state == State.ACCEPTED:
        _apply(submission, by=submission.accepted_by)
    else:
        _take_back(submission, by=submission.withdrawn_by)


def _apply(submission, *, by):
    """Bring the directory to what the list says; blank cells say nothing."""
    known = {organization.name.casefold(): organization for organization in Organization.objects.all()}
    cities = {place.name.casefold(): place for place in Place.objects.filter(kind=PlaceKind.CITY)}
    slugs = {organization.slug for organization in known.values()}
    changes = []
    for entry in _entries(submission):
        told = {"website": entry.website, "phone": entry.phone, "city": cities.get(entry.city.casefold())}
        told = {name: value for name, value in told.items() if value}
        organization = known.get(entry.name.casefold())
        if organization is None:
            slug = _free_slug(entry.name, slugs)
            organization = add_organization(by=by, name=entry.name, slug=slug, kind=entry.kind, **told)
            changes.append(DirectoryChange(submission=submission, organization=organization, added=True))
            continue
        new = {name: value for name, value in told.items() if getattr(organization, name) != value}
        if new:
            before = {name: _text(getattr(organization, name)) for name in new}
            change_organization(organization, by=by, **new)
            after = {name: _text(value) for name, value in new.items()}
            changes.append(
                DirectoryChange(submission=submission, organization=organization, before=before, after=after)
            )
    DirectoryChange.objects.bulk_create(changes)


def _take_back(submission, *, by):
    """Undo what the list changed, the last first, then bring the list that is in effect again to what it says."""
    claim = Claim.objects.filter(dataset=DIRECTORY, in_effect=True).select_related("submission").first()
    in_effect = claim and claim.submission
    named = {entry.name.casefold() for entry in _entries(in_effect)} if in_effect else set()
    cities = {str(place.pk): place for place in Place.objects.filter(kind=PlaceKind.CITY)}
    added = []
    for change in submission.directory_changes.select_related("organization").order_by("-pk"):
        organization = change.organization
        if organization is None:
            continue
        if change.added and organization.name.casefold() in named:
            change.submission = in_effect
            change.save(update_fields=["submission"])
        elif change.added:
            added.append(organization)
        else:
            back = {
                name: cities.get(change.before[name]) if name == "city" else change.before[name]
                for name, value in change.after.items()
                if _text(getattr(organization, name)) == value
            }
            change_organization(organization, by=by, **back)
    # Our own notes point to them as well.
    submission.directory_changes.all().delete()
    remove_organizations(added, by=by)
    if in_effect:
        _apply(in_effect, by=by)


def _entries(submission):
    claims = submission.claims.filter(in_effect=True).values("pk")
    return DirectoryEntry.objects.filter(claim_id__in=claims).order_by("name")


def _text(value):
    """A field's value as it is kept: a city by its key."""
    return str(value.pk) if isinstance(value, Place) else value or ""


def _free_slug(name, taken):
    """A short name for addresses that nobody has yet; it is taken from now on."""
    slug = stem = slugify(name)[:70] or "partner"
    number = 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    taken.add(slug)
    return slug
