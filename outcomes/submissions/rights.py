"""Who may do what with a submission: its data coordinator; where it was handed in on a partner's behalf, the
person of the partnership who did, and the people of the partner who confirm.
"""

from partnership.access.rights import can, held, require

SUBMIT, ON_BEHALF = "submit_data", "submit_on_behalf"
# Who answers for an organization to the partnership, where it has no data coordinator: law enforcement never has.
CONFIRMING = {SUBMIT, "manage_people"}


def is_of_the_partner(user, organization):
    """Whether the person, by a role in the organization itself, may confirm what others hand in for it."""
    return bool(CONFIRMING & held(user).get(organization.pk, set()))


def may_change(user, submission):
    """Whether the person may leave rows out, discard and withdraw."""
    organization = submission.organization
    if can(user, SUBMIT, organization):
        return True
    return submission.on_behalf and (
        can(user, ON_BEHALF, organization) or is_of_the_partner(user, organization)
    )


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
