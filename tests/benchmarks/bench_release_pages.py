"""What the first rendering of the largest pages of a release costs, beside a bare list of the same cells.

A county of 60 schools is generated (bench_release) and its release of the partnership made public. Then the page of the
release with every measure, the page of the measure with the most cells, one school's page and the board's sheet are
asked for with nothing kept in memory. The rival is what Django makes of the same cells without any of it: models, and a
template of one line for each, as many as the measure has. Prints milliseconds (the best of several), and `ratio N`: the
slowest page over the rival. Exits 1 above 50 ms or above a ratio of 3.

    python -m tests.benchmarks.bench_release_pages
"""

import sys
import time

from tests.benchmarks.bench_release import A_SCHOOL, County
from tests.benchmarks.throwaway import database

SCHOOLS, REPEATS = 60, 9
MOST_MILLISECONDS, MOST_RATIO = 50, 3
LIST = (
    "<table>{% for cell in cells %}<tr><th>{{ cell.place }} {{ cell.group }}</th><td>{{ cell.year }}</td>"
    "<td>{{ cell.population }}</td><td>{% if cell.value is None %}*{% else %}{{ cell.value }}{% endif %}</td>"
    "<td>{{ cell.numerator }}</td><td>{{ cell.denominator }}</td><td>{{ cell.reported }} of {{ cell.expected }}</td>"
    "</tr>{% endfor %}</table>"
)


def released(county):
    from outcomes.releases.build import build_release
    from outcomes.releases.models import Release

    release = build_release(by=county.person, audience="public")
    Release.objects.filter(pk=release.pk).update(state="published", published_at=county.now())
    release.refresh_from_db()
    return release


def best(make):
    """Milliseconds of the fastest of several, with nothing kept in memory."""
    from django.core.cache import caches

    seconds = []
    make()
    for _again in range(REPEATS):
        caches["pages"].clear()
        begun = time.perf_counter()
        make()
        seconds.append(time.perf_counter() - begun)
    return 1000 * min(seconds)


def pages_of(release):
    from django.db.models import Count
    from django.urls import reverse

    address = reverse("outcomes:release", args=[release.slug])
    counted = release.cells.order_by().values("measure").annotate(n=Count("pk"))
    largest = counted.order_by("-n")[0]["measure"]
    school = next(iter(release.places["school"]))
    return largest, {
        "every measure": f"{address}?all=1",
        "the release": address,
        "the largest measure": reverse("outcomes:measure", args=[release.slug, largest]),
        "one school": f"{address}?where=school:{school}",
        "the board's sheet": reverse("outcomes:sheet", args=[release.slug]),
    }


def main():
    from django.conf import settings
    from django.template import engines
    from django.test import Client

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.PAGE_CACHE = False
    client = Client()
    largest, pages = pages_of(release := released(COUNTY))
    template = engines["django"].from_string(LIST)
    rival = best(lambda: template.render({"cells": release.cells.filter(measure=largest)}))
    print(f"{release.cells.count():,} cells, {release.cells.filter(measure=largest).count()} of {largest}")
    slowest = 0
    for name, address in pages.items():
        assert client.get(address).status_code == 200, address
        milliseconds = best(lambda address=address: client.get(address))
        slowest = max(slowest, milliseconds)
        print(f"{name:22} {milliseconds:6.1f} ms first")
    ratio = slowest / rival
    print(f"{'a bare list of cells':22} {rival:6.1f} ms\nratio {ratio:.1f}")
    return slowest <= MOST_MILLISECONDS and ratio <= MOST_RATIO


if __name__ == "__main__":
    with database() as connection:
        COUNTY = County(connection)
        COUNTY.grow(SCHOOLS)
        COUNTY.run_a_program(SCHOOLS * A_SCHOOL)
        passed = main()
    sys.exit(0 if passed else 1)
