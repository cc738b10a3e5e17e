"""Who may do what, read from the rows one after the other: the slow, obvious way that tests compare with."""

from django.db.models import prefetch_related_objects
from django.utils import timezone

from outcomes.datasets import DATASETS
from outcomes.releases.models import Release
from outcomes.submissions.agreement import closed_years, has_agreement
from partnership.access.deeds import deeds_of, who_may
from partnership.models import Admission, Membership
from partnership.models.organization import LAW_ENFORCEMENT
from programs.models import Award, Program

from .literal import GIVES, STUDENT_LEVEL, WIDE

# What the slow reading asks of a thing again and again.
KNOWN_ONCE = {
    Program: ["owners"],
    Release: ["contributors", "releasegrant_set__group__role_group__organization"],
}


def explained(thing):
    """{deed's key: ids of the people of whom the screen says that they may; None among them: everybody}"""
    told = {deed.key: set() for deed in deeds_of(thing)}
    for line in who_may(thing)[0]:
        for deed in line.deeds:
            told[deed.key].add(line.user and line.user.pk)
    return told


def check(things, users):
    """The three ways agree for each deed."""
    people, reached = [Person(user) for user in users], {}
    for kind, parts in KNOWN_ONCE.items():
        prefetch_related_objects([thing for thing in things if isinstance(thing, kind)], *parts)
    for thing in things:
        told = explained(thing)
        for deed in deeds_of(thing):
            needed = deed.needs is None or deed.needs(thing) is not None
            for person in people:
                user, kind = person.user, type(thing)
                key = (kind, deed.key, user.pk)
                if key not in reached:
                    reached[key] = set(deed.among(user, kind.objects.all()).values_list("pk", flat=True))
                permitted = needed and user.is_active and thing.pk in reached[key]
                where = f"{deed.key} {thing!r} {user}"
                assert permitted == may(person, deed.key, thing), where
                says = user.pk in told[deed.key] or (None in told[deed.key] and user.is_active)
                assert says == permitted, where


class Person:
    """What somebody holds today: [(role, organization)]."""

    def __init__(self, user):
        today = timezone.localdate()
        self.user = user
        self.roles = [
            (each.role, each.organization)
            for each in Membership.objects.filter(user=user).select_related("organization")
            if user.is_active
            and not each.ended_at
            and each.starts_on <= today
            and not (each.ends_on and each.ends_on < today)
            and not (each.role in STUDENT_LEVEL and each.organization.kind in LAW_ENFORCEMENT)
        ]
        self.admitting = [
            each.organization
            for each in Admission.objects.filter(evaluator=user).select_related("organization")
            if not each.ended_at and each.starts_on <= today <= each.ends_on and self.has_role("evaluator")
        ]

        self.awards = list(Award.objects.select_related("funder", "program"))

    def has_role(self, role):
        return any(held == role for held, _organization in self.roles)

    def in_(self, *organizations):
        return any(organization in organizations for _role, organization in self.roles)

    def is_staff(self):
        return any(role in WIDE for role, _organization in self.roles)

    def everywhere(self, codename):
        return any(role in WIDE and {codename, f"every_{codename}"} & GIVES[role] for role, _ in self.roles)

    def within(self, codename, *organizations):
        return any(codename in GIVES[role] and place in organizations for role, place in self.roles)

    def holds(self, codename, *organizations):
        return self.everywhere(codename) or self.within(codename, *organizations)

    def funds(self, program, *, today):
        """program None: any."""
        for award in self.awards:
            is_open = award.starts_on <= timezone.localdate() <= award.review_until
            counts = program in (None, award.program) and (is_open or not today)
            if counts and self.within("review_outcomes", award.funder):
                return True
        return False


def may(person, deed, thing):
    """Whether a Person may do a deed (its key) with a thing."""
    return {
        "organization": _with_organization,
        "program": _with_program,
        "release": _with_release,
        "submission": _with_submission,
    }[thing._meta.model_name](person, deed, thing)


def _with_organization(person, deed, organization):
    if deed == "see":
        return person.in_(organization) or person.is_staff()
    if deed == "read_student_rows":
        reads = person.holds(deed, organization) or organization in person.admitting
        return reads and organization.kind not in LAW_ENFORCEMENT
    return person.holds(deed, organization)


def _with_program(person, deed, program):
    owners = list(program.owners.all())
    plans = (
        person.everywhere("build_release")
        or person.within("evaluate", *owners)
        or any(owner in person.admitting for owner in owners)
    )
    return {
        "see": lambda: person.in_(*owners) or person.is_staff() or person.funds(program, today=False),
        "change": lambda: person.everywhere("manage_partnership"),
        "sign_in_sessions": lambda: person.holds("sign_in_sessions", *owners),
        "review": lambda: person.funds(program, today=True),
        "plan": lambda: plans,
        "results": lambda: plans or person.holds("sign_release", *owners),
        "plans": lambda: (
            plans or person.holds("sign_release", *owners) or person.holds("view_submissions", *owners)
        ),
    }[deed]()


def _with_release(person, deed, release):
    builds = person.everywhere("build_release") and release.state != "discarded"
    signs = release.state != "discarded" and person.holds("sign_release", *release.contributors.all())
    released = release.state in ("published", "superseded")
    reviews = (
        released
        and release.audience == "funders"
        and person.funds(release.program, today=True)
        and any(
            person.within("review_outcomes", grant.group.role_group.organization)
            for grant in release.releasegrant_set.all()
        )
    )
    return {
        "see": lambda: (
            (released and release.audience == "public" and person.user.is_active)
            or builds
            or signs
            or reviews
        ),
        "sign": lambda: release.state == "draft" and (builds or signs),
        "build": lambda: builds,
        "share": lambda: released and (builds or reviews),
    }[deed]()


def _with_submission(person, deed, submission):
    organization = submission.organization
    partner = person.within("submit_data", organization) or person.within("manage_people", organization)
    reads = person.holds("read_student_rows", organization) or organization in person.admitting
    student_level = DATASETS[submission.dataset].is_student_level
    return {
        "see": lambda: person.holds("view_submissions", organization),
        "change": lambda: (
            person.within("submit_data", organization)
            or (submission.on_behalf and (partner or person.everywhere("submit_on_behalf")))
        ),
        "accept": lambda: person.within("submit_data", organization),
        "confirm": lambda: submission.on_behalf and partner,
        "decide": lambda: person.everywhere("decide_claims"),
        "read": lambda: (
            reads
            and student_level
            and organization.kind not in LAW_ENFORCEMENT
            and has_agreement(submission)
            and not closed_years(submission)
        ),
    }[deed]()
