import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceKind(models.TextChoices):
    COUNTY = "county", _("County")
    CITY = "city", _("City")
    DISTRICT = "district", _("School district")
    SCHOOL = "school", _("School")


class Place(models.Model):
    """A place that numbers are about. Its code is text with its zeros, never a number.

    Codes: county 2 digits, district 7 (county + district), school 14 (CDS); a city has a slug. A place in another
    state has that state's letters before its own code ("CT-0640011").
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=PlaceKind.choices)
    code = models.CharField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("The district of a school, the county of a district or city."),
    )
    city = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="schools")
    # Who answers for the place; its data coordinators claim it and everything below it.
    steward = models.ForeignKey(
        "partnership.Organization", on_delete=models.SET_NULL, null=True, blank=True, related_name="places"
    )
    grades = models.CharField(_("grades"), max_length=20, blank=True)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    # Since when it is a part of which other place: its code and names lead there for what comes after.
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    merged_on = models.DateField(_("merged on"), null=True, blank=True)
    # Where it lies, for the drawn map of cities; degrees, north and east.
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    # False for places that only a file has named: context beside the partnership, not one of its schools.
    in_partnership = models.BooleanField(_("part of the partnership"), default=True)

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["name", "code"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="place_code_once_per_kind"),
            models.CheckConstraint(
                condition=models.Q(merged_into=None, merged_on=None)
                | models.Q(merged_into__isnull=False, merged_on__isnull=False, closed_on__isnull=False),
                name="a_merged_place_is_closed",
            ),
        ]

    def __str__(self):
        return self.name


class PlaceName(models.Model):
    """Another name under which files know a place ("Lincoln ES"), or an earlier one."""

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "name"], name="place_other_name_once")]

    def __str__(self):
        return self.name
