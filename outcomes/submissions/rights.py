"""Who may do what with a submission, and on which grounds: its data coordinator; where it was handed in on a partner's
behalf, the person of the partnership who did, and the people of the partner who confirm.
"""

from django.utils.translation import gettext_lazy as _

from outcomes.datasets import DATASETS
from partnership.access.grounds import ByAdmission, ByRole, Deed
from partnership.access.rights import held, require
from partnership.models.organization import LAW_ENFORCEMENT

from .agreement import agreements_told, closed_years, has_agreement

SUBMIT, ON_BEHALF, READ_ROWS = "submit_data", "submit_on_behalf", "read_student_rows"
# Who answers for an organization to the partnership, where it has no data coordinator: law enforcement never has.
CONFIRMING = {SUBMIT, "manage_people"}


def _every():
    from .models import Submission

    return Submission.objects.all()


def _on_behalf():
    return _every().filter(on_behalf=True)


def _of_students():
    """Those whose rows are students, and whose organization may have such rows read at all."""
    student_level = [key for key, dataset in DATASETS.items() if dataset.is_student_level]
    return _every().filter(dataset__in=student_level).exclude(organization__kind__in=LAW_ENFORCEMENT)


def _own(right, ties=_every, **more):
    """The right in the organization that handed in."""
    return ByRole(right, ties, **more)


def _opened_by_agreement(submission):
    """The agreements in force under which its rows may be read, for people to read; None when none is."""
    if not has_agreement(submission) or closed_years(submission):
        return None
    return agreements_told(submission)


SEE = Deed("see", _("See its summary, without student-level rows"), (_own("view_submissions"),))
CHANGE = Deed(
    "change",
    _("Leave rows out, discard and withdraw it"),
    (
        _own(SUBMIT),
        _own(ON_BEHALF, _on_behalf),
        *(_own(right, _on_behalf, within=True) for right in sorted(CONFIRMING)),
    ),
)
ACCEPT = Deed("accept", _("Accept it"), (_own(SUBMIT),))
CONFIRM = Deed(
    "confirm",
    _("Confirm for the organization what the partnership handed in"),
    tuple(_own(right, _on_behalf, within=True) for right in sorted(CONFIRMING)),
)
READ = Deed(
    "read",
    _("Read its student-level rows; each reading is logged"),
    (_own(READ_ROWS, _of_students), ByAdmission(_of_students)),
    needs=_opened_by_agreement,
    closed=_("No data-sharing agreement in force covers it, so that nobody reads its student-level rows."),
)
DECIDE = Deed("decide", _("Decide where another organization claims the same"), (_own("decide_claims"),))


def of_submission():
    return [SEE, CHANGE, ACCEPT, CONFIRM, READ, DECIDE]


def is_of_the_partner(user, organization):
    """Whether the person, by a role in the organization itself, may confirm what others hand in for it."""
    return bool(CONFIRMING & held(user).get(organization.pk, set()))


def may_change(user, submission):
    """Whether the person may leave rows out, discard and withdraw."""
    return CHANGE.allows(user, submission)


def require_to_change(user, submission):
    """403 for a member without the right; 404 for a stranger to the organization."""
    if not may_change(user, submission):
        require(user, SUBMIT, submission.organization)


def require_to_accept(user, submission):
    """As `require_to_change`. Nobody accepts on a partner's behalf what the partner has not confirmed."""
    if not (submission.on_behalf and _is_confirmed_for(user, submission)):
        require(user, SUBMIT, submission.organization)


def _is_confirmed_for(user, submission):
    confirmation = getattr(submission, "confirmation", None)
    if confirmation is None or confirmation.confirmed_at is None:
        return False
    # Whoever confirmed by e-mail has no account: then the one who asked brings it into effect.
    return user == (confirmation.confirmed_by or confirmation.asked_by)
