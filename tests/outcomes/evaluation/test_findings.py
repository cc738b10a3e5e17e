"""What is said about a result, and that no result is said better or worse than another."""

import dataclasses
import json
import re

import pytest
from django.utils import translation

from outcomes.evaluation import findings
from outcomes.evaluation.estimates import EARLIER_DIFFER, FEW_SCHOOLS, Estimate
from outcomes.evaluation.evaluate import adjust_domain, adjust_primary, evaluate
from outcomes.evaluation.question import Question
from outcomes.evaluation.wording import change, decimals_for, number

from .worlds import school_totals, suspensions, world

QUESTION = Question("attendance", 3, (2, 1), earlier=0)


def estimate(value=1.4, low=0.2, high=2.6, p=0.03, **more):
    known = {"participants": 212, "comparison": 212, "sets": 212, "schools_participants": 9}
    known |= {"schools_comparison": 9, "detectable": 2.1, "se": 0.6, "df": 8}
    return Estimate("matched", "points", value, low, high, p=p, **{**known, **more})


@pytest.fixture(scope="module")
def whole():
    return evaluate(world(1, students=5000, schools=10), QUESTION)


def said(whole, found, **changes):
    return findings.finding(dataclasses.replace(whole, design="matched", estimate=found, **changes))


def test_the_estimate_is_one_sentence_with_its_interval(whole):
    assert said(whole, estimate()).fact == (
        "Among 212 matched pairs, attendance of participants changed 1.4 points more than that of similar "
        "students (interval 0.2 to 2.6)."
    )


def test_a_fall_is_said_as_openly(whole):
    assert said(whole, estimate(-1.4, -2.6, -0.2)).fact == (
        "Among 212 matched pairs, attendance of participants changed 1.4 points less than that of similar "
        "students (difference −1.4, interval −2.6 to −0.2)."
    )


@pytest.mark.parametrize(
    ("found", "better", "code"),
    [
        (estimate(), "higher", "favorable"),
        (estimate(), "lower", "unfavorable"),
        (estimate(-1.4, -2.6, -0.2), "higher", "unfavorable"),
        (estimate(0.4, -0.8, 1.6, p=0.4), "higher", "inconclusive"),
        (estimate(p_adjusted=0.06), "higher", "inconclusive"),
        (estimate(p=None, withheld=(FEW_SCHOOLS,)), "higher", "not_tested"),
        (estimate().without_p(EARLIER_DIFFER), "higher", "not_comparable"),
        (None, "higher", "descriptive"),
    ],
)
def test_the_verdict_follows_from_the_numbers_alone(found, better, code):
    assert findings.verdict(found, better) == code


def test_favorable_and_unfavorable_are_built_alike(whole):
    good, bad = said(whole, estimate()), said(whole, estimate(-1.4, -2.6, -0.2))
    assert bad.answer == good.answer.replace("Favorable", "Unfavorable").replace("better", "worse")
    assert (bad.certainty, bad.change_mind, bad.limit) == (good.certainty, good.change_mind, good.limit)


def test_inconclusive_says_what_could_have_been_detected(whole):
    found = said(whole, estimate(0.4, -0.8, 1.6, p=0.4))
    assert "could have detected a difference of 2.1 points or more" in found.certainty
    assert "about 40 of 100" in found.certainty


def test_too_few_schools_name_how_many_are_needed(whole):
    found = said(whole, estimate(p=None, withheld=(FEW_SCHOOLS,), schools_participants=3))
    assert "3 schools" in found.certainty and "5" in found.change_mind


def test_the_look_of_success_is_explained_where_none_is_shown():
    found = evaluate(world(4, students=5000, schools=10), QUESTION).finding
    assert found.verdict == "inconclusive"
    assert any("usually improve without any program" in note for note in found.notes)


def test_below_the_floors_only_a_description_is_left():
    result = evaluate(world(3, students=120, schools=6), QUESTION)
    found = result.finding
    assert result.estimate is None and found.verdict == "descriptive"
    assert "not an effect of the program" in found.fact
    assert "30 are needed" in found.change_mind


def test_every_stronger_design_is_answered_for():
    result = evaluate(world(3, students=120, schools=6), QUESTION)
    assert [reason.design for reason in result.not_possible] == ["staggered", "matched", "ancova"]
    assert len(result.finding.not_possible) == 3


STEPS = world(6, students=5000, schools=10, periods=6, entries=[3, 4, 5], chosen="yearly")
TECHNICAL = re.compile(
    r"\bp-value|significan|regression|coefficient|cluster|confidence|variance|null\b", re.I
)


