"""The numbers of a result as tables, for the page, for print and for the workbook alike.

Pure: from the stored document, in the active language. A number that is hidden or cannot be is a kind of
absence (`{% absent %}`), never 0 and never blank.
"""

import dataclasses
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..answers.words import REASONS
from ..designs.assumptions import WORDS
from ..wording import number
from . import periods
from .hide import HIDDEN
from .outcomes import OUTCOMES
from .variables import ATTRITION, VERDICTS, group_title, reading_title, variable_title

SUPPRESSED, NOT_ENOUGH, NOT_APPLICABLE = "suppressed", "not_enough_data", "not_applicable"
WITHHELD = {
    "descriptive": gettext_lazy("Nothing is tested: before and after is not an effect."),
    "few_schools": gettext_lazy("There are too few schools a side."),
    "few_students": gettext_lazy("There are too few students a side."),
    "few_events": gettext_lazy("There are too few events a side."),
    "one_baseline": gettext_lazy("Only one earlier period is known."),
    "earlier_periods_differ": gettext_lazy("The same comparison differs for a time before the program."),
    "no_variance": gettext_lazy("All results are the same."),
}
SCALES = {
    "points": gettext_lazy("percentage points"),
    "count": gettext_lazy("events"),
    "ratio": gettext_lazy("ratio, 1 is no difference"),
}
SIZES = {"hedges_g": gettext_lazy("Hedges g"), "cox_index": gettext_lazy("Cox index")}


@dataclass(frozen=True)
class Cell:
    """text, or a kind of absence; value: the number itself, for the workbook."""

    text: str = ""
    absent: str = ""
    value: object = None
    is_number: bool = True


@dataclass(frozen=True)
class Table:
    """rows: [(title of the row, [Cell])]. drawing: name of the drawing of the same numbers, or ""."""

    key: str
    caption: str
    head: tuple
    rows: list
    note: str = ""
    drawing: str = ""

    @property
    def labelled(self):
        """Rows with the name of its column beside each cell, for narrow screens."""
        return [
            {"title": title, "cells": list(zip(self.head[1:], cells, strict=True))}
            for title, cells in self.rows
        ]


def tables(one, step):
    """[Table] of one outcome's part of the document, those that hold anything."""
    made = [
        _result(one),
        _before_and_after(one),
        _left_aside(one),
        _balance(one),
        _sensitivity(one, step),
        _subgroups(one),
        _dosage(one),
        _since_entry(one),
        _groups_in_time(one, step),
        _county(one, step),
    ]
    outcome = OUTCOMES[one["key"]].title
    return [
        dataclasses.replace(
            table,
            caption=_("%(outcome)s: %(table)s")
            % {"outcome": outcome, "table": _uncapitalized(table.caption)},
        )
        for table in made
        if table.rows
    ]


def _uncapitalized(text):
    return text[:1].lower() + text[1:]


def cell(value, decimals=1):
    """A number, a word, or what stands for one that is not shown."""
    if value == HIDDEN:
        return Cell(absent=SUPPRESSED)
    if value is None:
        return Cell(absent=NOT_APPLICABLE)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return Cell(str(value), value=str(value), is_number=False)
    return Cell(number(value, 0 if isinstance(value, int) else decimals), value=value)


def _p(value):
    """To three places, the smallest as "below 0.001"."""
    if isinstance(value, float) and value < 0.001:
        return Cell(_("below %(least)s") % {"least": number(0.001, 3)}, value=value)
    return cell(value, 3)


def _result(one):
    estimate, caption = one["estimate"], _("The estimate and how it was made")
    rows = [(_("Design"), [cell(WORDS[one["design"]].label)])]
    if estimate and estimate["value"] is not None:
        rows += _figures_of(estimate)
    if estimate:
        rows += [
            (_("Participants"), [cell(estimate["participants"])]),
            (_("Students compared"), [cell(estimate["comparison"])]),
            (_("Schools with participants"), [cell(estimate["schools_participants"])]),
            (_("Schools of students compared"), [cell(estimate["schools_comparison"])]),
            (_("How the interval is made"), [cell(estimate["convention"])]),
        ]
        rows += [(_("Why nothing is tested"), [cell(WITHHELD[why])]) for why in estimate["withheld"]]
    note = _("In %(scale)s.") % {"scale": SCALES[estimate["scale"]]} if estimate else ""
    return Table("result", caption, (_("What"), _("Figure")), rows, note)


def _figures_of(estimate):
    size = SIZES.get(estimate["standardized_kind"], _("Effect size"))
    return [
        (_("Difference"), [cell(estimate["value"], 2)]),
        (_("Interval from (95 %)"), [cell(estimate["low"], 2)]),
        (_("Interval to (95 %)"), [cell(estimate["high"], 2)]),
        (_("Standard error"), [cell(estimate["se"], 3)]),
        (_("Degrees of freedom"), [cell(estimate["df"], 0)]),
        (_("p"), [_p(estimate["p"])]),
        (_("p, allowing for several outcomes"), [_p(estimate["p_adjusted"])]),
        (str(size), [cell(estimate["standardized"], 3)]),
        (_("Smallest difference that would have been seen (80 %)"), [cell(estimate["detectable"], 2)]),
    ]


