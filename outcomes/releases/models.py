"""A release: pinned, approved, frozen. What people outside see comes from here and nowhere else."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from partnership.access.guard import ObjectGrant
from partnership.models import Organization
from programs.models import Program

from ..measures.dimensions import INSTRUMENT
from .frozen import Frozen, FrozenQuerySet
from .visibility import ReleaseQuerySet


class ReleaseState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", _("Discarded")


# The states in which nothing of a release may change any more.
RELEASED = (ReleaseState.PUBLISHED, ReleaseState.SUPERSEDED)


class ReleaseKind(models.TextChoices):
    # Cells of measures; or the frozen result of an evaluation plan (releases.evaluations), which has none.
    OUTCOMES = "outcomes", _("Outcomes")
    EVALUATION = "evaluation", _("Evaluation")


class Audience(models.TextChoices):
    PUBLIC = "public", _("Everyone")
    FUNDERS = "funders", _("Funders with an award")


class Release(Frozen, models.Model):
    """A set of numbers that never changes once published (DESIGN rule 6)."""

    # What may still be said of a published release: that another one has taken its place.
    STILL_OPEN = frozenset({"state"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=ReleaseKind.choices, default=ReleaseKind.OUTCOMES)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100, unique=True)
    # None: the partnership as a whole.
    program = models.ForeignKey(
        Program, on_delete=models.PROTECT, null=True, blank=True, related_name="releases"
    )
    audience = models.CharField(
        _("who may read it"), max_length=10, choices=Audience.choices, default=Audience.FUNDERS
    )
    state = models.CharField(max_length=12, choices=ReleaseState.choices, default=ReleaseState.DRAFT)
    # School years, oldest first: ["2023-24", "2024-25"].
    years = models.JSONField(default=list)
    # Places as they were named then: {level: {code: {"name": ..., of a school also "district", "city"}}}.
    places = models.JSONField(default=dict)
    # Who reported: {needs: {year: {"expected": [codes], "reported": [...], "late": [...]}}}; needs: the datasets of a
    # measure, joined by "+".
    reporting = models.JSONField(default=dict)
    # What the numbers were made of and by (build.pins_of): claims and their digest, schools, versions of
    # the definitions, of the disclosure policy and of the calculation, the day of the newest data.
    pins = models.JSONField(default=dict)
    # The definitions as they were worded then: [Definition.as_dict()], in the order of the page.
    definitions = models.JSONField(default=list)
    # sha256 over the stored artifacts; what the organizations sign.
    checksum = models.CharField(max_length=64, blank=True)
    contributors = models.ManyToManyField(Organization, through="Contributor", related_name="+")
    built_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    built_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    erratum = models.TextField(_("what was corrected"), blank=True)
    # The automatic checks of the draft: [review.checks.Check as a dict].
    checks = models.JSONField(default=list)
    # Until when organizations read, tell and sign; whether they were reminded.
    review_until = models.DateField(_("organizations sign until"), null=True, blank=True)
    reminded = models.BooleanField(default=False)
    # When it is published by itself, and by whose word.
    publish_at = models.DateTimeField(_("publication"), null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["-published_at", "-built_at"]
        permissions = [("review_release", "Review a release meant for funders")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("workspace:release", args=[self.slug])

    @property
    def is_draft(self):
        return self.state == ReleaseState.DRAFT

    @property
    def is_public(self):
        return self.audience == Audience.PUBLIC and self.state in RELEASED

    def frozen_release_id(self):
        return self.pk


class ReleaseGrant(ObjectGrant):
    """The permission of a funder's role group on a release; deleted with the release."""

    content_object = models.ForeignKey(Release, on_delete=models.CASCADE)


