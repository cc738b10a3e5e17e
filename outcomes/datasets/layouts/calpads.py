"""CALPADS: the state's caret-delimited files without a header. The reader names their fields by record and number,
as the state's file specifications do: "CALPADS STAS 15" is field 13.15, the days expected.
"""

import re

from django.utils.translation import gettext_lazy as _

from .declaration import Layout

NO_SHOW = "N470"
# Primary, secondary and short-term enrollment; others are services to students enrolled elsewhere.
ENROLLED = ("10", "20", "30", "")


def _field(record, number):
    return f"CALPADS {record} {number:02d}"


def _whole_code(district, school):
    """County, district and school in one; a charter that reports for itself names its own code twice."""
    return school if district == school else district.zfill(7) + school.zfill(7)


def summary(rows):
    """Independent study that earns no attendance counts as absence (Ed. Code); it is kept with the excused."""
    rows.set("school_code", rows.mapped(_whole_code, "district", "school"), rows.headers["school"])
    # Students who are exempt have no days.
    exempt = rows.mask("exempt", lambda text: text.upper() == "Y")
    rows.leave_out("exempt", exempt, "exempt")
    rows.columns["excused"] = rows.mapped(_added, "excused", "study")
    return rows


def _added(excused, study):
    try:
        return f"{float(excused or 0) + float(study or 0):.2f}"
    except ValueError:
        return excused


def enrollment(rows):
    rows.set("school_code", rows.mapped(_whole_code, "district", "school"), rows.headers["school"])
    # Editions of the file differ in which of these two fields is the date and which the grade.
    dates = [
        name for name in ("either", "other") if any(re.fullmatch(r"\d{8}", t) for t in rows[name].values)
    ]
    exit_date = dates[0] if dates else "either"
    grade = "other" if exit_date == "either" else "either"
    rows.set("exit_date", rows[exit_date], rows.headers.get(exit_date, ""))
    rows.set("grade", rows[grade], rows.headers.get(grade, ""))
    rows.leave_out("no_show", rows.mask("exit_reason", lambda text: text.upper() == NO_SHOW), "exit_reason")
    rows.leave_out("not_enrolled_here", rows.mask("status", lambda text: text not in ENROLLED), "status")
    return rows


LAYOUTS = (
    Layout(
        key="calpads_stas",
        title=_("CALPADS student absence summary (STAS)"),
        dataset="student_absence_summary",
        recognizes=(_field("STAS", 5), _field("STAS", 15)),
        columns={
            "district": _field("STAS", 4),
            "school": _field("STAS", 5),
            "year": _field("STAS", 6),
            "student_id": _field("STAS", 8),
            "exempt": _field("STAS", 14),
            "expected": _field("STAS", 15),
            "suspended_out": _field("STAS", 17),
            "suspended_in": _field("STAS", 18),
            "excused": _field("STAS", 19),
            "unexcused": _field("STAS", 20),
            "study": _field("STAS", 21),
        },
        reshape=summary,
        about=_("CALPADS, Student Absence Summary (STAS), as the student system makes it for the state."),
    ),
    Layout(
        key="calpads_senr",
        title=_("CALPADS student enrollment (SENR)"),
        dataset="student_enrollment",
        recognizes=(_field("SENR", 5), _field("SENR", 22)),
        columns={
            "district": _field("SENR", 4),
            "school": _field("SENR", 5),
            "year": _field("SENR", 7),
            "student_id": _field("SENR", 9),
            "entry_date": _field("SENR", 22),
            "status": _field("SENR", 23),
            "either": _field("SENR", 24),
            "other": _field("SENR", 25),
            "exit_reason": _field("SENR", 26),
        },
        reshape=enrollment,
        about=_("CALPADS, SSID Enrollment (SENR), as the student system makes it for the state."),
    ),
    Layout(
        key="calpads_sirs",
        title=_("CALPADS student incident results (SIRS)"),
        dataset="",
        recognizes=(_field("SIRS", 14),),
        columns={},
        refuses=_(
            "The state's file SIRS tells the result of an incident (100, 110, 200) but not its day, which stands in "
            "another file (SINC). Export suspensions and expulsions with their dates from your student system instead. "
            "Nothing was stored."
        ),
        about=_("CALPADS, Student Incident Result (SIRS). Refused: it tells no day."),
    ),
    Layout(
        key="calpads_other",
        title=_("Another CALPADS file"),
        dataset="",
        recognizes=(tuple(_field(record, 1) for record in ("SINC", "SOFF", "SINF", "SPRG", "SELA", "SPED")),),
        columns={},
        refuses=_(
            "This is a CALPADS file of which nothing is needed here; it names students with birth dates. Hand in SENR "
            "(enrollment) or STAS (absence summary) instead. Nothing was stored."
        ),
        about=_("CALPADS, SINC, SOFF, SINF, SPRG, SELA and SPED. Refused: nothing of them is needed."),
    ),
)
