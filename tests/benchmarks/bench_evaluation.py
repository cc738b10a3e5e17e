"""The designs of evaluation: false alarms, bias and coverage in thousands of made-up worlds, and speed.

`python -m tests.benchmarks.bench_evaluation [runs]`; seeds are fixed, so that a second run says the same.
Exits with 1 when a figure leaves the limits of METHODS.
"""

import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor

# One thread each: the worlds are small, and the processes share the machine.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from outcomes.evaluation.designs import ancova, counts, matched, staggered
from outcomes.evaluation.designs.sample import OTHER_SCHOOLS, SAME_SCHOOLS
from outcomes.evaluation.evaluate import evaluate
from outcomes.evaluation.question import Question
from outcomes.evaluation.rows import student_rows
from tests.outcomes.evaluation.simulations import CASES, summary
from tests.outcomes.evaluation.worlds import suspensions, world

RUNS, PORTION = 2000, 50
FALSE_ALARMS, WITH_8_SCHOOLS, COVERED, BIAS = (0.03, 0.07), 0.06, (0.93, 0.97), 0.1
SECONDS = {20_000: 2.0, 450_000: 30.0}


def main(runs=RUNS):
    failed = simulations(runs)
    for students, limit in SECONDS.items():
        failed |= speed(students, limit)
    return int(failed)


def simulations(runs):
    failed = False
    print(
        f"{'design':44} {'tested':>7} {'p<.05':>7} {'covered':>8} {'bias':>7} {'+-':>6} {'sd':>6} {'se':>6}"
    )
    with ProcessPoolExecutor() as pool:
        for name, case in CASES.items():
            portions = [(name, start) for start in range(0, runs, PORTION)]
            estimates = [e for part in pool.map(_portion, portions) for e in part]
            found = summary(estimates, case.truth)
            bad = outside(case, found)
            failed |= bool(bad)
            print(
                f"{name:44} {found.tested:7.1%} {found.rejected:7.1%} {found.covered:8.1%} "
                f"{found.bias:+7.3f} {found.uncertain:6.3f} {found.sd:6.3f} {found.se:6.3f} {bad}",
                flush=True,
            )
    return failed


def outside(case, found):
    """What of a case is outside the limits, in words; "" when nothing is."""
    null = case.truth == (1.0 if case.design is CASES["suspensions"].design else 0.0)
    most = WITH_8_SCHOOLS if case.few else FALSE_ALARMS[1]
    least = 0.0 if case.few else FALSE_ALARMS[0]
    reasons = []
    if null and not least <= found.rejected <= most:
        reasons.append("FALSE ALARMS")
    if not COVERED[0] <= found.covered <= (1.0 if case.few else COVERED[1]):
        reasons.append("COVERAGE")
    if abs(found.bias) >= BIAS:
        reasons.append("BIAS")
    return " ".join(reasons)


def _portion(portion):
    name, start = portion
    case = CASES[name]
    return [
        tuple(e.with_(left_out={}) for e in case.estimate(seed)) for seed in range(start, start + PORTION)
    ]


def speed(students, limit):
    schools = max(20, students // 750)
    panel = world(1, students=students, schools=schools, periods=3, effect=1.0)
    by_school = world(1, students=students, schools=schools, periods=3, chosen="schools")
    yearly = world(1, students=students, schools=schools, periods=3, entries=[1, 2], chosen="yearly")
    longer = world(1, students=students, schools=schools, periods=5, entries=[3, 4], chosen="yearly")
    events = suspensions(1, students=students, schools=schools)

    def rows(of=panel, kind="rate"):
        return student_rows(of, outcome=2, baselines=(1, 0), kind=kind)

    def pairs(of, comparison):
        return matched.difference_in_change(matched.match(rows(of), comparison=comparison))

    designs = {
        "regression on baselines": lambda: ancova.ancova(rows()),
        "similar students": lambda: pairs(panel, SAME_SCHOOLS),
        "similar students of other schools": lambda: pairs(by_school, OTHER_SCHOOLS),
        "staggered entry": lambda: staggered.staggered(yearly),
        "suspensions": lambda: counts.rate_ratio(rows(events, "count")),
        "a whole evaluation, checks and subgroups included, of 5 years": lambda: evaluate(
            longer, Question("attendance", 4, (2, 1), earlier=0, subgroups=("grade",))
        ),
    }
    failed = False
    for name, run in designs.items():
        started = time.perf_counter()
        run()
        took = time.perf_counter() - started
        failed |= took > limit
        print(f"{students:,} students, {name}: {took:.2f} s (limit {limit:g} s)", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in sys.argv[1:])))
