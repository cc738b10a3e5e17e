"""Salesforce Program Management Module: program engagements, as a data export or a report."""

from django.utils.translation import gettext_lazy as _

from .declaration import Layout
from .ed_fi import one_program


def _spelled(name, *labels):
    """A field's name as exported, with and without the package's prefix, and its labels in reports."""
    return (f"{name}__c", f"pmdm__{name}__c", *labels)


STAGES = {
    "completed": "completed",
    "graduated": "completed",
    "withdrawn": "unsuccessful",
    "unsuccessful": "unsuccessful",
    "dropped out": "unsuccessful",
}
NOT_YET = {"applied", "waitlisted", "interested", "in review"}
NOT_YOUTH = {"volunteer", "service provider", "staff"}


def engagements(rows):
    rows = one_program(rows)
    rows.leave_out("not_participants", rows.mask("role", lambda text: text.lower() in NOT_YOUTH), "role")
    rows.leave_out("not_started", rows.mask("stage", lambda text: text.lower() in NOT_YET), "stage")
    rows.set(
        "exit_reason", rows.mapped(lambda text: STAGES.get(text.lower(), ""), "stage"), rows.headers["stage"]
    )
    return rows


LAYOUTS = (
    Layout(
        key="salesforce_engagements",
        title=_("Salesforce program engagements (PMM)"),
        dataset="program_roster",
        recognizes=(
            _spelled("Stage", "Stage"),
            _spelled("StartDate", "Start Date"),
            _spelled("Program", "Program", "Program: Program Name"),
            (*_spelled("Contact"), "Student ID", "Contact ID", "Contact: Contact ID"),
        ),
        columns={
            "student_id": ("Student ID", "District Student ID", *_spelled("Contact"), "Contact ID"),
            "program": _spelled("Program", "Program", "Program: Program Name"),
            "entry_date": _spelled("StartDate", "Start Date"),
            "exit_date": _spelled("EndDate", "End Date"),
            "stage": _spelled("Stage", "Stage"),
            "role": _spelled("Role", "Role"),
        },
        reshape=engagements,
        about=_("Salesforce PMM, program engagements of one program."),
    ),
)
