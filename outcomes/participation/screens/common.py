"""Fetch and check in one step, and log what was read."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from outcomes.participation.participants import participants_of
from outcomes.submissions.participants import ParticipantCode
from partnership.access.rights import fetch, organizations_with
from partnership.audit import record
from programs.actions.sessions import RIGHT
from programs.models import Program, Session


def fetch_program(user, slug):
    """(program, its owners for whom the person acts): 404 to a stranger, 403 without the right."""
    program = get_object_or_404(Program.objects.visible_to(user), slug=slug)
    owners = list(organizations_with(user, RIGHT).filter(programs=program))
    if not owners:
        raise PermissionDenied
    return program, owners


def fetch_session(user, pk):
    sessions = Session.objects.select_related("program", "organization").annotate(came=Count("sign_ins"))
    return fetch(user, RIGHT, sessions, pk=pk)


def codes_of(program, owners):
    return ParticipantCode.objects.filter(program=program, organization__in=owners)


def read_participants(codes, *, by, target, organizations, verb):
    """The participants of some codes, in the order of their codes; that they were read is logged."""
    found = participants_of(codes)
    for organization in organizations:
        own = sum(participant.code.organization_id == organization.pk for participant in found)
        record(verb, by=by, organization=organization, target=target, right=RIGHT, participants=own)
    return found


def steps(program, *more):
    return [
        (_("Programs"), reverse("workspace:programs")),
        (program.name, reverse("workspace:program", args=[program.slug])),
        *more,
    ]


def sessions_step(program):
    return _("Sessions"), reverse("workspace:program_sessions", args=[program.slug])
