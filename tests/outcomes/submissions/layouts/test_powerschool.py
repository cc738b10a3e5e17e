"""PowerSchool SIS: exports of the Data Export Manager."""

from datetime import date


def test_a_register_tells_the_days_expected(hand_in, told, months):
    rows = [
        f"{student},0100001,2024-09-{day:02d},{code},{status},ATT_ModeDaily"
        for student, marks in (("1", ["", "", "E", "T"]), ("2", ["", "U", "", "FT"]))
        for day, code, status in (
            (day, code, "Absent" if code in ("E", "U") else "Present") for day, code in enumerate(marks, 3)
        )
    ]
    submission = hand_in(
        "student_attendance",
        "Student_Number,SchoolID,Att_Date,Att_Code,Presence_Status_CD,Att_Mode_Code",
        [*rows, "2,0100001,2024-09-03,U,Absent,ATT_ModeMeeting"],
    )
    assert submission.recognized["layout"]["key"] == "powerschool_attendance"
    # The period mark is no day; a present student's own code ("FT") is presence.
    assert told(submission)["class_periods", "left_out"] == [10]
    assert ("no_rate", "warning") not in told(submission)
    assert months() == {"2024-09": [(400, 0, 100, 0, 0, 0), (400, 100, 0, 0, 0, 0)]}


def test_period_attendance_alone_is_no_attendance_of_days(hand_in, told):
    submission = hand_in(
        "student_attendance",
        "Student_Number,SchoolID,Att_Date,Att_Code,Att_Mode_Code",
        ["1,0100001,2024-09-03,U,ATT_ModeMeeting", "1,0100001,2024-09-03,U,ATT_ModeMeeting"],
    )
    assert told(submission) == {("only_class_periods", "error"): [2, 3]}


def test_enrollment_with_its_grades_below_zero(hand_in, told, enrolled):
    submission = hand_in(
        "student_enrollment",
        "Student_Number,SchoolID,Grade_Level,EntryDate,ExitDate,ExitCode",
        ["1,0100001,-1,8/14/2024,6/7/2025,", "2,0100001,6,8/14/2024,6/7/2025,"],
        period="2024-25",
    )
    assert told(submission) == {}
    assert [grade for _first, _last, grade, _why in enrolled()] == ["06", "TK"]


def test_log_entries(hand_in, told, actions):
    submission = hand_in(
        "student_discipline",
        "Student_Number,SchoolID,Discipline_ActionDate,Discipline_ActionTaken,Discipline_DurationActual",
        ["1,0100001,9/3/2024,OSS,1.5", "2,0100001,9/3/2024,ISS,0.5", "2,0100001,9/4/2024,Parent Conference,"],
        period="2024-25",
    )
    assert told(submission)["not_a_suspension", "left_out"] == [4]
    assert actions() == [(date(2024, 9, 3), "in", 50), (date(2024, 9, 3), "out", 150)]
