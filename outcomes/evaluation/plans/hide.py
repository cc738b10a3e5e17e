"""What of an evaluation may be seen: numbers of few students are hidden before anything is stored.

Counts of 1 to 10 students (or events) are hidden, and so is what would give them back: the total that they are
part of, the share with its population, the smallest and greatest value (they are single students'), the schools
left out. A hidden number is the word HIDDEN, never 0 and never blank. Readings beside an estimate keep their
value and lose their numbers of students, whose difference could be a few.
"""

from outcomes.disclosure.policy import policy

from ..wording import in_tens

HIDDEN = "hidden"
COUNTS = ("participants", "comparison", "sets")


def safe(evaluation):
    """A dictionary of an Evaluation (`as_dict`) without what tells of few students."""
    found = dict(evaluation)
    kind = found["question"]["kind"]
    found["described"] = _described(found["described"], kind)
    found["flow"] = _flow(found)
    found["balance"] = [_balance_row(row, found["estimate"], kind) for row in found["balance"]]
    found["attrition"] = _attrition(dict(found["attrition"]))
    if found["estimate"]:
        found["estimate"] = _estimate(found["estimate"])
        if found["about"]:
            found["estimate"] |= {
                name: in_tens(found["estimate"][name])
                for name in COUNTS
                if isinstance(found["estimate"][name], int)
            }
    found["subgroups"] = _together(
        [{**part, "estimate": _estimate(part["estimate"])} for part in found["subgroups"]]
    )
    found["readings"] = [{**one, "estimate": _without_counts(one["estimate"])} for one in found["readings"]]
    if found["placebo"]:
        found["placebo"] = {**found["placebo"], "estimate": _without_counts(found["placebo"]["estimate"])}
    if found["left_out"]:
        found["left_out"] = {name: found["left_out"][name] for name in ("low", "high", "changes_sign")}
    found["dosage"] = _dosage(found["dosage"])
    found["by_period"] = {name: _without_counts(part) for name, part in found["by_period"].items()}
    found["by_group"] = {name: _without_counts(part) for name, part in found["by_group"].items()}
    found["cells"] = [_cell(cell) for cell in found["cells"]]
    for name in ("unmatched", "unmeasurable", "already_served"):
        found.pop(name)
    return found


def is_small(count):
    return count is not None and policy().is_small(round(count))


def _small_share(percent, students):
    """Whether a share in percent gives a count of few, or leaves few out."""
    count = percent * students / 100
    return is_small(count) or is_small(students - count)


def _described(described, kind):
    """Before and after: nothing of so few, and no share or sum that is a count of few in disguise."""
    described = _estimate(described)
    details, hidden = described["details"], set()
    for side, prefix in (("participants", ""), ("comparison", "comparison_")):
        n = described[side]
        values = [details[f"{prefix}before"], details[f"{prefix}after"]]
        if (
            n == HIDDEN
            or (isinstance(n, int) and n <= policy().smallest_population_hidden)
            or any(value is not None and _of_few(value, n, kind) for value in values)
        ):
            hidden.add(prefix)
    details = dict(details)
    for prefix in hidden:
        for name in ("before", "after", *(["change"] if prefix else [])):
            details[f"{prefix}{name}"] = HIDDEN
    if "" in hidden:
        described["value"] = HIDDEN
    described["details"] = details
    return described


def _of_few(value, n, kind):
    if kind == "yes_no":
        return _small_share(value, n)
    return kind == "count" and is_small(value * n)


def _flow(found):
    """Who came into the result and who did not: all counts, or the large ones without their total."""
    described, estimate = found["described"], found["estimate"]
    parts = {
        "unmeasurable": found["unmeasurable"],
        "unmatched": found["unmatched"] or 0,
        "already_served": found["already_served"],
    }
    in_result = estimate["participants"] if estimate and estimate["value"] is not None else None
    measured = described["participants"]
    flow = {name: HIDDEN if is_small(count) else count for name, count in parts.items()}
    # What is measured before and after is what is in the result and the unmatched: one of them yields.
    hides = HIDDEN in (flow["unmatched"], measured)
    if in_result is not None and isinstance(measured, int):
        hides |= is_small(measured - in_result)
    flow["measured"] = HIDDEN if hides else measured
    flow["in_result"] = HIDDEN if is_small(in_result) else in_result
    if found["withhold"]:
        flow |= dict.fromkeys((*parts, "measured"), HIDDEN)
    if found["about"] and in_result is not None:
        flow["in_result"] = in_tens(in_result)
    if found["withhold"] or flow["measured"] == HIDDEN:
        described["participants"] = HIDDEN
    return flow


def _balance_row(row, estimate, kind):
    """Averages stay; a share or a sum that is a count of few goes, with what would give it back."""
    sides = estimate or {"participants": 0, "comparison": 0}
    n = {"mean_participants": sides["participants"], "mean_comparison": sides["comparison"]}
    is_rate = row["variable"].startswith("pre") and kind == "rate"
    if is_rate:
        return row
    share = row["variable"].startswith("pre") and kind == "yes_no"
    few = any(
        _small_share(row[name], many) if share else is_small(row[name] * many) for name, many in n.items()
    )
    if not few:
        return row
    gone = [*n, "sd_participants", "sd_comparison", "difference", "before_matching"]
    return {**row, **dict.fromkeys(gone, HIDDEN)}


def _attrition(attrition):
    """Shares of each side; without those that would count a few students."""
    lost = [attrition.pop("participants_lost"), attrition.pop("comparison_lost")]
    if not any(map(is_small, lost)):
        return attrition
    gone = ("participants", "comparison", "overall", "differential")
    return {**attrition, **dict.fromkeys(gone, HIDDEN)}


def _estimate(estimate):
    """Counts of few are hidden, and the details that are counts themselves are left out."""
    found = dict(estimate)
    found.pop("left_out", None)
    for name in COUNTS:
        if is_small(found[name]):
            found[name] = HIDDEN
    details = {
        name: value
        for name, value in found["details"].items()
        if name not in ("pairs", "entered", "measurable")
    }
    if "unmatched" in details:
        details.pop("unmatched")
    for name in ("events", "comparison_events"):
        if is_small(details.get(name)):
            details[name] = HIDDEN
    found["details"] = details
    return found


def _without_counts(estimate):
    found = _estimate(estimate)
    return {name: value for name, value in found.items() if name not in (*COUNTS, "details")}


def _together(parts):
    """Where one group of a column is too small to be counted, none of the column is counted."""
    hidden = {part["column"] for part in parts if HIDDEN in [part["estimate"][name] for name in COUNTS]}
    return [
        {**part, "estimate": {**part["estimate"], **dict.fromkeys(COUNTS, HIDDEN)}}
        if part["column"] in hidden
        else part
        for part in parts
    ]


def _dosage(dosage):
    """[{"students", "change"}] from those who received least; nothing where a part is small."""
    if any(students <= policy().smallest_population_hidden for _least, _most, students, _change in dosage):
        return []
    return [{"students": students, "change": change} for _least, _most, students, change in dosage]


def _cell(cell):
    """A group in a period: its effect, unless it is of few; its counts never."""
    few = min(cell["participants"], cell["comparison"]) <= policy().smallest_population_hidden
    shown = {name: cell[name] for name in ("group", "period", "since", "role")}
    effects = {name: cell[name] for name in ("effect", "se", "low", "high", "p")}
    return shown | (dict.fromkeys(effects, HIDDEN) if few else effects)
