"""Infinite Campus: ad hoc exports."""

from datetime import date


def test_status_and_excuse_make_the_mark(hand_in, told, months):
    submission = hand_in(
        "student_attendance",
        "student.studentNumber,sch.number,attendance.date,attendance.code,attendance.status,attendance.excuse,"
        "attendance.periodName,attendance.minutesLate",
        [
            "1,0100001,09/03/2024,ILL,A,E,,",
            "1,0100001,09/04/2024,UNX,A,U,,",
            "1,0100001,09/05/2024,FT,A,X,,",
            "1,0100001,09/06/2024,UNK,A,K,,",
            "1,0100001,09/09/2024,TDY,T,U,,45",
            "1,0100001,09/10/2024,TDX,T,E,,45",
            "1,0100001,09/11/2024,OSS,A,E,,",
            "1,0100001,09/12/2024,UNX,A,U,P3,",
        ],
    )
    assert submission.recognized["layout"]["key"] == "infinite_campus_attendance"
    assert told(submission)["class_periods", "left_out"] == [9]
    # Exempt is no absence, unknown is unexcused, an excused lateness is no occasion of truancy.
    assert months() == {"2024-09": [(None, 100, 200, 100, 0, 1)]}


def test_enrollment(hand_in, told, enrolled):
    submission = hand_in(
        "student_enrollment",
        "student.studentNumber,sch.name,cal.schoolYear,grade,startDate,startStatus,endDate,endStatus",
        [
            "1,Alder School 1,24-25,06,08/14/2024,E1,,",
            "2,Alder School 2,24-25,KN,08/14/2024,E1,01/10/2025,T160",
        ],
    )
    assert told(submission) == {}
    assert [row[2:] for row in enrolled()] == [("06", ""), ("KN", "T160")]


def test_resolutions_by_the_states_codes(hand_in, told, actions):
    submission = hand_in(
        "student_discipline",
        "studentNumber,schoolNumber,resolutionStartDate,resolutionStateCode,resolutionLengthSchoolDays",
        ["1,0100001,09/03/2024,100,2", "1,0100001,09/09/2024,110,0.5", "2,0100001,09/09/2024,300,"],
        period="2024-25",
    )
    assert told(submission)["not_a_suspension", "left_out"] == [4]
    assert actions() == [(date(2024, 9, 3), "out", 200), (date(2024, 9, 9), "in", 50)]
