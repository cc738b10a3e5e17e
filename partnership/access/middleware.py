from ..models import Membership
from .groups import put_in_groups


class RightsOfTodayMiddleware:
    """A role's dates are checked at each request: a role past its last day is gone, not when a job runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            self.bring_up_to_date(request.user)
        return self.get_response(request)

    def bring_up_to_date(self, user):
        in_force = set(Membership.objects.in_force().filter(user=user).values_list("organization_id", "role"))
        held = set(
            user.groups.filter(role_group__isnull=False).values_list(
                "role_group__organization_id", "role_group__role"
            )
        )
        if in_force != held:
            put_in_groups(user)
