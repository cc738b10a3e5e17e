"""From a panel (student x period) to one row per student: what was before, what came after, who is missing.

The panel, a frame with one row per student, school and period:

    student      any key; it only tells students apart, no result depends on it
    school       the cluster of every interval
    grade        compared only with the same grade
    period       integer, one step per term or year; a school year ends where the next begins
    participant  1 engaged in the program (intent to treat: everyone engaged), 0 not
    entry        the period of first service; NaN for those never enrolled (optional: without it, participants
                 entered between the last baseline and the outcome)
    y            the outcome: a rate in percent (0-100), a number of events, or 0/1; NaN where not measured
    days         enrolled days behind y (optional: 1)
    behind       what a yes or no is made of (optional), attendance for chronic absence: baselines are of it
    ...          covariates, one column each; the value at the last baseline counts
"""

import dataclasses
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

KINDS = ("rate", "count", "yes_no")
NAMES = ("pre", "pre2", "pre3", "pre4")


@dataclass(frozen=True)
class Rows:
    """frame: a row per analyzed student: student, school, grade, participant, post, post_days, pre, pre_days,
    [pre2, pre2_days, ... earlier], before, covariates. Rates in percent, yes_no as 0 or 100. The baselines pre,
    pre2 ... are of what is behind the outcome, if there is such; before is the outcome itself at the last one.
    A year of many absences says far more than "chronically absent: yes": students alike in the yes alone are
    not alike, and a program without effect would look harmful.
    lost: as many columns of the students who have every baseline and no outcome. participants: all of them,
    those without baselines included; already_served: participants of before, on neither side.
    """

    frame: pd.DataFrame
    kind: str
    baselines: tuple
    covariates: tuple = ()
    earlier: str | None = None
    lost: pd.DataFrame = field(default_factory=pd.DataFrame)
    behind: str | None = None
    participants: int = 0
    already_served: int = 0

    @property
    def adjusted_for(self):
        """Columns of before the program that an estimate adjusts for."""
        return (*self.baselines, *(("before",) if self.behind else ()), *self.covariates)

    @property
    def participant(self):
        return self.frame["participant"].to_numpy() == 1

    def replace(self, frame):
        """The same rows with another frame."""
        return dataclasses.replace(self, frame=frame)

    def only(self, mask):
        """Some of the students, as if there were no others (a subgroup)."""
        return dataclasses.replace(self, frame=self.frame[mask].reset_index(drop=True), lost=pd.DataFrame())


def student_rows(
    panel, *, outcome, baselines, kind="rate", behind=None, earlier=None, covariates=(), kept=(), least_days=1
):
    """Rows of a panel.

    outcome, earlier: a period or a tuple of periods to be pooled; baselines: one or more of these, the last
    one first. earlier: a window before the baselines, which the program cannot have changed (placebo).
    covariates: columns that estimates adjust for; kept: columns that only ride along (subgroups, dosage).
    least_days: enrolled days that a window must hold for its outcome to count as measured.
    behind: "rate" or "count" where the panel's column of that name holds what the baselines are made of.
    """
    if kind not in KINDS:
        raise ValueError(f"An outcome is one of {KINDS}, not {kind!r}.")
    panel = panel if "days" in panel else panel.assign(days=1.0)
    windows = {name: _periods(window) for name, window in zip(NAMES, baselines, strict=False)}
    windows["post"] = _periods(outcome)
    if earlier is not None:
        windows["earlier"] = _periods(earlier)
    students = _students(panel)
    served, already = _who_counts(students, last_baseline=max(windows["pre"]), last=max(windows["post"]))
    students = students.assign(participant=served)[~already]
    of_baselines = panel.assign(y=panel["behind"]) if behind else panel
    for name, periods in windows.items():
        of, told = (of_baselines, behind or kind) if name in NAMES else (panel, kind)
        students[[name, f"{name}_days"]] = pooled(of, periods, told, least_days).reindex(students.index)
    before = pooled(panel, windows["pre"], kind, least_days)["y"] if behind else students["pre"]
    students["before"] = before.reindex(students.index)
    described = list(dict.fromkeys(["school", "grade", *covariates, *kept]))
    at_baseline = at_period(panel, max(windows["pre"]), described)
    frame = students.join(at_baseline, how="left").rename_axis("student").sort_index().reset_index()
    named = tuple(name for name in NAMES if name in windows)
    had_baselines = frame[[*named, "before", "school"]].notna().all(axis=1)
    had_outcome = frame["post"].notna()
    return Rows(
        frame[had_baselines & had_outcome].reset_index(drop=True),
        kind,
        named,
        tuple(covariates),
        "earlier" if earlier is not None else None,
        frame[had_baselines & ~had_outcome].reset_index(drop=True),
        behind,
        int((frame["participant"] == 1).sum()),
        int(already.sum()),
    )


def _periods(window):
    return tuple(window) if isinstance(window, (tuple, list)) else (window,)


def _students(panel):
    """participant and entry of each student: engaged in any row is engaged."""
    columns = panel[["student", "participant"]].assign(entry=panel.get("entry", np.nan))
    columns = columns.drop_duplicates()
    if columns["student"].is_unique:
        return columns.set_index("student")
    return columns.groupby("student", sort=False).agg({"participant": "max", "entry": "min"})


def _who_counts(students, last_baseline, last):
    """(1 for participants of this window, whether a student was served before it: in neither side).

    Who entered only after the outcome was measured was not served then: a student of the comparison.
    """
    engaged, entry = students["participant"] == 1, students["entry"]
    already = engaged & (entry <= last_baseline)
    return (engaged & ~(entry > last)).astype(int), already


def pooled(panel, periods, kind, least_days):
    """y and days of each student over the periods: rates pooled by days, counts added, yes if ever."""
    part = panel.loc[panel["period"].isin(periods) & panel["y"].notna(), ["student", "y", "days"]]
    if part["student"].duplicated().any():
        if kind == "rate":
            part = part.assign(y=part["y"] * part["days"])
        together = part.groupby("student").agg({"y": "max" if kind == "yes_no" else "sum", "days": "sum"})
        if kind == "rate":
            together["y"] = together["y"] / together["days"]
    else:
        together = part.set_index("student")
    if kind == "yes_no":
        together = together.assign(y=together["y"] * 100.0)
    return together[together["days"] >= least_days].astype(float)


def at_period(panel, period, columns):
    """School, grade and covariates in a period; of several schools the one with most days."""
    part = panel.loc[panel["period"] == period, ["student", "days", *columns]]
    if part["student"].duplicated().any():
        part = part.sort_values(["student", "days", "school"], ascending=[True, False, True])
        part = part.drop_duplicates("student")
    return part.set_index("student")[columns]
