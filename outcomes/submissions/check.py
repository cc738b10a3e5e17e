"""Everything that can be wrong with a file, found at once: by column, by row, by place, by student."""

from dataclasses import dataclass

import numpy as np
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets.declaration import ALWAYS, DECLARED, MONTH, YEAR
from outcomes.datasets.frame import BLANK, Coded, all_differ, combined, copies
from outcomes.datasets.periods import begins, year_of_month
from outcomes.datasets.spans import ordinals

from .agencies import match_agencies
from .before import compare_with_period_before
from .doubts import doubt_ids
from .enrolled import warn_of_strangers
from .issuers import refuse_what_is_no_id, student_keys_of
from .match import Matched, match_schools
from .match_levels import match_levels
from .place_history import follow_history
from .refusal import Refused
from .understand import understand

# How the rows' places are found, by what a dataset's place is.
MATCH = {
    "school": match_schools,
    "levels": match_levels,
    "organization": match_agencies,
    "program": lambda frame, organization: Matched([], np.full(len(frame), -1)),
}


@dataclass
class Checked:
    """What may be staged. places: per fact the position in matched.places, or -1 for the program.
    periods: Coded periods per fact. families: per fact, or None. keys: student keys per fact, or None.
    """

    frame: object
    matched: Matched
    values: dict
    rows: np.ndarray
    places: np.ndarray
    periods: Coded
    families: object
    keys: object


def check(dataset, data, *, organization, period="", program=None, silent=()):
    """Check a ColumnarDataset. Raises Refused where no row could be right.

    silent: keys of the schools of which the submitter said that the file holds nothing.
    """
    if dataset.is_student_level:
        refuse_what_is_no_id(data)
    frame = understand(dataset, data, period)
    if dataset.derive:
        dataset.derive(frame)
    periods = _periods(dataset, frame, period)
    for rule in dataset.rules:
        rule(frame)
    if dataset.is_student_level:
        doubt_ids(frame, periods)
    _refuse_the_future(dataset, frame, periods)
    matched = MATCH[dataset.place](frame, organization)
    follow_history(dataset, frame, matched, periods, organization)
    if silent:
        told_silent = np.array([getattr(place, "pk", None) in silent for place in matched.places] + [False])
        frame.error("silent_school", told_silent[matched.codes], "school_code")
    keys = (
        student_keys_of(dataset, frame, matched, organization, program) if dataset.is_student_level else None
    )
    frame.places = matched.codes
    facts = dataset.facts(frame)
    checked = Checked(
        frame,
        matched,
        facts.values,
        facts.rows,
        matched.codes[facts.rows],
        Coded(periods.values, periods.codes[facts.rows]),
        facts.families,
        keys[facts.rows] if keys is not None else None,
    )
    _settle_copies(dataset, checked)
    if dataset.check_enrolled:
        warn_of_strangers(dataset, checked, organization)
    compare_with_period_before(dataset, checked, organization)
    return checked


def _periods(dataset, frame, declared):
    """The period of each row: a column tells it, else the submission. Rows outside what was declared are errors."""
    if dataset.period == ALWAYS:
        return Coded.same("", len(frame))
    if not (dataset.period_column and frame.has(dataset.period_column)):
        if not declared:
            raise Refused(
                "period_needed",
                _(
                    "The file does not tell its school year. Choose the school year and hand it in again. Nothing was stored."
                )
                if dataset.period != YEAR
                else _(
                    "The file does not tell its calendar year. Choose the year and hand it in again. Nothing was stored."
                ),
            )
        return Coded.same(declared, len(frame))
    column = frame[dataset.period_column]
    # An optional column of which some cells are blank tells no period for those rows.
    frame.error("blank", column.is_(BLANK) & frame.going_in, dataset.period_column)
    if declared:
        inside = [value is not None and declared in _spans(dataset, value) for value in column.values]
        frame.error(
            "outside_period",
            column.given & ~column.taken(inside, bool),
            dataset.period_column,
            period=declared,
        )
    return column


def _refuse_the_future(dataset, frame, periods):
    """Nothing can be reported yet of a period that has not begun, nor of an event that has not happened."""
    today = timezone.localdate()
    future = [bool(value) and begins(dataset, value) > today for value in periods.values]
    column = dataset.period_column if frame.has(dataset.period_column) else ""
    frame.error("future_period", periods.taken(future, bool), column)
    if dataset.day_column:
        day = frame[dataset.day_column]
        # A student may be enrolled ahead; an event is told when it has happened.
        report = frame.error if dataset.scope == DECLARED else frame.warn
        report("future_day", day.given & (ordinals(day) > today.toordinal()), dataset.day_column)


def _spans(dataset, value):
    """The declarations that a row's period satisfies: itself and, for a month, its school year."""
    return (value, year_of_month(value)) if dataset.period == MONTH else (value,)


def _settle_copies(dataset, checked):
    """Facts that occur several times: equal ones are counted once, contradicting ones are an error of their rows."""
    frame = checked.frame
    scope = [checked.places, checked.periods]
    if checked.families is not None:
        scope.append(Coded.of(checked.families))
    if checked.keys is not None:
        scope.append(checked.keys)
    names = [name for name in (*dataset.identity, *dataset.parts) if name in checked.values]
    identifying = [*scope, *(_comparable(checked.values[name]) for name in names)]
    if all_differ(*identifying):
        return _keep(checked, frame.going_in[checked.rows])
    identity = combined(*identifying)
    contents = [_comparable(values) for name, values in checked.values.items() if name not in names]
    disagreeing, later = copies(identity, *contents)
    wrong = np.zeros(len(frame), bool)
    wrong[checked.rows[disagreeing]] = True
    frame.error("contradicting_rows", wrong)
    repeated = np.zeros(len(frame), bool)
    repeated[checked.rows[later]] = True
    frame.leave_out("repeated_rows", repeated & ~wrong)
    _keep(checked, frame.going_in[checked.rows])


def _comparable(values):
    return values if isinstance(values, np.ndarray) and values.dtype != object else Coded.of(list(values))


def _keep(checked, mask):
    """Drop the facts of rows that turned out not to go in."""
    if mask.all():
        return
    checked.rows, checked.places = checked.rows[mask], checked.places[mask]
    checked.periods = Coded(checked.periods.values, checked.periods.codes[mask])
    if checked.families is not None:
        checked.families = list(np.array(checked.families, dtype=object)[mask])
    if checked.keys is not None:
        checked.keys = checked.keys[mask]
    checked.values = {
        name: values[mask] if isinstance(values, np.ndarray) else list(np.array(values, dtype=object)[mask])
        for name, values in checked.values.items()
    }
