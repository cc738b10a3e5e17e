"""Participants of whom a program has no school id: their codes, and the crosswalk to the student that each is.

The name of a participant stays in the partner's own list. A code becomes a student key like any id; its
issuer is the organization that printed it. When a district has linked it, reading joins the crosswalk, so that
no fact is rewritten and taking a link back restores everything.
"""

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partnership.models import Organization
from programs.models import Program

from .bulk import chunks
from .codes import CODE, printed
from .erased import digest_of
from .identity import student_keys


class ParticipantCode(models.Model):
    """A code printed for a program, in its kept form. It holds no student key: whoever reads the table learns
    no more than from a blank card.
    """

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="participant_codes")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="participant_codes")
    code = models.CharField(_("participant code"), max_length=6)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # Lost, or its participant has left: no longer in the list of a new session.
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["code"]
        constraints = [
            # Two organizations may by lot have printed the same code: these are two participants.
            models.UniqueConstraint(fields=["organization", "code"], name="code_once_per_organization"),
            models.UniqueConstraint(fields=["program", "code"], name="code_once_per_program"),
        ]

    def __str__(self):
        return printed(self.code)


class StudentLink(models.Model):
    """A district has said which of its students a participant is: keyed hashes on both sides, nothing in clear."""

    from_key = models.BigIntegerField(unique=True)
    to_key = models.BigIntegerField(db_index=True)
    # The district that answers for it.
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="student_links")
    linked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    linked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"link of {self.linked_at:%Y-%m-%d}"


def linked(key="student_key"):
    """Expression: the student whom a row is about, which is its own key unless a district has linked that.

    key: name of the row's field that holds the student key.
    """
    link = StudentLink.objects.filter(from_key=models.OuterRef(key)).values("to_key")
    return Coalesce(models.Subquery(link[:1]), key, output_field=models.BigIntegerField())


def keys_of_codes(codes):
    """{pk of a ParticipantCode: its student key}"""
    by_issuer = {}
    for code in codes:
        by_issuer.setdefault(code.organization_id, []).append(code)
    keys = {}
    for issuer, some in by_issuer.items():
        hashed = student_keys({code.code for code in some}, issuer=str(issuer), kind=CODE)
        keys |= {code.pk: hashed[code.code] for code in some}
    return keys


def all_keys_of(key):
    """[the key of a student, and those of the codes that were linked to it]"""
    return [key, *StudentLink.objects.filter(to_key=key).values_list("from_key", flat=True)]


def forget_links(keys):
    """Take the crosswalk's lines of these keys away, whichever side they are on."""
    for some in chunks(keys):
        StudentLink.objects.filter(models.Q(from_key__in=some) | models.Q(to_key__in=some)).delete()


def forget_erased_links(digests):
    """Take away links that a restored backup brought back of erased students (digests as erased_digests gives)."""
    pairs = StudentLink.objects.values_list("from_key", "to_key")
    forget_links(
        [from_key for from_key, to_key in pairs if {digest_of(from_key), digest_of(to_key)} & digests]
    )
