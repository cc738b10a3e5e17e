"""Days of attendance, one mark each, are summed to months at the gate (docs/decisions/0018).

A mark is what a system writes of a student's whole day: excused, unexcused, late, present. A day counts once,
whatever is marked on it; marks of single class periods are no days and are never counted as such.
"""

import numpy as np
import pandas as pd

from .declaration import Facts
from .facts import HUNDREDTHS
from .frame import BLANK, VALUE, Coded, Understood, combined
from .spans import ordinals

PRESENT, NO_MARK = "present", "no_mark"
LATE, LATE_EXCUSED, LATE_OVER_30 = "late", "late_excused", "late_over_30"
EXCUSED, UNEXCUSED = "excused", "unexcused"
SUSPENDED_OUT, SUSPENDED_IN = "suspended_out", "suspended_in"
# Where several marks share a day, the first of these takes its part of the day first: a suspension is a fact,
# and an excuse usually arrives after the absence was entered.
ORDER = (SUSPENDED_OUT, EXCUSED, UNEXCUSED, SUSPENDED_IN, LATE_OVER_30, LATE, LATE_EXCUSED, PRESENT)
KINDS_OF_DAYS = ORDER[:4]
MINUTES_OF_TRUANCY = 30
# A file tells the days expected of a school's month if at least this share of its days is marked present.
REGISTER_NUMERATOR, REGISTER_DENOMINATOR = 1, 2

# Words of whole-day marks. Letters mean something else in every district: layouts know those of a system.
MARKS = {
    "present": PRESENT,
    "in attendance": PRESENT,
    "attended": PRESENT,
    "on time": PRESENT,
    "school activity": PRESENT,
    "field trip": PRESENT,
    "excused": EXCUSED,
    "excused absence": EXCUSED,
    "absent excused": EXCUSED,
    "absence excused": EXCUSED,
    "verified": EXCUSED,
    "verified absence": EXCUSED,
    "illness": EXCUSED,
    "ill": EXCUSED,
    "sick": EXCUSED,
    "medical": EXCUSED,
    "unexcused": UNEXCUSED,
    "unexcused absence": UNEXCUSED,
    "absent unexcused": UNEXCUSED,
    "absence unexcused": UNEXCUSED,
    # California: an absence that nobody has verified is unexcused until somebody does.
    "unverified": UNEXCUSED,
    "unverified absence": UNEXCUSED,
    "absent unverified": UNEXCUSED,
    "unknown absence": UNEXCUSED,
    "truant": UNEXCUSED,
    "truancy": UNEXCUSED,
    "cut": UNEXCUSED,
    "suspended": SUSPENDED_OUT,
    "suspension": SUSPENDED_OUT,
    "out of school suspension": SUSPENDED_OUT,
    "suspension out of school": SUSPENDED_OUT,
    "oss": SUSPENDED_OUT,
    "in school suspension": SUSPENDED_IN,
    "suspension in school": SUSPENDED_IN,
    "iss": SUSPENDED_IN,
    "late": LATE,
    "tardy": LATE,
    "tardy excused": LATE_EXCUSED,
    "excused tardy": LATE_EXCUSED,
    "tardy unexcused": LATE,
    "unexcused tardy": LATE,
    "early departure": LATE,
    "early release": LATE,
    "left early": LATE,
    "early dismissal": LATE,
    "dismissed": LATE,
    "partial": LATE,
    "late over 30": LATE_OVER_30,
    "late more than 30 minutes": LATE_OVER_30,
    "tardy over 30": LATE_OVER_30,
    "tardy over 30 minutes": LATE_OVER_30,
    "tardy 30": LATE_OVER_30,
    "tardy more than 30 minutes": LATE_OVER_30,
    "no mark": NO_MARK,
    "no school": NO_MARK,
    "not enrolled": NO_MARK,
    "holiday": NO_MARK,
}
# What stands in a column of class periods for the whole day.
WHOLE_DAY = {
    "",
    "0",
    "day",
    "daily",
    "all",
    "all day",
    "allday",
    "whole day",
    "full day",
    "ad",
    "att_modedaily",
}


def is_daily(frame):
    return frame.has("code") and frame.has("date") and not frame.has("excused")


def month_of_date(frame):
    """The month of each row, where the file tells the day alone."""
    if frame.has("month") or not frame.has("date"):
        return
    date = frame["date"]
    known = zip(date.values, date.kinds, strict=True)
    months = [value.isoformat()[:7] if kind == VALUE else None for value, kind in known]
    distinct = Coded.of(months or [None])
    kinds = np.array([BLANK if value is None else VALUE for value in distinct.values], np.uint8)
    frame.columns["month"] = Understood(distinct.values, distinct.codes[date.codes], kinds)
    frame.headers["month"] = frame.headers["date"]


