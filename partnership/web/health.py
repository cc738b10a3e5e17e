"""Whether this process lives, whether it can answer, and what it counted (Prometheus)."""

import secrets
import time
from collections import Counter
from threading import Lock

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.db.utils import Error
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_tasks_db.models import DBTaskResult

from ..models import WaitingMail, WorkerBeat

BUCKETS = (0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
STARTED = time.time()
_lock = Lock()
_answers, _slower, _seconds = Counter(), Counter(), Counter()


def count(method, status, seconds):
    """Note one answer of this process."""
    with _lock:
        _answers[method, status // 100] += 1
        _seconds["sum"] += seconds
        for limit in BUCKETS:
            if seconds <= limit:
                _slower[limit] += 1


@never_cache
@require_safe
def live(request):
    """200 as long as the process answers at all."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request):
    """200 when requests can be answered; 503 with the reason while the database cannot be reached."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"ready": False, "database": "out of reach"}, status=503)
    return JsonResponse({"ready": True, "database": "ok", "worker": "ok" if _workers() else "none"})


@never_cache
@require_safe
def metrics(request):
    """What this process counted, and the queue; for whoever holds METRICS_TOKEN."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(
        given.encode(), settings.METRICS_TOKEN.encode()
    ):
        raise Http404
    return HttpResponse("\n".join(_lines()) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _workers():
    """How many workers hold a lease."""
    return WorkerBeat.objects.alive().count()


def _lines():
    with _lock:
        answers, slower, seconds = dict(_answers), dict(_slower), _seconds["sum"]
    total = sum(answers.values())
    yield "# TYPE partnership_http_answers_total counter"
    for (method, hundred), number in sorted(answers.items()):
        yield f'partnership_http_answers_total{{method="{method}",status="{hundred}xx"}} {number}'
    yield "# TYPE partnership_http_seconds histogram"
    for limit in BUCKETS:
        yield f'partnership_http_seconds_bucket{{le="{limit}"}} {slower.get(limit, 0)}'
    yield f'partnership_http_seconds_bucket{{le="+Inf"}} {total}'
    yield f"partnership_http_seconds_sum {seconds:.6f}"
    yield f"partnership_http_seconds_count {total}"
    yield "# TYPE partnership_process_start_seconds gauge"
    yield f"partnership_process_start_seconds {STARTED:.0f}"
    yield "# TYPE partnership_tasks gauge"
    for status, number in DBTaskResult.objects.values_list("status").annotate(Count("pk")).order_by("status"):
        yield f'partnership_tasks{{status="{status}"}} {number}'
    oldest = DBTaskResult.objects.ready().aggregate(oldest=Min("enqueued_at"))["oldest"]
    waiting = (timezone.now() - oldest).total_seconds() if oldest else 0
    yield "# TYPE partnership_oldest_waiting_task_seconds gauge"
    yield f"partnership_oldest_waiting_task_seconds {waiting:.0f}"
    yield "# TYPE partnership_waiting_mails gauge"
    yield f"partnership_waiting_mails {WaitingMail.objects.count()}"
    yield "# TYPE partnership_workers gauge"
    yield f"partnership_workers {_workers()}"
    tick = WorkerBeat.objects.filter(worker_id="tick").values_list("seen_at", flat=True).first()
    yield "# TYPE partnership_last_tick_seconds gauge"
    yield f"partnership_last_tick_seconds {tick.timestamp() if tick else 0:.0f}"
