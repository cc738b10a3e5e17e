"""A file's journey, and what it claims to be complete for."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization, Place, VaultItem
from partnership.models.place import PlaceKind
from programs.models import Program


class State(models.TextChoices):
    RECEIVED = "received", _("Received")
    READING = "reading", _("Being read")
    MAPPING = "mapping", _("Waiting for its columns")
    STAGED = "staged", _("Ready to review")
    ACCEPTING = "accepting", _("Being accepted")
    HELD = "held", _("Waiting for a second person")
    UNCONFIRMED = "unconfirmed", _("Waiting for the partner to confirm")
    CONTESTED = "contested", _("Waiting for the coordinator")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REFUSED = "refused", _("Refused")
    DISCARDED = "discarded", _("Discarded")


class Way(models.TextChoices):
    """How a submission came in."""

    UPLOAD = "upload", _("Uploaded in the browser")
    COMMAND = "command", _("Handed in on the command line")
    ENDPOINT = "endpoint", _("Sent by another system")
    TYPED = "typed", _("Typed on screen")
    SIGN_IN = "sign_in", _("Sessions signed in")
    LINK = "link", _("Sent through an upload link")


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submissions whose summary (never student-level rows) the person may see."""
        from .rights import SEE

        return SEE.among(user, self)


class Submission(models.Model):
    """One file that an organization hands in for one dataset and period."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="submissions")
    dataset = models.CharField(_("dataset"), max_length=40)
    # As declared: a school year "2024-25", or blank where the file itself tells.
    period = models.CharField(_("period"), max_length=10, blank=True)
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, blank=True)
    # Where the scope is declared: schools that the file says nothing of. They have not reported, which is
    # not the same as having reported zero.
    silent_schools = models.ManyToManyField(Place, blank=True, related_name="+")
    file_name = models.CharField(_("file"), max_length=255)
    # Keyed hash of the bytes: tells "the same file again" and nothing else.
    content_hash = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    vault_item = models.ForeignKey(VaultItem, on_delete=models.SET_NULL, null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    way = models.CharField(_("way in"), max_length=10, choices=Way.choices, default=Way.UPLOAD)
    # Handed in by the partnership for a partner, who confirms: totals only, never rows of students.
    on_behalf = models.BooleanField(default=False)
    # The token or the link that the file came by, who says that they sent it through the link, and whether the
    # sender asked for it to be accepted once it has been read without an error.
    token = models.ForeignKey(
        "outcomes.UploadToken", on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    link = models.ForeignKey(
        "outcomes.UploadLink", on_delete=models.SET_NULL, null=True, blank=True, related_name="submissions"
    )
    sent_by = models.CharField(_("sent by"), max_length=200, blank=True)
    accept_when_clean = models.BooleanField(default=False)

    state = models.CharField(_("state"), max_length=12, choices=State.choices, default=State.RECEIVED)
    step = models.CharField(max_length=20, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    refusal = models.TextField(blank=True)

    # What was recognized, as outcomes.submissions.read tells.
    recognized = models.JSONField(default=dict, blank=True)
    # What people said about the file's columns and words (outcomes.submissions.mapping), as it was read; and in
    # the vault, the words that nobody knew.
    column_mapping = models.ForeignKey(
        "outcomes.Mapping", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    word_mapping = models.ForeignKey(
        "outcomes.Mapping", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unknown_words = models.ForeignKey(
        VaultItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Digest of the claims in effect that the preview was compared with; acceptance compares it again.
    compared_with = models.CharField(max_length=64, blank=True)
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    removed = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)

    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["organization", "dataset", "state"])]

    def __str__(self):
        return self.file_name

    @property
    def in_audit_log(self):
        """What it is, without the name of the file: people name files after students."""
        return f"{self.dataset} {self.period}".strip()


class NamedPlace(models.Model):
    """A place as a file names it, until acceptance enters it (or its other names) into the registry."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="named_places")
    kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    # Names of earlier years, and of other rows of the same file.
    other_names = models.JSONField(default=list)
    parent_code = models.CharField(max_length=40, blank=True)
    # Set where the registry already knows the place and only a name is new.
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "kind", "code"], name="one_named_place_per_code")
        ]

    def __str__(self):
        return self.name


