"""What the journeys share: signing in by the form, and a worker that works everything off."""

from partnership.worker import BeatingWorker
from tests.conftest import PASSWORD


def sign_in_by_form(window, user):
    """Sign in as everybody does."""
    window.go("/accounts/login/")
    window.page.get_by_label("Email").fill(user.email)
    window.page.get_by_label("Password", exact=True).fill(PASSWORD)
    window.page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    window.page.wait_for_url("**/workspace/**")
    return window


def work_off():
    """Run the background work that waits, as the worker process would."""
    BeatingWorker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="journey",
    ).run()
