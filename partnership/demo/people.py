"""Who signs in to the demonstration, in which role, and under which data-sharing agreement.

Nobody has a personal name: a sign-in is a role (`data@quillby-unified.example.org`, "Data coordinator,
Quillby Unified"), so that no invented person can be taken for a real one.
"""

from dataclasses import dataclass
from datetime import date

ROLE_WORDS = {
    "partnership_administrator": ("administrator", "Partnership administrator"),
    "partnership_coordinator": ("coordinator", "Partnership coordinator"),
    "organization_administrator": ("office", "Organization administrator"),
    "editor": ("editor", "Editor"),
    "page_approver": ("approver", "Page approver"),
    "release_signer": ("signer", "Release signer"),
    "data_coordinator": ("data", "Data coordinator"),
    "program_manager": ("sessions", "Program manager"),
    "statistics_coordinator": ("statistics", "Statistics coordinator"),
    "data_steward": ("steward", "Data steward"),
    "incident_officer": ("incidents", "Incident officer"),
    "funder": ("grants", "Program officer"),
    "evaluator": ("evaluator", "Evaluator"),
}
LAW_ENFORCEMENT = frozenset({"police", "sheriff", "probation", "district_attorney"})
STUDENT_LEVEL_ROLES = frozenset({"data_coordinator", "program_manager", "data_steward", "evaluator"})

# Organization, its short name on a badge, and its roles. One person per role.
_PEOPLE = [
    (
        "solandra-partnership",
        "Solandra Prevention Partnership",
        "partnership_administrator partnership_coordinator editor page_approver release_signer",
    ),
    (
        "solandra-county-office-of-education",
        "County Office of Education",
        "organization_administrator editor release_signer data_coordinator data_steward",
    ),
    (
        "marisol-unified",
        "Marisol Unified",
        "organization_administrator editor page_approver release_signer data_coordinator data_steward",
    ),
    (
        "las-garzas-unified",
        "Las Garzas Unified",
        "organization_administrator editor release_signer data_coordinator data_steward",
    ),
    (
        "tamarindo-unified",
        "Tamarindo Unified",
        "organization_administrator release_signer data_coordinator data_steward",
    ),
    ("quillby-unified", "Quillby Unified", "organization_administrator data_coordinator release_signer"),
    ("san-telmo-unified", "San Telmo Unified", "data_coordinator release_signer"),
    ("alder-mesa-unified", "Alder Mesa Unified", "data_coordinator release_signer"),
    ("caleta-serena-unified", "Caleta Serena Unified", "data_coordinator data_steward release_signer"),
    ("vallecorto-joint-unified", "Vallecorto Joint Unified", "data_coordinator release_signer"),
    ("verbena-park-elementary", "Verbena Park Elementary", "data_coordinator release_signer"),
    ("oriole-grove-elementary", "Oriole Grove Elementary", "data_coordinator release_signer"),
    ("juniper-wells-elementary", "Juniper Wells Elementary", "data_coordinator release_signer"),
    ("solandra-union-high", "Solandra Union High", "data_coordinator release_signer"),
    (
        "marisol-police",
        "Marisol Police",
        "organization_administrator editor incident_officer release_signer statistics_coordinator",
    ),
    ("las-garzas-police", "Las Garzas Police", "release_signer statistics_coordinator"),
    ("san-telmo-police", "San Telmo Police", "release_signer statistics_coordinator"),
    (
        "solandra-sheriff",
        "Sheriff's Department",
        "organization_administrator incident_officer release_signer statistics_coordinator",
    ),
    (
        "solandra-probation",
        "Probation Department",
        "organization_administrator editor release_signer statistics_coordinator",
    ),
    ("city-of-alder-mesa", "City of Alder Mesa", "editor data_coordinator release_signer"),
    (
        "kinwork-family-services",
        "Kinwork",
        "organization_administrator editor data_coordinator release_signer",
    ),
    ("saltmarsh-youth-mentors", "Saltmarsh Youth Mentors", "editor page_approver release_signer"),
    (
        "solandra-youth-sports-league",
        "Youth Sports League",
        "organization_administrator data_coordinator release_signer",
    ),
    ("open-gate-studio", "Open Gate Studio", "editor data_coordinator program_manager release_signer"),
    (
        "families-at-the-table",
        "Families at the Table",
        "organization_administrator editor data_coordinator release_signer",
    ),
    ("solandra-interfaith-council", "Interfaith Council", "editor"),
    ("ridgeline-evaluation-collaborative", "Ridgeline", "evaluator"),
    ("tule-lantern-foundation", "Tule Lantern Foundation", "funder"),
    ("harborlight-community-fund", "Harborlight Community Fund", "funder"),
    ("solandra-health-trust", "Solandra Health Trust", "funder"),
]

