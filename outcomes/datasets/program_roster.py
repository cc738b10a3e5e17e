"""Program roster: youth in a program, from entry to exit. A claim is the program and a school year."""

from django.utils.translation import gettext_lazy as _

from .declaration import DECLARED, Column, Dataset, Facts
from .facts import Engagement
from .spans import check_span, iso
from .students import CODE, ISSUER, PARTICIPANT

EXITS = {
    "completed": "completed",
    "complete": "completed",
    "graduated": "completed",
    "successful": "completed",
    "unsuccessful": "unsuccessful",
    "exited": "unsuccessful",
    "exited unsuccessfully": "unsuccessful",
    "dropped out": "unsuccessful",
    "withdrew": "unsuccessful",
    "withdrawn": "unsuccessful",
    "removed": "unsuccessful",
    "moved": "moved",
    "transferred": "moved",
    "other": "other",
}
CONSENTS = {
    "given": "given",
    "yes": "given",
    "y": "given",
    "signed": "given",
    "true": "given",
    "declined": "declined",
    "no": "declined",
    "n": "declined",
    "refused": "declined",
    "false": "declined",
    "withdrawn": "withdrawn",
    "revoked": "withdrawn",
    "pending": "pending",
}


def facts(frame):
    rows = frame.going_in.nonzero()[0]
    values = {name: iso(frame[name])[rows].tolist() for name in ("entry_date", "exit_date")}
    values |= {
        name: frame[name].filled("")[rows].tolist() for name in ("exit_reason", "stage", "role", "consent")
    }
    return Facts(rows=rows, values=values)


DATASET = Dataset(
    key="program_roster",
    title=_("Program roster"),
    row=_("one engagement of a youth in a program"),
    fact=Engagement,
    order=5,
    due_days=45,
    scope=DECLARED,
    place="program",
    may_be_empty=True,
    columns=(
        PARTICIPANT,
        CODE,
        ISSUER,
        Column(
            "entry_date",
            _("Entry"),
            "date",
            required=True,
            aliases=("Start Date", "Enrollment Date", "Entry", "StartDate__c", "BeginDate", "Intake Date"),
        ),
        Column(
            "exit_date",
            _("Exit"),
            "date",
            aliases=("End Date", "Exit", "EndDate__c", "EndDate", "Discharge Date"),
        ),
        Column(
            "exit_reason",
            _("How it ended"),
            "word",
            aliases=("Exit Reason", "ReasonExited", "Outcome", "Discharge Reason"),
            words=EXITS,
        ),
        Column("stage", _("Stage"), "label", aliases=("Stage__c", "Status")),
        Column("role", _("Role"), "label", aliases=("Role__c",)),
        Column("consent", _("Consent"), "word", aliases=("Consent Given", "Parent Consent"), words=CONSENTS),
    ),
    rules=(check_span,),
    facts=facts,
    identity=("student_key", "entry_date"),
    reasons={
        "not_participants": _(
            "These people are volunteers or staff, not youth in the program. They stay out."
        ),
        "not_started": _(
            "These youth have applied or wait for a place, but have not entered the program. They stay out until they do."
        ),
    },
)
