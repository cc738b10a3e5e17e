from .groups import bring_up_to_date


class RightsOfTodayMiddleware:
    """A role's dates are checked at each request: a role past its last day is gone, not when a job runs."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            bring_up_to_date(request.user)
        return self.get_response(request)
