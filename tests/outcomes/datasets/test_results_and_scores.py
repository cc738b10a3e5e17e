"""Challenge results and scores: kinds of missing, one file beside another, pairs of before and after."""

from outcomes.models import StudentResult
from outcomes.submissions.rows import rows_in_effect

CHALLENGE = "student_id,challenge,result,reason"
SCORES = "student_id,instrument,wave,score,letter_grade,scale"


def results(key):
    return sorted(rows_in_effect(key).values_list("item", "wave", "status", "value", "unit"))


def test_three_results_and_never_a_fourth(accepted, hand_in):
    accepted(
        "challenge_results",
        ["1,,Yes,", "2,,Not met,unexcused absence", "3,,NM,enrolled in March", "4,,not measurable,"],
        header=CHALLENGE,
    )
    statuses = list(rows_in_effect("challenge_results").values_list("status", flat=True).order_by("status"))
    assert statuses == ["earned", "not_earned", "not_measurable", "not_measurable"]
    submission = hand_in("challenge_results", ["5,,maybe,"], header=CHALLENGE)
    assert submission.problems.get(severity="error").reason == "not_understood"


def test_each_challenge_of_a_year_stands_beside_the_other(accepted):
    accepted("challenge_results", ["1,Spring,earned,", "2,Spring,no,"], header=CHALLENGE)
    accepted("challenge_results", ["1,Fall,earned,"], header=CHALLENGE)
    again = accepted("challenge_results", ["1,SPRING,no,"], header=CHALLENGE)
    assert (again.new, again.removed) == (1, 2)
    assert sorted(rows_in_effect("challenge_results").values_list("item", "status")) == [
        ("Fall", "earned"),
        ("SPRING", "not_earned"),
    ]


def test_scores_grades_and_what_is_missing(accepted):
    submission = accepted(
        "student_scores",
        [
            "1,Connectedness,Pre,2.25,,1 to 5",
            "1,Connectedness,Post,3.5,,1 to 5",
            "2,Connectedness,Pre,4,,1 to 5",
            "2,Connectedness,Post,n/a,,1 to 5",
            "3,Math,Quarter 1,,B+,",
            "3,Math,Q2,,F,",
        ],
        header=SCORES,
    )
    assert results("student_scores") == [
        ("Connectedness", "post", "not_applicable", None, "1 to 5"),
        ("Connectedness", "post", "reported", 350, "1 to 5"),
        ("Connectedness", "pre", "reported", 225, "1 to 5"),
        ("Connectedness", "pre", "reported", 400, "1 to 5"),
        ("Math", "q1", "reported", 330, "grade points"),
        ("Math", "q2", "reported", 0, "grade points"),
    ]
    pairs = submission.problems.get(reason="without_pair").detail
    assert (pairs["pairs"], pairs["alone"]) == (1, 1)


def test_grades_do_not_take_the_survey_away(accepted):
    accepted("student_scores", ["1,Connectedness,Pre,2,,"], header=SCORES)
    accepted("student_scores", ["1,Math,Q1,,A,"], header=SCORES)
    assert [each[0] for each in results("student_scores")] == ["Connectedness", "Math"]
    accepted("student_scores", ["1,Connectedness,Pre,3,,"], header=SCORES)
    assert StudentResult.objects.count() == 3 and len(results("student_scores")) == 2