class Contributor(Frozen, models.Model):
    """An organization whose students a release counts; it reads the draft and signs it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")

    objects = FrozenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "organization"], name="one_contributor_per_release")
        ]

    def __str__(self):
        return f"{self.organization}"


class ValueState(models.TextChoices):
    """Every value is in one of these states; none but the first is a number, none is 0 or blank (DESIGN rule 5).

    Outside, the two hidden states are one: which of them it is would help to compute a hidden number.
    """

    PUBLISHED = "published", _("published")
    # A step of the ladder (disclosure.ladder) instead of a number near 0 or 100 %.
    AT_MOST = "at_most", _("at most")
    AT_LEAST = "at_least", _("at least")
    SUPPRESSED = "suppressed", _("hidden to protect children")
    PROTECTING = "protecting", _("hidden to protect another number")
    NOT_ENOUGH = "not_enough", _("not enough data")
    NOT_REPORTED = "not_reported", _("not reported")
    # An agency told more of its groups than of everybody.
    NOT_ADDING_UP = "not_adding", _("does not add up")


# States in which a cell holds a step: a bound instead of a number.
STEPS = (ValueState.AT_MOST, ValueState.AT_LEAST)


class Population(models.TextChoices):
    PARTICIPANTS = "participants", _("Participants")
    ALL = "all", _("All students")


class LevelKind(models.TextChoices):
    """Whose numbers a cell holds. Each level counts its own students once: levels are never added up."""

    PARTNERSHIP = "partnership", _("The partnership")
    PROGRAM = "program", _("Program")
    DISTRICT = "district", _("School district")
    CITY = "city", _("City")
    SCHOOL = "school", _("School")
    ORGANIZATION = "organization", _("Organization")


READ_AS_ROWS = (
    *("measure", "year", "population", "level", "place", "dimension", "group"),
    *("state", "value", "numerator", "denominator", "reported", "expected", "late", "kind", "trend"),
)


class ReleaseCellQuerySet(FrozenQuerySet):
    def headlines(self):
        """Those of everybody at the level that their release is about as a whole."""
        return self._of_the_whole(dimension="")

    def told(self):
        """What tables.rows reads of each, and nothing else: a page makes hundreds of rows, and no model of them."""
        return self.order_by().values_list(*READ_AS_ROWS, named=True)

    def that_can_be_promised(self):
        """The headlines and, of a measure that is told by survey alone, each survey's."""
        return self._of_the_whole(dimension__in=("", INSTRUMENT.key))

    def _of_the_whole(self, **wanted):
        own = models.Q(level=LevelKind.PARTNERSHIP) | models.Q(
            level=LevelKind.PROGRAM, release__program__isnull=False
        )
        return self.filter(own, **wanted)


class ReleaseCell(Frozen, models.Model):
    """One value of a release. A hidden cell holds nothing: not the value, not its parts. A step holds its bound, as
    value, and the population that it is a share of.
    """

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="cells")
    measure = models.CharField(max_length=60)
    year = models.CharField(max_length=7)
    # "all" students of the release's schools, or "participants" among them.
    population = models.CharField(max_length=20, choices=Population.choices)
    # Whose numbers: code of a district, city or school, short name of a program or organization.
    level = models.CharField(max_length=12, choices=LevelKind.choices, default=LevelKind.PARTNERSHIP)
    place = models.CharField(max_length=80, blank=True, default="")
    # Which of them: codes of measures.dimensions; "" for everybody.
    dimension = models.CharField(max_length=20, blank=True, default="")
    # Groups told together are joined by "+".
    group = models.CharField(max_length=200, blank=True, default="")
    # Where the number comes from: a key of measures.definition.KINDS.
    kind = models.CharField(max_length=20, default="district_record")
    # Students, events, or hundredths of a day: the unit of the measure's aggregates (measures.aggregates).
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    # As printed, in the measure's unit: percent, per 100, per 1,000 ...
    value = models.DecimalField(max_digits=12, decimal_places=4, null=True)
    state = models.CharField(max_length=12, choices=ValueState.choices)
    # Schools (programs, organizations) that reported, were expected to, and reported late; which: Release.reporting.
    reported = models.PositiveIntegerField(default=0)
    expected = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    # Why no change since the year before is shown: a key of trend.REASONS, "" where it may be shown.
    trend = models.CharField(max_length=16, blank=True, default="")

    objects = ReleaseCellQuerySet.as_manager()

    class Meta:
        ordering = ["release", "measure", "year", "population"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "level", "place", "dimension", "group", "measure", "year", "population"],
                name="one_value_per_release_cell",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state="published",
                    numerator__isnull=False,
                    denominator__isnull=False,
                    value__isnull=False,
                )
                | models.Q(state__in=["at_most", "at_least"], numerator__isnull=True, value__isnull=False)
                | (
                    ~models.Q(state__in=["published", "at_most", "at_least"])
                    & models.Q(numerator__isnull=True, denominator__isnull=True, value__isnull=True)
                ),
                name="hidden_cells_hold_nothing",
            ),
        ]

    def __str__(self):
        return f"{self.measure} {self.year} {self.population}"


class Signature(Frozen, models.Model):
    """An organization's yes (or the partnership's) to exactly the bytes of a draft, by a person."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="signatures")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)
    checksum = models.CharField(max_length=64)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["release", "organization"], name="one_signature_per_organization")
        ]

    def __str__(self):
        return f"{self.organization}"


class Artifact(Frozen, models.Model):
    """A stored file of a release, byte for byte."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="artifacts")
    name = models.CharField(max_length=120)
    content_type = models.CharField(max_length=120)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["release", "name"], name="one_artifact_per_name")]

    def __str__(self):
        return self.name
