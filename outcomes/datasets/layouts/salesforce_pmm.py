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


def organizations(rows):
    """Most accounts of a small non-profit are families."""
    rows.leave_out("households", rows.mask("kind", lambda text: "household" in text.lower()), "kind")
    return rows


def _refused(key, title, recognizes, refuses, about, absent=()):
    return Layout(
        key=f"salesforce_{key}",
        title=title,
        dataset="",
        recognizes=recognizes,
        absent=absent,
        columns={},
        refuses=refuses,
        about=about,
    )


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
    Layout(
        key="salesforce_accounts",
        title=_("Salesforce accounts"),
        dataset="partner_directory",
        recognizes=(("RecordTypeId", "Account Record Type"), ("Name", "Account Name"), "BillingCity", "Type"),
        columns={
            "name": ("Account Name", "Name"),
            "kind": "Type",
            "city": "BillingCity",
            "website": "Website",
            "phone": "Phone",
        },
        reshape=organizations,
        about=_(
            "Salesforce, accounts. Households stay out; the kind of each organization must be filled in."
        ),
    ),
    _refused(
        "programs",
        _("Salesforce programs (PMM)"),
        ("Name", _spelled("Status", "Status"), _spelled("ProgramIssueArea", "Program Issue Area")),
        _(
            "This file describes programs; it holds no youth and no service. Programs are written on their pages here. "
            "Who is in a program is told by its engagements, what was given by its deliveries. Nothing was stored."
        ),
        _("Salesforce PMM, programs. Refused: programs are described on their own pages."),
    ),
    _refused(
        "cohorts",
        _("Salesforce program cohorts (PMM)"),
        (
            "Name",
            _spelled("Status", "Status"),
            _spelled("StartDate", "Start Date"),
            _spelled("EndDate", "End Date"),
            _spelled("Program", "Program"),
        ),
        _(
            "This file lists cohorts of programs; it holds no youth and no service. Hand in the program's engagements "
            "and deliveries. Nothing was stored."
        ),
        _("Salesforce PMM, program cohorts. Refused: they hold no youth and no service."),
        absent=("Stage__c", "pmdm__Stage__c", "Stage", "Contact__c", "pmdm__Contact__c"),
    ),
    _refused(
        "services",
        _("Salesforce services (PMM)"),
        ("Name", _spelled("UnitOfMeasurement", "Unit of Measurement"), _spelled("Program", "Program")),
        _(
            "This file lists services and their units; it does not tell what was given to whom. Hand in the deliveries, "
            "with the service and its unit of measurement as columns of the report. Nothing was stored."
        ),
        _("Salesforce PMM, services. Refused: their units belong into the report of deliveries."),
        absent=_spelled("DeliveryDate", "Delivery Date"),
    ),
    _refused(
        "schedules",
        _("Salesforce service schedules (PMM)"),
        (_spelled("FirstSessionStart", "First Session Start"), _spelled("Frequency", "Frequency")),
        _(
            "This file plans sessions; it does not tell who came. Hand in the deliveries, which do. Nothing was stored."
        ),
        _("Salesforce PMM, service schedules. Refused: a plan is no delivery."),
    ),
    _refused(
        "sessions",
        _("Salesforce service sessions (PMM)"),
        (
            _spelled("SessionStart", "Session Start"),
            _spelled("SessionEnd", "Session End"),
            _spelled("ServiceSchedule", "Service Schedule"),
        ),
        _(
            "This file lists sessions; it does not tell who came. Hand in the deliveries, which do. Nothing was stored."
        ),
        _("Salesforce PMM, service sessions. Refused: they do not tell who came."),
    ),
    _refused(
        "participants",
        _("Salesforce service participants (PMM)"),
        (
            _spelled("SignUpDate", "Sign Up Date"),
            _spelled("ServiceSchedule", "Service Schedule"),
            _spelled("Contact", "Contact"),
        ),
        _(
            "This file tells who signed up for a service, not what was given. Hand in the deliveries; who is in the "
            "program is told by its engagements. Nothing was stored."
        ),
        _("Salesforce PMM, service participants. Refused: to sign up is not to receive."),
    ),
)