class Claim(models.Model):
    """What a submission is complete for: dataset, place, program or organization, period, family of groups.

    The latest accepted, not withdrawn claim of a scope is in effect, unless its rows were purged; at most one is.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="claims")
    dataset = models.CharField(max_length=40)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    # Before acceptance, for a place that only the file knows so far.
    named_place = models.ForeignKey(NamedPlace, on_delete=models.SET_NULL, null=True, related_name="claims")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="+")
    # The organization that the numbers are about, where they are of no place and no program.
    agency = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, related_name="+")
    # "2024-25" for a school year, "2024-09" for a month, "2024" for a calendar year, "" for a list as it stands.
    period = models.CharField(max_length=10, blank=True)
    family = models.CharField(max_length=40, blank=True)
    rows = models.PositiveIntegerField(default=0)
    in_effect = models.BooleanField(default=False)
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    # Its rows were destroyed after the retention of its agreement; the claim stays as history.
    purged_at = models.DateTimeField(null=True, blank=True)
    certificate = models.ForeignKey(
        "outcomes.DestructionCertificate",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="claims",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "place", "period", "family"],
                condition=models.Q(in_effect=True, place__isnull=False),
                name="one_claim_of_a_place_in_effect",
            ),
            models.UniqueConstraint(
                fields=["dataset", "program", "period", "family"],
                condition=models.Q(in_effect=True, program__isnull=False),
                name="one_claim_of_a_program_in_effect",
            ),
            models.UniqueConstraint(
                fields=["dataset", "agency", "period", "family"],
                condition=models.Q(in_effect=True, agency__isnull=False),
                name="one_claim_of_an_agency_in_effect",
            ),
            models.UniqueConstraint(
                fields=["submission", "place", "period", "family"],
                condition=models.Q(place__isnull=False),
                name="one_claim_of_a_place_per_submission",
            ),
            models.UniqueConstraint(
                fields=["submission", "program", "period", "family"],
                condition=models.Q(program__isnull=False),
                name="one_claim_of_a_program_per_submission",
            ),
            models.UniqueConstraint(
                fields=["submission", "agency", "period", "family"],
                condition=models.Q(agency__isnull=False),
                name="one_claim_of_an_agency_per_submission",
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False, program__isnull=True, agency__isnull=True)
                | models.Q(place__isnull=True, program__isnull=False, agency__isnull=True)
                | models.Q(place__isnull=True, program__isnull=True, agency__isnull=False)
                | models.Q(place__isnull=True, program__isnull=True, agency__isnull=True, in_effect=False),
                name="a_claim_is_of_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["dataset", "place", "period", "family"])]

    def __str__(self):
        return f"{self.dataset} {self.period} {self.family}".strip()


class Severity(models.TextChoices):
    ERROR = "error", _("Error")
    LEFT_OUT = "left_out", _("Left out")
    WARNING = "warning", _("Warning")
    # Nothing to decide: what was understood, and from which rows.
    NOTICE = "notice", _("Notice")


class Problem(models.Model):
    """All rows with one reason. Row numbers only: never the value of a personal column."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="problems")
    # Key of the reason, e.g. "unknown_school"; `detail` fills its sentence (outcomes.datasets.reasons),
    # `message` is the sentence as written when it was found.
    reason = models.CharField(max_length=60)
    detail = models.JSONField(default=dict)
    severity = models.CharField(max_length=10, choices=Severity.choices)
    column = models.CharField(max_length=60, blank=True)
    message = models.TextField()
    count = models.PositiveIntegerField()
    # The spreadsheet's own row numbers as runs: [[4, 9], [12, 12]]; of this sheet, where several were read.
    rows = models.JSONField(default=list)
    sheet = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["severity", "-count", "reason"]

    def __str__(self):
        return f"{self.reason}: {self.count}"


class CorrectionState(models.TextChoices):
    RECEIVED = "received", _("Waiting to be read")
    READ = "read", _("Being checked with the file")
    APPLIED = "applied", _("In the preview")
    REFUSED = "refused", _("Not taken")


class Correction(models.Model):
    """One upload of corrected rows into a submission under review (outcomes.submissions.fixit)."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="corrections")
    file_name = models.CharField(max_length=255)
    # What was uploaded, for as long as the file itself rests in the vault.
    vault_item = models.ForeignKey(VaultItem, on_delete=models.SET_NULL, null=True, blank=True)
    state = models.CharField(max_length=10, choices=CorrectionState, default=CorrectionState.RECEIVED)
    refusal = models.TextField(blank=True)
    # How many rounds its workbook showed; null where it did not tell, and then it is read as the newest.
    base = models.PositiveIntegerField(null=True)
    # Rows that it changed; those of them that it took out of the file.
    rows = models.PositiveIntegerField(default=0)
    taken_out = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.file_name


class Hold(models.Model):
    """An acceptance that would change much of what counts, until a second person has looked
    (outcomes.submissions.hold).
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="holds")
    why = models.TextField(blank=True)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(auto_now_add=True)
    # None while it waits; None and decided at some time: another file came in between.
    approved = models.BooleanField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_why = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=models.Q(decided_at=None),
                name="one_open_hold_per_submission",
            )
        ]

    def __str__(self):
        return self.why


class ErasedStudent(models.Model):
    """A student whose rows were removed at the family's request (outcomes.submissions.erased)."""

    digest = models.CharField(max_length=64, unique=True)
    erased_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return str(self.erased_at)


class DirectoryChange(models.Model):
    """What an accepted list of partners changed in the directory, so that withdrawal can take it back."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="directory_changes")
    # None once the partner was taken out again.
    organization = models.ForeignKey(Organization, on_delete=models.SET_NULL, null=True, related_name="+")
    added = models.BooleanField(default=False)
    # {field: text}; a city by its name.
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    def __str__(self):
        return str(self.organization)
