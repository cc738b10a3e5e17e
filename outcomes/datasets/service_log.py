"""Service log: what was given to a youth in a program, on which day, how much, in which unit.

A claim is the program and a school year. Hours are never added to lunches or dollars, so a quantity without its
unit is an error. The unit is part of the fact; units that nobody knows stay what the file calls them.
"""

import numpy as np
import pandas as pd
from django.utils.translation import gettext_lazy as _

from .declaration import DECLARED, Column, Dataset, Facts
from .facts import StudentEvent
from .frame import BLANK, combined
from .spans import bounds, iso, ordinals
from .students import CODE, ISSUER, PARTICIPANT

HOURS, SESSIONS, MEALS, DOLLARS = "hours", "sessions", "meals", "dollars"
UNITS = {
    HOURS: ("hour", "hours", "hr", "hrs", "h"),
    "minutes": ("minute", "minutes", "min", "mins"),
    "days": ("day", "days"),
    SESSIONS: ("session", "sessions", "class", "classes", "visit", "visits", "meeting", "meetings"),
    MEALS: (
        "meal",
        "meals",
        "lunch",
        "lunches",
        "snack",
        "snacks",
        "breakfast",
        "breakfasts",
        "dinner",
        "dinners",
    ),
    DOLLARS: ("dollar", "dollars", "usd", "$", "us$"),
    "trips": ("trip", "trips", "field trip", "field trips", "ride", "rides"),
}
_UNIT_OF = {word: unit for unit, words in UNITS.items() for word in words}
ATTENDED, ABSENT, EXCUSED, PARTIAL, PLANNED = "attended", "absent", "excused", "partial", "planned"
# Statuses under which nothing was received, whatever the quantity says.
NOT_RECEIVED = (ABSENT, EXCUSED, PLANNED)
STATUSES = {
    "present": ATTENDED,
    "attended": ATTENDED,
    "p": ATTENDED,
    "yes": ATTENDED,
    "y": ATTENDED,
    "delivered": ATTENDED,
    "completed": ATTENDED,
    "absent": ABSENT,
    "a": ABSENT,
    "no": ABSENT,
    "n": ABSENT,
    "no show": ABSENT,
    "unexcused absence": ABSENT,
    "unexcused": ABSENT,
    "excused absence": EXCUSED,
    "excused": EXCUSED,
    "canceled": EXCUSED,
    "cancelled": EXCUSED,
    "partial": PARTIAL,
    "late": PARTIAL,
    "tardy": PARTIAL,
    "left early": PARTIAL,
    "planned": PLANNED,
    "scheduled": PLANNED,
    "registered": PLANNED,
}


def name_units(frame):
    """The unit of each row in our words; an unknown unit keeps its own, without case."""
    unit = frame["unit"]
    ours = [value and _UNIT_OF.get(value.lower(), value.lower()) for value in unit.values]
    frame.columns["unit"] = unit.renamed(ours)


def check_units(frame):
    frame.error("no_unit", frame["quantity"].given & ~frame["unit"].given, "unit")
    units = pd.DataFrame({"service": frame["service"].codes, "unit": frame["unit"].filled("")})
    several = units[frame.going_in].groupby("service")["unit"].nunique()
    mixed = np.isin(frame["service"].codes, several.index[several > 1])
    frame.notice("several_units", mixed & frame.going_in, "unit")


def check_days(frame):
    day, (first, last) = ordinals(frame["date"]), bounds(frame)
    frame.error("outside_year", frame["date"].given & ((day < first) | (day > last)), "date")


def check_quantities(frame):
    status, quantity = frame["status"].filled(""), frame["quantity"]
    frame.warn("no_quantity", quantity.is_(BLANK), "quantity")
    not_received = np.isin(status, NOT_RECEIVED) & (quantity.numbers() > 0)
    frame.warn("absent_with_quantity", not_received, "quantity")
    frame.notice("status_blank", frame["status"].is_(BLANK) & quantity.given, "status")


def leave_out_repeated(frame):
    """The same youth, day and service with all else equal is one delivery entered twice; with another quantity
    it may be a second one, which is kept and told.
    """
    person = (*_youth(frame), frame["date"], frame["service"])
    contents = (frame["quantity"], frame["unit"], frame["status"])
    same = pd.Series(combined(*person, *contents))
    same[~frame.going_in] = -1 - np.flatnonzero(~frame.going_in)
    frame.leave_out("repeated_delivery", same.duplicated().to_numpy(), "service")
    again = pd.Series(combined(*person))
    again[~frame.going_in] = -1 - np.flatnonzero(~frame.going_in)
    frame.warn("several_deliveries", again.duplicated(keep=False).to_numpy(), "service")


