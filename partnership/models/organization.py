import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..access.guard import ObjectGrant


class Kind(models.TextChoices):
    PARTNERSHIP = "partnership", _("Partnership")
    POLICE = "police", _("Police department")
    SHERIFF = "sheriff", _("Sheriff")
    PROBATION = "probation", _("Probation")
    DISTRICT_ATTORNEY = "district_attorney", _("District attorney")
    SCHOOL_DISTRICT = "school_district", _("School district")
    COUNTY_OFFICE = "county_office", _("County office")
    STATE_OFFICE = "state_office", _("State office")
    NONPROFIT = "nonprofit", _("Non-profit")
    FAITH = "faith", _("Faith group")
    BUSINESS = "business", _("Business")
    CITY = "city", _("City")
    FOUNDATION = "foundation", _("Foundation")
    UNIVERSITY = "university", _("University or evaluator")


LAW_ENFORCEMENT = {Kind.POLICE, Kind.SHERIFF, Kind.PROBATION, Kind.DISTRICT_ATTORNEY}
# A county or state office may be the source for many places; the others only for their own.
SOURCE_FOR_MANY = {Kind.COUNTY_OFFICE, Kind.STATE_OFFICE}


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Organizations whose workspace pages the person may open."""
        from ..access.deeds import SEE

        return SEE.among(user, self)


class Organization(models.Model):
    """A partner. The partnership itself is one, exactly one, of kind `partnership`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short name for addresses"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    city = models.ForeignKey(
        "partnership.Place", on_delete=models.SET_NULL, null=True, blank=True, related_name="organizations"
    )
    summary = models.TextField(_("summary"), blank=True)
    website = models.URLField(_("website"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="partnership"), name="one_partnership"
            ),
        ]
        # What a role may give, see access/roles.py. Those beginning with `every_` are granted on the
        # partnership itself and reach all of its organizations.
        permissions = [
            ("edit_pages", "Edit the organization's pages"),
            ("approve_pages", "Approve the organization's pages"),
            ("manage_people", "Invite people and end their roles"),
            ("manage_agreements", "Sign and end data-sharing agreements"),
            ("admit_evaluators", "Admit evaluators to the organization's student-level rows"),
            ("view_audit", "Read the organization's audit log"),
            ("submit_data", "Hand in, accept and withdraw data"),
            ("view_submissions", "See what the organization handed in, without student-level rows"),
            ("read_student_rows", "Read the organization's student-level rows"),
            ("sign_in_sessions", "Tick who came to a session of the organization's programs"),
            ("link_students", "Confirm which student a participant is"),
            ("sign_release", "Sign releases that count the organization's students"),
            ("post_incident", "Publish incident updates"),
            ("review_outcomes", "Review the outcomes of funded programs"),
            ("evaluate", "Evaluate programs of organizations that admit it"),
            ("every_approve_pages", "Approve pages of every organization"),
            ("every_manage_people", "Invite people in every organization"),
            ("every_manage_agreements", "Keep the agreements of every organization"),
            ("every_view_submissions", "See what every organization handed in, without student-level rows"),
            ("every_decide_claims", "Decide between two organizations that claim the same scope"),
            ("every_submit_on_behalf", "Hand in totals for a partner, who confirms them"),
            ("every_build_release", "Build and publish releases"),
            ("every_view_audit", "Read the audit log"),
            ("manage_partnership", "Keep organizations, places, programs and awards"),
        ]

    def __str__(self):
        return self.name

    @property
    def is_law_enforcement(self):
        return self.kind in LAW_ENFORCEMENT

    @property
    def is_source_for_many(self):
        return self.kind in SOURCE_FOR_MANY

    @classmethod
    def partnership(cls):
        """The partnership itself. Raises DoesNotExist before `manage.py found`."""
        return cls.objects.get(kind=Kind.PARTNERSHIP)

    @classmethod
    def name_of_partnership(cls):
        """The name the partnership was founded with; before that, the one of the settings."""
        found = cls.objects.filter(kind=Kind.PARTNERSHIP).values_list("name", flat=True).first()
        return found or settings.WAGTAIL_SITE_NAME


class OrganizationGrant(ObjectGrant):
    """The permission of a role group on an organization; deleted with the organization."""

    content_object = models.ForeignKey(Organization, on_delete=models.CASCADE)
