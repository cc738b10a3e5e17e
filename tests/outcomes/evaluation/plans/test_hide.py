"""Nothing that is stored of an evaluation tells of few students."""

import dataclasses
import json

import pytest

from outcomes.evaluation.evaluate import evaluate
from outcomes.evaluation.plans.differences import without_differences, without_differences_to_served
from outcomes.evaluation.plans.document import _numbers
from outcomes.evaluation.plans.hide import HIDDEN, safe
from outcomes.evaluation.question import Question

from ..worlds import world

QUESTION = Question("attendance", 3, (2, 1), earlier=0, subgroups=("grade",), dosage="hours")


@pytest.fixture(scope="module")
def evaluation():
    panel = world(1, students=3000, schools=10)
    hours = panel["student"] % 40 + panel["student"] / 100000
    return evaluate(panel.assign(hours=hours.where(panel["participant"] == 1)), QUESTION)


def counts_in(value, name=""):
    """Every whole number of the document whose name says that it counts students or events."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from counts_in(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from counts_in(part, name)
    elif isinstance(value, int) and not isinstance(value, bool):
        yield name, value


def small(document):
    named = ("participants", "comparison", "sets", "students", "measured", "in_result", "events")
    asides = ("unmatched", "unmeasurable", "already_served")
    return [(n, c) for n, c in counts_in(document) if n in (*named, *asides) and 1 <= c <= 10]


def test_counts_of_one_to_ten_are_the_word_hidden(evaluation):
    told = safe(_numbers(evaluation))
    assert small(told) == []
    assert json.loads(json.dumps(told)) == told


@pytest.mark.parametrize("unmatched", [1, 5, 10])
def test_a_hidden_part_takes_the_total_with_it(evaluation, unmatched):
    numbers = _numbers(evaluation)
    numbers["unmatched"] = unmatched
    flow = safe(numbers)["flow"]
    assert flow["unmatched"] == HIDDEN and flow["measured"] == HIDDEN


def test_the_ends_of_a_third_and_the_names_of_schools_are_not_told(evaluation):
    numbers = _numbers(evaluation)
    assert numbers["left_out"]["low_without"] is not None and len(numbers["dosage"][0]) == 4
    told = safe(numbers)
    assert set(told["left_out"]) == {"low", "high", "changes_sign"}
    assert [set(part) for part in told["dosage"]] == [{"students", "change"}] * 3


def test_one_small_group_hides_the_numbers_of_all_its_column(evaluation):
    numbers = _numbers(evaluation)
    numbers["subgroups"][0]["estimate"]["participants"] = 4
    told = safe(numbers)["subgroups"]
    assert {part["estimate"]["participants"] for part in told} == {HIDDEN}


def test_few_lost_students_are_not_a_share(evaluation):
    numbers = _numbers(evaluation)
    numbers["attrition"] |= {"participants_lost": 3, "participants": 0.02, "overall": 0.01}
    lost = safe(numbers)["attrition"]
    assert lost["participants"] == lost["overall"] == lost["differential"] == HIDDEN
    assert lost["verdict"] in ("low", "low_if_unrelated", "high")


def test_a_share_that_is_a_few_is_hidden_before_and_after(evaluation):
    numbers = _numbers(evaluation)
    numbers["question"]["kind"] = "yes_no"
    numbers["described"]["participants"] = 200
    numbers["described"]["details"] |= {"before": 40.0, "after": 2.0}
    told = safe(numbers)["described"]
    assert told["details"]["before"] == told["details"]["after"] == told["value"] == HIDDEN


def test_outcomes_beside_each_other_do_not_show_a_few_by_their_difference(evaluation):
    other = dataclasses.replace(
        evaluation,
        estimate=evaluation.estimate.with_(participants=evaluation.estimate.participants - 4),
    )
    told = without_differences({"first": evaluation, "second": other})
    assert not told["first"].about and told["second"].about
    fact = told["second"].finding.fact
    assert "about " in fact and str(other.estimate.participants) not in fact
    assert safe(_numbers(told["second"]))["estimate"]["participants"] % 10 == 0
    far = dataclasses.replace(
        evaluation,
        estimate=evaluation.estimate.with_(participants=evaluation.estimate.participants - 40),
    )
    assert not without_differences({"first": evaluation, "second": far})["second"].about


def test_the_number_served_shows_nobody_who_is_missing(evaluation):
    lost = dataclasses.replace(
        evaluation, attrition=dataclasses.replace(evaluation.attrition, participants_lost=1)
    )
    n = evaluation.estimate.participants
    far = without_differences_to_served({"a": lost}, {"years": {"2024-25": {"served": n + 40}}})["a"]
    assert far.withhold and not far.about
    near = without_differences_to_served({"a": lost}, {"years": {"2024-25": {"served": n + 4}}})["a"]
    assert near.withhold and near.about, "said in tens: how many were served is told elsewhere"
    assert without_differences_to_served({"a": evaluation}, None) == {"a": evaluation}


def test_numbers_left_aside_are_told_for_all_outcomes_or_for_none(evaluation):
    one = dataclasses.replace(evaluation, unmatched=25)
    two = dataclasses.replace(evaluation, unmatched=21)
    told = without_differences({"one": one, "two": two})
    assert all(each.withhold for each in told.values())
    assert safe(_numbers(told["one"]))["flow"]["unmatched"] == HIDDEN
    assert not any("25" in note for note in told["one"].finding.notes)
