"""The roles, in code: a name, a sentence for the person who grants it, and what it gives.

A right comes from a role in an organization and from nowhere else (docs/roles.md is made from this file
by a test). Permissions are codenames on Organization; partnership-wide roles hold `every_...` ones, on
the partnership alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# A role with nothing but these touches no data, no release and no person's rights.
PAGES_ONLY = frozenset({"edit_pages", "approve_pages", "post_incident", "every_approve_pages"})

# A role with one of these touches data itself.
DATA = frozenset({"submit_data", "read_student_rows", "sign_in_sessions", "link_students", "evaluate"})


@dataclass(frozen=True)
class Role:
    key: str
    name: str
    sentence: str
    permissions: frozenset[str] = frozenset()
    # Held in the partnership organization only.
    partnership_wide: bool = False
    # Reaches student-level rows: never held in a law-enforcement organization (Welf. & Inst. Code 827,
    # DOMAIN.md "Law").
    student_level: bool = False
    # Kinds of organization it may be held in; empty means any.
    kinds: frozenset[str] = frozenset()

    def __str__(self):
        return str(self.name)

    @property
    def needs_second_factor(self):
        """Whether it touches data, releases or people, and so takes more than a password."""
        return not self.permissions <= PAGES_ONLY

    @property
    def touches_data(self):
        """Whether it hands in, reads or links data, and so ends unless it is confirmed every quarter."""
        return bool(self.permissions & DATA)

    @property
    def session_limits(self):
        """(hours from sign-in to sign-out, minutes without a click until then)"""
        return (8, 30) if self.needs_second_factor else (12, 120)

    def is_possible_in(self, organization):
        """Whether the role may be held in this organization at all."""
        if self.partnership_wide and organization.kind != "partnership":
            return False
        if self.student_level and organization.is_law_enforcement:
            return False
        return not self.kinds or organization.kind in self.kinds


def _role(key, name, sentence, *permissions, **flags):
    return Role(key, name, sentence, frozenset(permissions), **flags)


ROLES = {
    role.key: role
    for role in [
        _role(
            "partnership_administrator",
            _("Partnership administrator"),
            _(
                "Keeps organizations, places, programs, awards and people for the whole partnership. Sees no student-level data."
            ),
            "manage_partnership",
            "every_manage_people",
            "every_manage_agreements",
            "every_view_submissions",
            "every_view_audit",
            partnership_wide=True,
        ),
        _role(
            "partnership_coordinator",
            _("Partnership coordinator"),
            _(
                "Approves pages of every partner, follows submissions, hands in totals for partners who confirm them, decides contested claims and large changes where nobody else can, and builds releases. Sees no student-level data."
            ),
            "every_approve_pages",
            "every_view_submissions",
            "every_decide_claims",
            "every_submit_on_behalf",
            "every_build_release",
            partnership_wide=True,
        ),
        _role(
            "organization_administrator",
            _("Organization administrator"),
            _(
                "Invites the organization's people, ends their roles, keeps its agreements, admits evaluators and reads its audit log."
            ),
            "manage_people",
            "manage_agreements",
            "admit_evaluators",
            "view_submissions",
            "view_audit",
        ),
        _role(
            "editor",
            _("Editor"),
            _("Writes the organization's pages and those of its programs, and submits them for approval."),
            "edit_pages",
        ),
        _role(
            "page_approver",
            _("Page approver"),
            _("Writes the organization's pages and approves what its editors wrote."),
            "edit_pages",
            "approve_pages",
        ),
        _role(
            "release_signer",
            _("Release signer"),
            _("Signs, for the organization, releases that count its students."),
            "sign_release",
            "view_submissions",
        ),
        _role(
            "data_coordinator",
            _("Data coordinator"),
            _(
                "Hands in, accepts and withdraws the organization's data and reads its student-level rows; each reading is logged."
            ),
            "submit_data",
            "view_submissions",
            "read_student_rows",
            "sign_in_sessions",
            student_level=True,
        ),
        _role(
            "program_manager",
            _("Program manager"),
            _(
                "Prints participant codes of the organization's programs and ticks who came to a session; each reading is logged."
            ),
            "sign_in_sessions",
            student_level=True,
        ),
        _role(
            "statistics_coordinator",
            _("Statistics coordinator"),
            _(
                "Hands in, accepts and withdraws the counts of a law-enforcement organization: stops, probation outcomes, trainings, workforce. Reaches no student-level data."
            ),
            "submit_data",
            "view_submissions",
            kinds=frozenset({"police", "sheriff", "probation", "district_attorney"}),
        ),
        _role(
            "data_steward",
            _("District data steward"),
            _("Confirms which student of the district a program's participant is."),
            "link_students",
            "view_submissions",
            student_level=True,
            kinds=frozenset({"school_district", "county_office"}),
        ),
        _role(
            "incident_officer",
            _("Incident officer"),
            _("Publishes incident updates of the organization at once."),
            "edit_pages",
            "post_incident",
        ),
        _role(
            "funder",
            _("Funder"),
            _("Reviews released outcomes of the programs that the organization funds by an award."),
            "review_outcomes",
        ),
        _role(
            "evaluator",
            _("Evaluator"),
            _(
                "Evaluates programs; reads student-level rows only of organizations that admit the person to a project."
            ),
            "evaluate",
            student_level=True,
        ),
    ]
}

STUDENT_LEVEL = frozenset(key for key, role in ROLES.items() if role.student_level)