def _before_and_after(one):
    details = one["described"]["details"]
    head = ("", _("Before"), _("After"), _("Change"))
    rows = [
        (
            _("Participants"),
            [
                cell(details["before"]),
                cell(details["after"]),
                cell(one["described"]["value"]),
            ],
        ),
        (
            _("Everybody else"),
            [cell(details[f"comparison_{name}"]) for name in ("before", "after", "change")],
        ),
    ]
    return Table(
        "before_and_after",
        _("Before and after: a description, not an effect"),
        head,
        rows,
        _("Students chosen after a bad year usually improve by themselves."),
    )


def _left_aside(one):
    flow, lost = one["flow"], one["attrition"]
    rows = [
        (_("Participants measured before and after"), [cell(flow["measured"])]),
        (_("Participants without a similar student"), [cell(flow["unmatched"])]),
        (_("Participants not measured before"), [cell(flow["unmeasurable"])]),
        (_("Served before already, on neither side"), [cell(flow["already_served"])]),
    ]
    for name, title in (
        ("participants", _("Results after missing, participants (percent)")),
        ("comparison", _("Results after missing, others (percent)")),
        ("overall", _("Results after missing, overall (percent)")),
        ("differential", _("Results after missing, difference (points)")),
    ):
        share = lost[name]
        rows.append((title, [cell(share if share == HIDDEN else 100 * share)]))
    rows.append((_("Attrition by the Clearinghouse's bounds"), [cell(ATTRITION[lost["verdict"]])]))
    return Table("left_aside", _("Who is not in the result"), (_("What"), _("Figure")), rows)


def _balance(one):
    rows = [
        (
            variable_title(row["variable"], one),
            [
                *(
                    cell(row[name], 2)
                    for name in (
                        "mean_participants",
                        "mean_comparison",
                        "sd_participants",
                        "sd_comparison",
                        "before_matching",
                        "difference",
                    )
                ),
                cell(VERDICTS[row["verdict"]]),
            ],
        )
        for row in one["balance"]
    ]
    head = (
        _("Before the program"),
        _("Participants"),
        _("Compared"),
        _("SD, participants"),
        _("SD, compared"),
        _("Difference before matching"),
        _("Difference"),
        _("Verdict"),
    )
    return Table(
        "balance",
        _("How alike both sides were before"),
        head,
        rows,
        _(
            "Differences in standard deviations. Up to 0.05 alike; up to 0.25 adjusted for; beyond that too far apart."
        ),
        f"balance-{one['key']}",
    )


def _sensitivity(one, step):
    head = (_("Another way of looking"), _("Difference"), _("From"), _("To"), _("p"))
    readings = ([one["placebo"]] if one["placebo"] else []) + one["readings"]
    rows = [
        (
            reading_title(reading, step),
            [
                *(cell(reading["estimate"][name], 2) for name in ("value", "low", "high")),
                _p(reading["estimate"]["p"]),
            ],
        )
        for reading in readings
    ]
    if one["left_out"]:
        left = one["left_out"]
        rows.append(
            (
                _("Without any one school, from the least to the greatest"),
                [
                    Cell(absent=NOT_APPLICABLE),
                    cell(left["low"], 2),
                    cell(left["high"], 2),
                    Cell(absent=NOT_APPLICABLE),
                ],
            )
        )
    if one["bound"]:
        names = {
            "advantage": _("What something unrecorded must be worth to undo the finding"),
            "e_value": _("E-value"),
            "e_value_interval": _("E-value of the interval"),
            "gamma": _("Rosenbaum's gamma"),
            "robustness": _("Robustness value"),
        }
        nothing = [Cell(absent=NOT_APPLICABLE)] * 3
        rows += [
            (title, [cell(one["bound"][name], 2), *nothing])
            for name, title in names.items()
            if one["bound"][name] is not None
        ]
    return Table("sensitivity", _("Would another way of looking have said the same?"), head, rows)


def _subgroups(one):
    rows = [
        (
            group_title(part["column"], part["value"]),
            [
                cell(part["estimate"]["participants"]),
                cell(part["estimate"]["comparison"]),
                *(_or_too_few(part["estimate"], name) for name in ("value", "low", "high")),
                _p(part["estimate"]["p"]),
                _p(part["estimate"]["p_adjusted"]),
            ],
        )
        for part in one["subgroups"]
    ]
    head = (
        _("Group"),
        _("Participants"),
        _("Compared"),
        _("Difference"),
        _("From"),
        _("To"),
        _("p"),
        _("p, allowing for all groups"),
    )
    return Table("subgroups", _("Groups looked at by themselves"), head, rows)


def _or_too_few(estimate, name):
    return Cell(absent=NOT_ENOUGH) if estimate["value"] is None else cell(estimate[name], 2)