def _youth(frame):
    """The columns that together tell whom a row is about."""
    return frame["student_id"], frame["participant_code"], frame["issuer"]


def facts(frame):
    """`number` tells apart several deliveries of one day and service, in an order that the file's own does not change."""
    rows = np.flatnonzero(frame.going_in)
    deliveries = pd.DataFrame(
        {
            "student": combined(*_youth(frame))[rows],
            "date": iso(frame["date"])[rows],
            "item": frame["service"].filled("")[rows],
            "value": frame["quantity"].numbers(-1)[rows],
            "unit": frame["unit"].filled("")[rows],
            "status": frame["status"].filled("")[rows],
        }
    )
    ordered = deliveries.sort_values(["value", "unit", "status"], kind="stable")
    numbers = ordered.groupby(["student", "date", "item"]).cumcount().reindex(deliveries.index)
    values = {name: deliveries[name].tolist() for name in ("date", "item", "unit", "status")}
    values |= {"number": numbers.to_numpy(), "value": frame["quantity"].filled(None)[rows].tolist()}
    return Facts(rows=rows, values=values)


DATASET = Dataset(
    key="service_log",
    title=_("Service log"),
    row=_("one service given to a youth on a day"),
    fact=StudentEvent,
    order=6,
    due_days=45,
    scope=DECLARED,
    place="program",
    may_be_empty=True,
    columns=(
        PARTICIPANT,
        CODE,
        ISSUER,
        Column(
            "date",
            _("Day"),
            "date",
            required=True,
            aliases=(
                "Date",
                "Delivery Date",
                "DeliveryDate__c",
                "Service Date",
                "Session Date",
                "Date of Service",
            ),
            example="2024-10-08",
        ),
        Column(
            "service",
            _("Service"),
            "label",
            required=True,
            width=80,
            aliases=("Service", "Service__c", "Service Name", "Activity", "Service Type"),
            example="Tutoring",
        ),
        Column(
            "quantity",
            _("Quantity"),
            "amount",
            required=False,
            aliases=("Quantity", "Quantity__c", "Amount", "Units Delivered", "Units", "Dosage"),
            example="1.5",
        ),
        Column(
            "unit",
            _("Unit"),
            "label",
            aliases=("Unit", "Unit of Measure", "Unit of Measurement", "UnitOfMeasurement__c", "Unit Type"),
            example="hours",
            help=_(
                "What the quantity counts: hours, sessions, meals, dollars or another word, the same in every row of a service."
            ),
        ),
        Column(
            "status",
            _("Attendance"),
            "word",
            aliases=("Attendance Status", "AttendanceStatus__c", "Attendance", "Status", "Attended"),
            words=STATUSES,
            example="present",
        ),
    ),
    rules=(name_units, check_days, check_units, check_quantities, leave_out_repeated),
    facts=facts,
    identity=("student_key", "date", "item", "number"),
    reasons={
        "no_unit": _(
            "These deliveries tell how much, but not of what: hours, sessions, meals or dollars. Hours are never added to lunches or dollars, so a quantity without its unit cannot be used. Add a column “unit” (in Salesforce the unit stands with the service: add Service: Unit of Measurement to the report), or leave these rows out."
        ),
        "several_units": _(
            "A service is told in several units. Each unit is summed by itself; check that none is a slip."
        ),
        "no_quantity": _(
            "“%(column)s” is blank here. The delivery counts, its quantity as not reported, never as zero."
        ),
        "absent_with_quantity": _(
            "A quantity is told, but the youth was absent or the service only planned. It is kept and not counted as received."
        ),
        "status_blank": _(
            "“%(column)s” is blank in these rows. What was delivered counts as received; attendance cannot be told from them."
        ),
        "repeated_delivery": _(
            "The same youth, day, service, quantity and status occur more than once; each is counted once."
        ),
        "several_deliveries": _(
            "The same youth got the same service several times on one day, in different quantities. Check that they are several; all are kept."
        ),
    },
)
