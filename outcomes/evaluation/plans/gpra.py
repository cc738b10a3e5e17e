"""Before and after of participants as 21st CCLC asks for them (GPRA 3 and 4). Descriptions, not effects.

GPRA 3: attendance of 90 percent or less before, and higher after. GPRA 4: suspended in school before, and fewer in-school
suspensions after. Days are compared as integers. Pure, from the gathered frame.
"""

from .hide import HIDDEN, is_small


def gpra_of(terms, frame):
    """{"attendance": {"students", "count"}, "in_school_suspensions": {...}}; {} for totals of schools."""
    if terms.is_of_totals or frame.empty:
        return {}
    ours = frame[(frame["participant"] == 1) & ~(frame["entry"] <= terms.before)]
    before, after = _pooled(ours, terms.baselines), _pooled(ours, terms.window)
    both = before.add_suffix("_before").join(after.add_suffix("_after"), how="inner")
    low = both[10 * both["absent_before"] >= both["expected_before"]]
    better = low["absent_after"] * low["expected_before"] < low["absent_before"] * low["expected_after"]
    told = {"attendance": _told(len(low), int(better.sum()))}
    if "suspensions_in_before" in both:
        known = both.dropna(subset=["suspensions_in_before", "suspensions_in_after"])
        had = known[known["suspensions_in_before"] > 0]
        fewer = had["suspensions_in_after"] < had["suspensions_in_before"]
        told["in_school_suspensions"] = _told(len(had), int(fewer.sum()))
    return told


def _pooled(frame, window):
    """Sums of each student over the periods of a window that hold days; suspensions only where all were reported."""
    part = frame[frame["period"].isin(window) & (frame["expected"] > 0)]
    sums = part.groupby("student")[["expected", "absent"]].sum().astype("int64")
    if "suspensions_in" in part:
        sums["suspensions_in"] = part.groupby("student")["suspensions_in"].sum(min_count=1)
        silent = part.loc[part["suspensions_in"].isna(), "student"].unique()
        sums.loc[sums.index.isin(silent), "suspensions_in"] = float("nan")
    return sums


def _told(students, count):
    if any(map(is_small, (students, count, students - count))):
        return {"students": HIDDEN, "count": HIDDEN}
    return {"students": students, "count": count}