def check_marks(frame):
    """What is no mark of a day stays out; what cannot be one is an error."""
    if not is_daily(frame):
        return
    period = frame["class_period"]
    in_class = period.taken([str(value or "").lower() not in WHOLE_DAY for value in period.values], bool)
    if in_class.all() and len(frame):
        frame.error("only_class_periods", in_class, "class_period")
    else:
        frame.leave_out("class_periods", in_class, "class_period")
    frame.leave_out("no_mark", frame["code"].filled("") == NO_MARK, "code")
    frame.error("more_than_a_day", frame["portion"].numbers() > HUNDREDTHS, "portion")
    absent = np.isin(frame["code"].filled("").astype(str), KINDS_OF_DAYS)
    if frame.has("portion"):
        frame.notice("whole_days_assumed", frame["portion"].is_(BLANK) & absent & frame.going_in, "portion")
    day = ordinals(frame["date"])
    # Python's day 1 was a Monday.
    frame.warn("weekend", frame["date"].given & ((day - 1) % 7 >= 5), "date")


def summed(frame):
    """Facts of the months: one of each student, school and month, behind the first of its rows."""
    marks = _share_days(frame, _once(frame, _marks(frame)))
    by = ["place", "student", "month"]
    marks["month_key"] = combined(*(marks[name].to_numpy() for name in by))
    months = marks.groupby("month_key")
    values = {kind: _sum(marks, _is(marks, kind), "taken") for kind in KINDS_OF_DAYS}
    late = _is(marks, LATE_OVER_30) & marks["counts"]
    part = _is(marks, UNEXCUSED) & marks["taken"].between(1, HUNDREDTHS - 1)
    values["tardies_over_30"] = _sum(marks, late | part, "one")
    values["expected"] = _expected(frame, marks)
    return Facts(rows=months["row"].min().to_numpy(np.int64), values=values)


def _marks(frame):
    """A table of the marks that go in. place, student, month: codes. amount: hundredths of the day."""
    rows = np.flatnonzero(frame.going_in)
    kind = frame["code"].filled("")[rows]
    minutes = frame["minutes"].numbers()[rows]
    kind[(kind == LATE) & (minutes > MINUTES_OF_TRUANCY)] = LATE_OVER_30
    rank = np.select([kind == each for each in ORDER], range(len(ORDER)), len(ORDER))
    amount = np.where(frame["portion"].given[rows], frame["portion"].numbers()[rows], HUNDREDTHS)
    return pd.DataFrame(
        {
            "row": rows,
            "one": 1,
            "place": frame.places[rows],
            "student": frame["student_id"].codes[rows],
            "month": frame["month"].codes[rows],
            "day": ordinals(frame["date"])[rows],
            "rank": rank,
            "amount": np.where(rank < len(KINDS_OF_DAYS), amount, 0),
            "minutes": minutes,
        }
    )


def _once(frame, marks):
    """The marks without those that were entered twice: equal in all that counts."""
    marks["day_key"] = combined(*(marks[name].to_numpy() for name in ("place", "student", "day")))
    repeated = marks.duplicated(["day_key", "rank", "amount", "minutes"]).to_numpy()
    frame.leave_out("repeated_mark", _mask(frame, marks["row"][repeated]), "date")
    return marks[~repeated]


def _share_days(frame, marks):
    """The marks with what each takes of its day: `taken` hundredths, which never add up to more than the day,
    and whether it `counts` beside the others."""
    marks = marks.sort_values(["day_key", "rank"], kind="stable").reset_index(drop=True)
    day = marks.groupby("day_key")["amount"]
    left = (HUNDREDTHS - (day.cumsum() - marks["amount"])).clip(lower=0)
    marks["taken"] = np.minimum(marks["amount"], left)
    marks["counts"] = left > 0
    lost = (marks["taken"] < marks["amount"]) | ~marks["counts"]
    frame.warn("several_marks", _mask(frame, marks["row"][lost]), "code")
    return marks


def _is(marks, kind):
    return marks["rank"] == ORDER.index(kind)


def _sum(marks, where, name):
    return marks[name].where(where, 0).groupby(marks["month_key"]).sum().to_numpy(np.int64)


def _expected(frame, marks):
    """Days expected of each month: all that are marked, in a school's month of which the file is the register.
    None where it holds little but absences, which tell nothing of the other days.
    """
    day = marks.drop_duplicates("day_key", keep="last")
    school = combined(day["place"].to_numpy(), day["month"].to_numpy())
    present = _is(day, PRESENT).to_numpy()
    shown, all_days = np.bincount(school, weights=present), np.bincount(school)
    is_register = shown * REGISTER_DENOMINATOR >= all_days * REGISTER_NUMERATOR
    days = day.groupby("month_key").size().to_numpy(np.int64) * HUNDREDTHS
    of_month = is_register[school][np.unique(day["month_key"].to_numpy(), return_index=True)[1]]
    silent = _mask(frame, marks["row"][marks["day_key"].isin(day["day_key"][~is_register[school]])])
    frame.warn("no_rate", silent, "date")
    if of_month.all():
        return days
    return [int(number) if known else None for number, known in zip(days, of_month, strict=True)]


def _mask(frame, rows):
    mask = np.zeros(len(frame), bool)
    mask[rows.to_numpy()] = True
    return mask
