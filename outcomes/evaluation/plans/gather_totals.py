"""Totals of schools, gathered for a plan that knows no single students: a row per school and school year.

The frame has the columns of a panel (`rows`) but y, and for each outcome two more: those counted and all of
them. The county's own row stands beside, where it is handed in; schools are never summed to it.
"""

import pandas as pd

from outcomes.datasets.facts import CellState, SchoolTotal
from outcomes.measures.populations import schools_of
from outcomes.submissions.models import Claim
from partnership.models import Place

from . import periods
from .gather import BACK, Gathered
from .outcomes import TOTALS

DATASET = "school_totals"


def gather_totals(program, terms):
    """The `Gathered` of a plan by school totals; the program's sites are the participants."""
    first = min(terms.baselines) - BACK
    years = [periods.year_of(terms.step, period) for period in range(first, max(terms.window) + 1)]
    schools = dict(schools_of(None).values_list("pk", "code"))
    served = {schools[pk] for pk in schools_of(program).values_list("pk", flat=True) if pk in schools}
    if not program.sites.exists():
        served = set()
    counts, claims = _counts(years, schools)
    columns = ["student", "period", *(element for pair in TOTALS.values() for element in pair)]
    frame = pd.DataFrame(
        [{"student": code, "period": period, **found} for (code, period), found in counts.items()],
        columns=columns,
    ).sort_values(["student", "period"], ignore_index=True)
    took_part = frame["student"].isin(served)
    frame = frame.assign(
        school=frame["student"],
        grade="",
        participant=took_part.astype(int),
        entry=took_part.map({True: float(terms.before + 1), False: float("nan")}),
    )
    return Gathered(frame, 0, len(served - set(frame["student"])), claims)


def county_beside(terms, key):
    """{period: percent} of the county's or state's own row for an outcome, {} where none is handed in."""
    above = dict(Place.objects.filter(kind__in=["county", "state"]).values_list("pk", "code"))
    years = [periods.year_of(terms.step, period) for period in (*terms.baselines, *terms.window)]
    counts, _claims = _counts(years, above)
    counted, everybody = TOTALS[key]
    codes = sorted({code for code, _period in counts})
    if not codes:
        return {}
    return {
        period: 100 * found[counted] / found[everybody]
        for (code, period), found in sorted(counts.items())
        if code == codes[0] and found.get(everybody) and found.get(counted) is not None
    }


def _counts(years, places):
    """({(code, period): {element: count}} of all students, claim ids)."""
    elements = {element for pair in TOTALS.values() for element in pair}
    claims = {
        pk: (places[place], periods.period_of_year(periods.YEAR, year))
        for pk, place, year in Claim.objects.filter(
            in_effect=True, dataset=DATASET, place__in=list(places), period__in=years
        ).values_list("pk", "place_id", "period")
    }
    counts = {}
    cells = SchoolTotal.objects.filter(
        claim_id__in=list(claims), group="all", element__in=elements, state=CellState.REPORTED
    )
    for claim, element, count in cells.values_list("claim_id", "element", "count"):
        counts.setdefault(claims[claim], {})[element] = count
    return counts, sorted(claims)
