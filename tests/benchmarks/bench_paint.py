"""How soon a reader sees a page, on a slow phone: the largest contentful paint with the processor slowed down four times.

Opens public pages of a running installation (of the demonstration, `make demo`) in headless Chromium at 360 px, each in
a window that has loaded nothing before, and prints milliseconds and kilobytes without images, compressed as the proxy of
deploy/ sends them. Exits 1 where one page takes longer than a second or weighs more than 100 kB.

    python -m tests.benchmarks.bench_paint [http://127.0.0.1:8000 [path ...]]
"""

import gzip
import re
import sys
from urllib.request import urlopen

from tests.browser import PHONE, chromium, visitor

LONGEST, HEAVIEST, SLOWED = 1000, 100_000, 4
BESIDE_THE_TREE = [
    *(
        "calendar/",
        "listening/",
        "commitments/",
        "updates/",
        "policies/",
        "commend-or-complain/",
        "trainings/",
    ),
    *("openings/", "cities/", "cities/marisol/", "search/?q=mentor", "your-childs-data/", "outcomes/"),
    *("numbers/stops/", "numbers/trainings/", "numbers/workforce/"),
]
LARGEST_PAINT = """() => new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
    .observe({type: "largest-contentful-paint", buffered: true});
})"""


def addresses(site):
    """Paths of what is beside the tree, and of some pages of each kind that the site map names, in both languages."""
    listed = urlopen(f"{site}/sitemap.xml").read().decode()
    paths = [re.sub(r"^https?://[^/]+", "", address) for address in re.findall(r"<loc>([^<]+)</loc>", listed)]
    kinds = {}
    for path in paths:
        kinds.setdefault(tuple(path.strip("/").split("/")[:2]), []).append(path)
    some = [path for found in kinds.values() for path in (*found[:2], *found[-1:])]
    beside = [f"/{language}/{path}" for language in ("en", "es") for path in BESIDE_THE_TREE]
    return list(dict.fromkeys([*some, *beside]))


def measured(browser, site, path):
    """(milliseconds, bytes) of a first visit."""
    with visitor(browser, site, PHONE) as window:
        window.page.context.new_cdp_session(window.page).send(
            "Emulation.setCPUThrottlingRate", {"rate": SLOWED}
        )
        sizes = []
        window.page.on(
            "response",
            lambda answer: (
                "image/" in answer.headers.get("content-type", "")
                or sizes.append(len(gzip.compress(answer.body())))
            ),
        )
        window.go(path)
        window.page.wait_for_load_state("networkidle")
        return window.page.evaluate(LARGEST_PAINT), sum(sizes)


def main(site="http://127.0.0.1:8000", *paths):
    slowest, heaviest = 0, 0
    with chromium() as browser:
        for path in paths or addresses(site):
            milliseconds, weight = measured(browser, site, path)
            slowest, heaviest = max(slowest, milliseconds), max(heaviest, weight)
            print(f"{milliseconds:6.0f} ms {weight / 1000:6.1f} kB  {path}")
    print(f"slowest {slowest:.0f} ms\nheaviest {heaviest / 1000:.1f} kB")
    return slowest <= LONGEST and heaviest <= HEAVIEST


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
