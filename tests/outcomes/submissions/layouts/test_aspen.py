"""X2/Aspen: exports with the student's local id."""


def test_indicators_and_portions(hand_in, told, months):
    header = (
        "'STD_ID_LOCAL','SKL_SCHOOL_ID','ATT_DATE','ATT_ABSENT_IND','ATT_TARDY_IND','ATT_DISMISSED_IND',"
        "'ATT_EXCUSED_IND','ATT_PORTION_ABSENT','ATT_COMMENT'\n"
    )
    rows = [
        '"7","0100001","2024-09-03","1","0","0","1","1.0000","said \\"ILL\\""',
        '"7","0100001","2024-09-04","1","0","0","0","0.5000","NULL"',
        '"7","0100001","2024-09-05","0","1","0","0","0.0000","NULL"',
        '"7","0100001","2024-09-06","1","0","0","0","0.0000","NULL"',
        '"7","0100001","2024-09-09","0","0","1","0","NULL","NULL"',
    ]
    submission = hand_in("student_attendance", "", (header + "\n".join(rows)).encode())
    assert submission.recognized["layout"]["key"] == "aspen_attendance"
    found = told(submission)
    assert found["whole_days_assumed", "notice"] == [5]
    # Half a day away without an excuse is an occasion that truancy counts.
    assert months() == {"2024-09": [(None, 100, 150, 0, 0, 1)]}
