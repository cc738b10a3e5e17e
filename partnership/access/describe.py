"""The roles in words, for docs/roles.md (`manage.py roles > docs/roles.md`)."""

from ..models import Organization
from ..models.organization import Kind
from .rights import WIDE
from .roles import ROLES

HEAD = """# Roles

Made from `partnership/access/roles.py` by `manage.py roles > docs/roles.md`; a test keeps it current.

A right comes from a role in an organization, and from nowhere else. A role is given by invitation, may have a
last day, and what it gives is gone at the next request once it has ended. Nobody gives a role to themselves;
partnership-wide roles are given by partnership administrators only. A law-enforcement organization (police,
sheriff, probation, district attorney) cannot hold a student-level role at all. Once in a quarter the organization's
administrator confirms who still needs a role; one that touches data ends where nobody does.
"""


def roles_as_markdown():
    """One section per role, then the table of permissions."""
    return "\n".join([HEAD, *(_section(role) for role in ROLES.values()), _table()])


def _section(role):
    lines = [
        f"## {role.name}",
        "",
        str(role.sentence),
        "",
        f"- Key: `{role.key}`",
        f"- Held in: {_where(role)}",
    ]
    if role.touches_data:
        lines.append("- Ends unless it is confirmed every quarter")
    if role.student_level:
        lines.append("- Student-level: never in a law-enforcement organization")
    lines += [f"- `{codename}`: {_meaning(codename)}" for codename in sorted(role.permissions)]
    return "\n".join(lines) + "\n"


def _where(role):
    if role.partnership_wide:
        return "the partnership itself; reaches every organization"
    if role.kinds:
        return ", ".join(sorted(str(Kind(kind).label).lower() for kind in role.kinds))
    return "any organization except law enforcement" if role.student_level else "any organization"


def _meaning(codename):
    return dict(Organization._meta.permissions)[codename].lower().rstrip(".")


def _table():
    lines = [
        "## Who holds what",
        "",
        "| permission | " + " | ".join(_initials(role) for role in ROLES.values()) + " |",
    ]
    lines.append("| --- |" + " --- |" * len(ROLES))
    for codename, _name in Organization._meta.permissions:
        cells = ["x" if codename in role.permissions else " " for role in ROLES.values()]
        reach = " (every organization)" if codename in WIDE else ""
        lines.append(f"| {codename}{reach} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _initials(role):
    return str(role.name).lower()