OF_AGENCIES = ("training_completions", "workforce")
DISTRICT_DATASETS = ("student_enrollment", "student_attendance", "student_discipline")


@dataclass(frozen=True)
class Person:
    """One sign-in: one role in one organization (by slug)."""

    email: str
    name: str
    organization: str
    role: str


@dataclass(frozen=True)
class Agreement:
    """What an organization may hand in, why, and for how long. `ends` is its last day."""

    organization: str
    title: str
    legal_basis: str
    purpose: str
    datasets: tuple[str, ...]
    starts: date
    ends: date
    retention_days: int = 3 * 365


def demo_people():
    """Every person of the demonstration, the partnership's own first."""
    return tuple(
        Person(
            f"{ROLE_WORDS[role][0]}@{organization}.example.org",
            f"{ROLE_WORDS[role][1]}, {badge}",
            organization,
            role,
        )
        for organization, badge, roles in _PEOPLE
        for role in roles.split()
    )


def demo_agreements(districts):
    """One agreement for each organization that hands in data. The sports league's lapsed in June 2026."""
    term = (date(2023, 7, 1), date(2028, 6, 30))
    study = "Education records for evaluating prevention programs (34 CFR 99.31(a)(6); Ed. Code 49076)"
    consent = "Written consent of the parent or guardian (34 CFR 99.30; Ed. Code 49075)"
    of_district = (
        "To see whether the partnership's programs help students attend and stay out of trouble, and to "
        "report on all students of the county without naming any. No onward disclosure."
    )
    of_program = "To count whom the program serves and to compare their attendance before and after."
    rosters_too = {"las-garzas-unified", "marisol-unified"}
    agreements = [
        Agreement(
            district.slug,
            f"Data-sharing agreement with {district.name}",
            study,
            of_district,
            DISTRICT_DATASETS + (("program_roster",) if district.slug in rosters_too else ()),
            *term,
        )
        for district in districts
    ]
    agreements.append(
        Agreement(
            "solandra-county-office-of-education",
            "Data-sharing agreement with the County Office of Education",
            study,
            "School totals for every district, and the rosters of programs that the office runs with them.",
            ("school_totals", "program_roster"),
            *term,
        )
    )
    for organization, title in [
        ("kinwork-family-services", "Kinwork Family Services"),
        ("families-at-the-table", "Families at the Table"),
        ("open-gate-studio", "Open Gate Studio"),
        ("city-of-alder-mesa", "the City of Alder Mesa"),
    ]:
        agreements.append(
            Agreement(
                organization,
                f"Roster agreement with {title}",
                consent,
                of_program,
                ("program_roster", "service_log")
                if organization == "open-gate-studio"
                else ("program_roster",),
                *term,
            )
        )
    agreements.append(
        Agreement(
            "solandra-youth-sports-league",
            "Roster agreement with the Solandra Youth Sports League",
            consent,
            of_program,
            ("program_roster",),
            date(2023, 7, 1),
            date(2026, 6, 30),
        )
    )
    agreements += _agreements_of_law_enforcement(term)
    return tuple(agreements)


def _agreements_of_law_enforcement(term):
    """Counts alone, of the agencies themselves: none of them is of a student."""
    basis = "Counts that name nobody; stops as reported under Government Code 12525.5"
    purpose = "To show the public whom the agency stops, what its people have learned and who they are."
    for organization, title in [
        ("marisol-police", "the Marisol Police Department"),
        ("las-garzas-police", "the Las Garzas Police Department"),
        ("san-telmo-police", "the San Telmo Police Department"),
        ("solandra-sheriff", "the Sheriff's Department"),
        ("solandra-probation", "the Probation Department"),
    ]:
        stops = () if organization == "solandra-probation" else ("police_stops",)
        title = f"Agreement on counts with {title}"
        yield Agreement(organization, title, basis, purpose, (*stops, *OF_AGENCIES), *term)