def _dosage(one):
    names = (_("A third that received least"), _("A third between"), _("A third that received most"))
    rows = [
        (name, [cell(part["students"]), cell(part["change"])])
        for name, part in zip(names, one["dosage"], strict=False)
    ]
    return Table(
        "dosage",
        _("By hours received: no effect, only a description"),
        (_("Participants"), _("Students"), _("Change")),
        rows,
        _("Who comes more often differs in more than that."),
    )


def _since_entry(one):
    rows = [
        (
            _("%(number)s periods after entry") % {"number": since},
            [
                *(cell(part[name], 2) for name in ("value", "low", "high")),
                _p(part["p"]),
                _p(part["p_adjusted"]),
            ],
        )
        for since, part in one["by_period"].items()
    ]
    head = (_("Since entry"), _("Difference"), _("From"), _("To"), _("p"), _("p, allowing for all periods"))
    return Table("since_entry", _("By time since entry"), head, rows)


def _groups_in_time(one, step):
    words = {
        "after": _("after entry"),
        "check": _("before entry, a check"),
        "baseline": _("alike by matching"),
    }
    rows = [
        (
            _("Entered %(entry)s, measured %(period)s")
            % {
                "entry": periods.label(step, int(part["group"])),
                "period": periods.label(step, int(part["period"])),
            },
            [
                cell(words[part["role"]]),
                *(cell(part[name], 2) for name in ("effect", "low", "high")),
                _p(part["p"]),
            ],
        )
        for part in one["cells"]
    ]
    head = (_("Group and period"), _("What it is"), _("Difference"), _("From"), _("To"), _("p"))
    return Table("groups_in_time", _("Each entering group in each period"), head, rows)


def _county(one, step):
    rows = [
        (periods.label(step, int(period)), [cell(float(value))])
        for period, value in sorted(one["beside"].items())
    ]
    return Table(
        "county",
        _("The county's own row, beside"),
        (_("Period"), _("Percent")),
        rows,
        _("A description: schools are not added up to it."),
    )


OPERATION = {
    "served": gettext_lazy("Youth served"),
    "new": gettext_lazy("New"),
    "carried_over": gettext_lazy("Carried over"),
    "completed_percent": gettext_lazy("Completed, of those whose engagement ended (percent)"),
    "days_in_program": gettext_lazy("Days from entry to exit, on average"),
    "hours": gettext_lazy("Hours received"),
    "sessions": gettext_lazy("Sessions received"),
    "meals": gettext_lazy("Meals received"),
    "dollars": gettext_lazy("Dollars received"),
    "youth_with_hours": gettext_lazy("Youth who received hours"),
}
SESSIONS = {
    "offered": gettext_lazy("Sessions offered"),
    "attended": gettext_lazy("Sessions with somebody signed in"),
    "planned": gettext_lazy("Sessions planned"),
    "as_planned_percent": gettext_lazy("Offered, percent of those planned"),
    "planned_hours": gettext_lazy("Hours planned for each participant"),
}
RESULTS = {
    "entered": gettext_lazy("Entrants"),
    "earned": gettext_lazy("Earned"),
    "not_earned": gettext_lazy("Not earned"),
    "not_measurable": gettext_lazy("Not measurable"),
}


def operation_tables(result):
    """[Table] of how the program was run; empty where nothing of it was handed in."""
    operation = result.get("operation") or {}
    years = operation.get("years") or {}
    made = [
        Table(
            "operation",
            _("Youth served, and what they received, by school year"),
            ("", *years),
            [
                (str(title), [cell(numbers.get(name)) for numbers in years.values()])
                for name, title in OPERATION.items()
                if any(numbers.get(name) is not None for numbers in years.values())
            ],
            _("Hours, meals and dollars are never added to each other."),
        )
    ]
    sessions = {name: value for name, value in (operation.get("sessions") or {}).items() if value}
    made.append(
        Table(
            "sessions",
            _("Sessions, as planned and as held"),
            ("", _("Number")),
            [(str(title), [cell(sessions[name])]) for name, title in SESSIONS.items() if name in sessions],
        )
    )
    made += [_challenge(number, told) for number, told in enumerate(operation.get("challenges") or [])]
    gpra = result.get("gpra") or {}
    titles = {
        "attendance": _("Attendance of 90 percent or less before; higher after"),
        "in_school_suspensions": _("Suspended in school before; fewer in-school suspensions after"),
    }
    made.append(
        Table(
            "gpra",
            _("Before and after, as 21st CCLC asks (GPRA 3 and 4): not an effect"),
            ("", _("Students"), _("Better after")),
            [(titles[name], [cell(told["students"]), cell(told["count"])]) for name, told in gpra.items()],
        )
    )
    return [table for table in made if table.rows]


def _challenge(number, told):
    rows = [(str(title), [cell(told[name])]) for name, title in RESULTS.items()]
    rows += [(str(REASONS[reason]), [cell(count)]) for reason, count in told["reasons"].items()]
    return Table(
        f"challenge-{number}",
        _("%(challenge)s, %(first)s to %(last)s")
        % {"challenge": told["title"], "first": told["starts_on"], "last": told["ends_on"]},
        (_("Result, and why"), _("Students")),
        rows,
        _("Computed from attendance and discipline that schools handed in."),
    )
