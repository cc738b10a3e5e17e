"""Why somebody may do something with a thing: each rule is written once, as grounds, and answers two questions.

Which things does a person reach (`reaches`: lists, and whether a page opens), and who reaches a thing, because of
which role, award or admission (`reasons`: what the screens explain). Both come from the same Ground, so that what is
explained is what is permitted; tests/access/test_explanation.py compares them for everybody and everything.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q

from .rights import (
    WIDE,
    giving,
    giving_everywhere,
    giving_within,
    holds_everywhere,
    is_partnership_staff,
    memberships_on,
    organizations_admitting,
    organizations_with,
    organizations_within,
)

NOTHING = Q(pk__in=[])
EVERYTHING = ~NOTHING


@dataclass(frozen=True)
class Reason:
    """Why one person may. membership: the role that gives it; None: everybody, because of `told`. told: the award or
    admission that ties the role to the thing, or a sentence; "" where the role alone says it.
    """

    membership: object = None
    told: object = ""

    @property
    def user(self):
        return self.membership and self.membership.user


class Asked:
    """What the grounds ask about one thing while it is explained: many ask the same, which is asked once."""

    def __init__(self, thing):
        self.thing = thing
        self._tied, self._memberships = {}, {}

    def tied(self, ground):
        """Ids of the organizations that the ground ties the thing to."""
        key = (ground.ties, ground.thing, ground.organization)
        if key not in self._tied:
            ties = ground.ties().filter(**{ground.thing: self.thing.pk}).order_by()
            self._tied[key] = frozenset(ties.values_list(F(ground.organization), flat=True))
        return self._tied[key]

    def memberships(self, organizations):
        """Running memberships that may give anything on the organizations, each with its user and organization."""
        if organizations not in self._memberships:
            found = memberships_on(organizations).select_related("user", "organization")
            self._memberships[organizations] = list(found)
        return self._memberships[organizations]


@dataclass(frozen=True)
class ByRole:
    """A role in an organization that the thing is tied to gives the right there.

    right: a codename; None: any role. ties: callable that returns the queryset of rows that tie things to
    organizations; `thing` and `organization` are the paths from such a row to both. told: callable of a thing and
    organization ids that returns {organization id: [what ties it, for people to read]}. within: whether a
    partnership-wide role does not count.
    """

    right: str | None
    ties: Callable
    thing: str = "pk"
    organization: str = "organization"
    told: Callable | None = None
    within: bool = False

    def reaches(self, user):
        """Q of the things that the person reaches."""
        ties = self.ties().filter(**{f"{self.organization}__in": self._organizations(user).values("pk")})
        return Q(pk__in=ties.order_by().values(self.thing))

    def reasons(self, asked):
        """Every Reason, of everybody."""
        tied = asked.tied(self)
        told = self.told(asked.thing, tied) if self.told else {}
        return [
            Reason(membership, each)
            for membership in self._memberships(asked, tied)
            for each in told.get(membership.organization_id, [""])
        ]

    def _organizations(self, user):
        if self.right is None or self.within:
            return organizations_within(user, self.right)
        return organizations_with(user, self.right)

    def _memberships(self, asked, tied):
        if not tied:
            return []
        giving_it = giving_within if self.right is None or self.within else giving
        return giving_it(asked.memberships(tied), self.right, tied)


@dataclass(frozen=True)
class Everywhere:
    """A partnership-wide role gives the right on every thing. things: callable that returns the queryset of those it
    is true of; None: all. right None: any partnership-wide role.
    """

    right: str | None
    things: Callable | None = None

    def reaches(self, user):
        holds = is_partnership_staff(user) if self.right is None else holds_everywhere(user, self.right)
        if not holds:
            return NOTHING
        return Q(pk__in=self.things().order_by().values("pk")) if self.things else EVERYTHING

    def reasons(self, asked):
        if self.things and not self.things().filter(pk=asked.thing.pk).exists():
            return []
        codenames = WIDE if self.right is None else {self.right, f"every_{self.right}"}
        found = giving_everywhere(asked.memberships(frozenset()), codenames)
        return [Reason(membership) for membership in found]


@dataclass(frozen=True)
class ByAdmission:
    """An organization that the thing belongs to admits the person as an evaluator. things: callable that returns the
    queryset of things it is true of; organization: the path from a thing to its organization.
    """

    things: Callable
    organization: str = "organization"

    def reaches(self, user):
        admitting = organizations_admitting(user).values("pk")
        found = self.things().filter(**{f"{self.organization}__in": admitting})
        return Q(pk__in=found.order_by().values("pk"))

    def reasons(self, asked):
        from ..models import Admission

        belongs = self.things().filter(pk=asked.thing.pk).order_by().values(self.organization)
        admissions = list(Admission.objects.in_force().filter(organization__in=belongs))
        people = [admission.evaluator_id for admission in admissions]
        theirs = memberships_on(None).filter(user__in=people).select_related("user", "organization")
        return [
            Reason(membership, admission)
            for membership in giving(theirs, "evaluate", None)
            for admission in admissions
            if admission.evaluator_id == membership.user_id
        ]


@dataclass(frozen=True)
class Anybody:
    """Everybody, without an account even. things: callable that returns the queryset of things it is true of."""

    things: Callable
    sentence: str

    def reaches(self, user):
        return Q(pk__in=self.things().order_by().values("pk"))

    def reasons(self, asked):
        return [Reason(told=self.sentence)] if self.things().filter(pk=asked.thing.pk).exists() else []


@dataclass(frozen=True)
class Deed:
    """Something that people do with a thing, and the grounds on each of which they may.

    words: what, for people to read ("See the summary ..."). needs: callable of a thing that returns None when it is
    closed to everybody for now, otherwise [what opens it: an agreement] for people to read; closed: then the sentence
    that says so.
    """

    key: str
    words: str
    grounds: tuple
    needs: Callable | None = None
    closed: str = ""

    def among(self, user, queryset):
        """The things of the queryset with which the person may, as far as it depends on the person."""
        reached = NOTHING
        for ground in self.grounds:
            reached |= ground.reaches(user)
        return queryset.filter(reached)

    def allows(self, user, thing):
        """Whether the person may, as far as it depends on the person."""
        if not user.is_authenticated or not user.is_active:
            return False
        return self.among(user, type(thing)._default_manager.all()).filter(pk=thing.pk).exists()

    def reasons(self, asked):
        """Every Reason why somebody may with the thing of `asked`."""
        return [reason for ground in self.grounds for reason in ground.reasons(asked)]

    def reason_for(self, user, thing):
        """The first Reason why the person may, or None."""
        if not self.allows(user, thing):
            return None
        return next((each for each in self.reasons(Asked(thing)) if each.user in (user, None)), None)
