"""Aeries: queries over its tables, as a school's clerk runs and exports them."""

from datetime import date


def test_all_day_codes_are_summed_and_periods_are_not(hand_in, told, months):
    submission = hand_in(
        "student_attendance",
        "STU.SC,STU.ID,STU.LN,ATT.DT,ATT.AL,ATT.A1",
        [
            "0100001,501,Nemo,9/3/2024,U,",
            "0100001,501,Nemo,9/4/2024,X,",
            "0100001,501,Nemo,9/5/2024,,U",
            "0100001,501,Nemo,10/1/2024,S,",
            "0100001,502,Nemo,9/3/2024,A,",
            "0100001,502,Nemo,9/4/2024,T,",
            "0100001,502,Nemo,9/5/2024,Q,",
        ],
    )
    assert submission.recognized["layout"]["key"] == "aeries_attendance"
    assert "STU.LN" not in submission.recognized["columns"].values()
    # A day whose code nobody knows is an error and never a guess.
    assert told(submission) == {
        ("not_understood", "error"): [8],
        ("no_mark", "left_out"): [4],
        ("no_rate", "warning"): [2, 3, 5, 6, 7],
        ("enrollment_missing", "warning"): [2, 5, 6],
    }
    assert months() == {
        "2024-09": [(None, 0, 100, 0, 0, 0), (None, 100, 100, 0, 0, 0)],
        "2024-10": [(None, 0, 0, 100, 0, 0)],
    }


def test_enrollment_history(hand_in, told, enrolled):
    submission = hand_in(
        "student_enrollment",
        "ENR.ID,ENR.SC,ENR.YR,ENR.GR,ENR.ED,ENR.LD,ENR.ER",
        ["501,0100001,2024-25,0,8/14/2024,,", "502,0100001,2024-25,-1,8/14/2024,1/10/2025,E160"],
    )
    assert told(submission) == {}
    assert enrolled() == [
        (date(2024, 8, 14), None, "KN", ""),
        (date(2024, 8, 14), date(2025, 1, 10), "TK", "E160"),
    ]


def test_dispositions(hand_in, told, actions):
    submission = hand_in(
        "student_discipline",
        "ADS.PID,ADS.SCL,ADS.DT,DSP.DS,DSP.SD,DSP.DY",
        [
            "501,0100001,9/3/2024,SUS,9/4/2024,2",
            "501,0100001,9/20/2024,Detention,9/20/2024,",
            "502,0100001,10/1/2024,EXP,10/2/2024,",
        ],
        period="2024-25",
    )
    found = told(submission)
    assert found["not_a_suspension", "left_out"] == [3]
    assert not [each for each in found if each[1] == "error"]
    assert actions() == [(date(2024, 10, 2), "expulsion", None), (date(2024, 9, 4), "out", 200)]