@pytest.mark.parametrize(
    ("panel", "question"),
    [
        (world(1, students=5000, schools=10, effect=1.5), QUESTION),
        (STEPS, Question("attendance", 5, (2, 1))),
        (suspensions(1, ratio=0.6), Question("suspensions", 2, (1, 0), kind="count", better="lower")),
        (school_totals(1), Question("attendance", 2, (1, 0), units="schools")),
        (world(3, students=120, schools=6), QUESTION),
        (world(4, students=3000, schools=4), QUESTION),
        (world(5, students=8000, schools=10, chosen="hidden"), QUESTION),
    ],
)  # fmt: skip
def test_the_words_are_whole_plain_sentences(panel, question):
    found = evaluate(panel, question).finding
    words = [found.answer, found.fact, found.certainty, found.change_mind, *found.notes, *found.not_possible]
    for sentence in words:
        assert sentence[0].isupper() or sentence[0].isdigit()
        assert sentence.endswith(".") and "%(" not in sentence and "None" not in sentence
        assert not TECHNICAL.search(sentence), sentence


def test_the_whole_result_can_be_frozen(whole):
    frozen = json.loads(json.dumps(whole.as_dict()))
    assert frozen["estimate"]["value"] == pytest.approx(whole.estimate.value)
    assert frozen["methods_version"] >= 1


def test_two_primary_outcomes_are_adjusted_together(whole):
    both = adjust_primary(
        [dataclasses.replace(whole, estimate=estimate(p=p)) for p in (0.03, 0.04)]
        + [dataclasses.replace(whole, estimate=None)]
    )
    assert [e.estimate and e.estimate.p_adjusted for e in both] == [0.06, 0.06, None]
    assert [e.estimate.p for e in both[:2]] == [0.03, 0.04]
    domain = adjust_domain([dataclasses.replace(whole, estimate=estimate(p=p)) for p in (0.03, 0.04)])
    assert [e.estimate.p_adjusted for e in domain] == [0.04, 0.04]


def test_subgroups_keep_their_own_floors_and_are_adjusted_for_their_number():
    question = dataclasses.replace(QUESTION, subgroups=("grade",))
    result = evaluate(world(2, students=7000, schools=10), question)
    tested = [part for part in result.subgroups if part.estimate.p is not None]
    assert len(result.subgroups) == 5 and tested
    assert all(part.estimate.p_adjusted >= part.estimate.p for part in tested)


def test_other_windows_and_other_ways_stand_beside(whole):
    question = dataclasses.replace(QUESTION, other_windows={"one baseline": (3, (2,))})
    names = [r.name for r in evaluate(world(1, students=5000, schools=10), question).readings]
    assert names.count("window") == 1 and len(names) > 1
    assert whole.left_out.low <= whole.estimate.value <= whole.left_out.high


def test_numbers_are_rounded_as_people_round_and_in_their_language():
    assert (number(2.25), number(-0.04), number(-1.35), number(1234.0, 0)) == ("2.3", "0.0", "−1.4", "1234")
    assert decimals_for(0.04, 1.0) == 2
    assert change(-0.3, "points") == "fell by 0.3 points"
    with translation.override("es"):
        assert number(2.25) == "2,3"


def test_where_there_is_nobody_to_compare_it_says_so():
    everyone = world(1, students=600, schools=6).assign(participant=1, entry=3.0)
    result = evaluate(everyone, QUESTION)
    assert {reason.reason for reason in result.not_possible} == {"no_comparison"}
    nobody = everyone.assign(participant=0, entry=None)
    assert evaluate(nobody, QUESTION).finding.fact == "No participant has results both before and after."


def test_one_earlier_time_is_said_to_be_too_little():
    found = evaluate(world(1, students=4000, schools=8), Question("attendance", 3, (2,))).finding
    assert found.verdict == "one_time" and "one more time before" in found.change_mind


def test_attrition_is_counted_among_those_who_could_be_compared():
    panel = world(1, students=3000, schools=8)
    panel = panel[(panel["period"] < 3) | (panel["grade"] != 8) | (panel["participant"] == 1)]
    whole_grade_gone = evaluate(panel, QUESTION).attrition
    assert whole_grade_gone.comparison > 0.1
    elsewhere = panel["grade"] == 8
    panel.loc[elsewhere, ["participant", "entry"]] = [0, None]
    assert evaluate(panel, QUESTION).attrition.comparison == 0
