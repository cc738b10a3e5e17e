"""The third chapter of the demonstration: every file takes the way of a coordinator's file, then the first
releases are built, signed and published.
"""

from django.core.exceptions import ValidationError

from outcomes.evaluation.plans.demo import build_demo_evaluations
from outcomes.measures.student_year import rebuild_stale
from outcomes.models import Submission
from outcomes.releases.demo import build_demo_releases
from outcomes.releases.evaluations.demo import build_demo_evaluation_releases
from outcomes.submissions.accept import accept, leave_out
from outcomes.submissions.journey import stage_now
from outcomes.submissions.models import Severity, State
from outcomes.submissions.receive import receive
from partnership.actions.agreements import agreement_for
from partnership.demo.county import demo_county
from partnership.models import Agreement, Organization, Place, User
from programs.models import Program

from .files import demo_files
from .sessions import hold_sessions


def load(*, say):
    """Hand in every file of the demonstration. A run that was broken off goes on where it stopped."""
    county = demo_county()
    known = _Known(county)
    say("Handing in three years of enrollment, attendance, discipline, rosters and what agencies count ...")
    rows = 0
    for file in demo_files(county):
        if not known.is_accepted(file):
            rows += _hand_in(file, known).rows
    say(f"  {rows:,} rows accepted")
    hold_sessions(county)
    say(f"  {rebuild_stale()} school years of students gathered")
    say("Evaluating four programs ...")
    build_demo_evaluations(by=known.partnership_coordinator, say=say)
    say("Building releases ...")
    build_demo_releases(by=known.partnership_coordinator, say=say)
    build_demo_evaluation_releases(by=known.partnership_coordinator, say=say)
    _let_agreements_lapse(county, known)


def _hand_in(file, known):
    """One file: received, read, staged, its errors left out, accepted."""
    by = known.coordinators[file.organization]
    submission = receive(
        by=by,
        organization=known.organizations[file.organization],
        dataset=file.dataset,
        period=file.period,
        program=known.programs.get(file.program),
        silent_schools=known.silent(file),
        name=file.name,
        content=file.content,
        note=file.note,
        in_background=False,
    )
    submission = stage_now(submission)
    if submission.state != State.STAGED:
        raise ValidationError(f"{file.organization} {file.name}: {submission.refusal}")
    errors = set(submission.problems.filter(severity=Severity.ERROR).values_list("reason", flat=True))
    if errors:
        leave_out(submission, by=by, reasons=errors)
    return accept(submission, by=by)


class _Known:
    """What the first two chapters entered, by the names that the files use."""

    def __init__(self, county):
        self.organizations = {found.slug: found for found in Organization.objects.all()}
        self.programs = {found.slug: found for found in Program.objects.all()}
        self.schools = {place.code: place for place in Place.objects.filter(kind="school")}
        people = {user.email: user for user in User.objects.all()}
        self.coordinators = {
            person.organization: people[person.email]
            for person in county.people
            if person.role in ("data_coordinator", "statistics_coordinator")
        }
        self.partnership_coordinator = next(
            people[person.email] for person in county.people if person.role == "partnership_coordinator"
        )
        self.codes_of = {
            district.slug: {school.code for school in county.schools_of(district.slug)}
            for district in county.districts
        }

    def is_accepted(self, file):
        """Whether an earlier run has brought the file in."""
        return Submission.objects.filter(
            organization=self.organizations[file.organization],
            dataset=file.dataset,
            period=file.period,
            program=self.programs.get(file.program),
            state=State.ACCEPTED,
        ).exists()

    def silent(self, file):
        """Schools of the district that the file says nothing of."""
        own = self.codes_of.get(file.organization, set()) if file.schools else set()
        return [self.schools[code] for code in sorted(own - set(file.schools))]


def _let_agreements_lapse(county, known):
    """Agreements whose last day has passed were in force while their data came; now they end."""
    for told in county.agreements:
        organization = known.organizations[told.organization]
        for dataset in told.datasets:
            agreement = agreement_for(organization, dataset)
            if agreement and agreement.ends_on > told.ends:
                Agreement.objects.filter(pk=agreement.pk).update(ends_on=told.ends)
