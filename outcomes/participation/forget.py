"""Sign-ins go where the data they become goes: with an erased student, and after an agreement's retention."""

from django.utils import timezone

from outcomes.datasets.periods import first_day, last_day, school_year_of
from outcomes.submissions.erased import digest_of
from outcomes.submissions.participants import ParticipantCode, keys_of_codes
from programs.models import Session

from .models import SignIn


def forget_sign_ins_of(keys):
    """Delete the sign-ins of the codes with these student keys; returns how many. The codes stay known but
    out of use, so that a file that names one is understood, and its rows dropped as those of an erased student.
    """
    keys = set(keys)
    codes = [pk for pk, key in keys_of_codes(ParticipantCode.objects.all()).items() if key in keys]
    ParticipantCode.objects.filter(pk__in=codes, retired_at=None).update(retired_at=timezone.now())
    return SignIn.objects.filter(code__in=codes).delete()[0]


def forget_sign_ins_of_erased(digests):
    """Delete the sign-ins of every code that is on the list of the erased; returns how many."""
    if not digests:
        return 0
    keys = keys_of_codes(ParticipantCode.objects.filter(sign_ins__isnull=False).distinct()).values()
    return forget_sign_ins_of([key for key in keys if digest_of(key) in digests])


def years_of_sign_ins(organization):
    """[school year] in which an organization held sessions that people signed in to."""
    days = Session.objects.filter(organization=organization, sign_ins__isnull=False).order_by()
    return sorted({school_year_of(day) for day in days.values_list("date", flat=True).distinct()})


def forget_sign_ins_in(organization, year):
    """Delete the sign-ins to an organization's sessions of a school year; returns how many."""
    span = (first_day(year), last_day(year))
    return SignIn.objects.filter(session__organization=organization, session__date__range=span).delete()[0]
