"""Who goes to school in the demonstration county, and under which ids."""

from collections import Counter, defaultdict
from datetime import date

import numpy as np


def test_about_twenty_thousand_students_are_enrolled_each_year(history):
    for year in range(3):
        students = np.unique(history.enrollments.student[history.enrollments.in_year(year)])
        assert 19_500 <= len(students) <= 20_700


def test_students_grow_a_grade_older_each_year_and_do_not_come_back_after_the_twelfth(history):
    enrollments = history.enrollments
    grades = defaultdict(set)
    for student, year, grade in zip(
        enrollments.student.tolist(), enrollments.year.tolist(), enrollments.grade.tolist(), strict=True
    ):
        grades[student].add(grade - year)
    assert all(len(started) == 1 for started in grades.values())
    assert enrollments.grade.min() == 0 and enrollments.grade.max() == 12


def test_schools_teach_the_grades_they_are_for(history):
    enrollments, schools = history.enrollments, history.county.schools
    taught = set(zip(enrollments.school.tolist(), enrollments.grade.tolist(), strict=True))
    assert all(grade in schools[school].grades for school, grade in taught)
    assert {school for school, _ in taught} == set(range(60))


def test_some_students_move_leave_or_arrive_in_the_middle_of_a_year(history):
    enrollments = history.enrollments
    stays = Counter(zip(enrollments.student.tolist(), enrollments.year.tolist(), strict=True))
    assert 1000 < sum(number == 2 for number in stays.values()) < 3000
    assert max(stays.values()) == 2
    assert {"transferred", "moved_out_of_county", "private_school", "expelled"} <= set(
        enrollments.exit_reason
    )
    left = ~np.isnat(enrollments.exit)
    assert (enrollments.exit[left] >= enrollments.entry[left]).all()


def test_the_same_local_id_is_two_students_in_two_districts(history):
    enrollments, schools = history.enrollments, history.county.schools
    children = defaultdict(set)
    districts = [schools[school].district for school in enrollments.school.tolist()]
    for district, local_id, student in zip(
        districts, enrollments.local_id.tolist(), enrollments.student.tolist(), strict=True
    ):
        children[district, local_id].add(student)
    assert all(len(students) == 1 for students in children.values()), "within a district an id is one child"
    marisol = {local_id for district, local_id in children if district == "marisol-unified"}
    las_garzas = {local_id for district, local_id in children if district == "las-garzas-unified"}
    assert len(marisol & las_garzas) > 1000
    assert any(local_id.startswith("00") for _, local_id in children)


def test_a_child_keeps_its_id_in_a_district_over_the_years(history):
    enrollments, schools = history.enrollments, history.county.schools
    ids = defaultdict(set)
    for school, student, local_id in zip(
        enrollments.school.tolist(), enrollments.student.tolist(), enrollments.local_id.tolist(), strict=True
    ):
        ids[schools[school].district, student].add(local_id)
    assert all(len(issued) == 1 for issued in ids.values())


def test_state_ids_are_ten_digits_that_begin_with_99(history):
    state_ids = history.students.state_id.tolist()
    assert len(set(state_ids)) == len(state_ids)
    assert all(len(number) == 10 and number.isdigit() and number.startswith("99") for number in state_ids)


def test_there_are_siblings_twins_and_double_surnames(history):
    students = history.students
    homes = defaultdict(list)
    for at, household in enumerate(students.household.tolist()):
        homes[household].append(at)
    families = [home for home in homes.values() if len(home) > 1]
    assert len(families) > 3000
    twins = 0
    for home in families:
        assert len({students.first_name[at] for at in home}) == len(home)
        assert len({students.last_name[at].replace("-", " ") for at in home}) == 1
        births = Counter(students.birth_date[home].tolist())
        twins += max(births.values()) > 1
    assert twins > 100
    names = students.last_name.tolist()
    assert sum(" " in name for name in names) > 1000
    assert sum("-" in name for name in names) > 200


def test_children_are_as_old_as_their_grade(history):
    enrollments, students = history.enrollments, history.students
    stays = enrollments.in_year(0)
    born = students.birth_date[enrollments.student[stays]]
    turned_five = (born.astype("datetime64[Y]").astype(int) + 1970) + 5
    assert (np.abs((2023 - enrollments.grade[stays]) - turned_five) <= 1).all()
    kindergarten = born[enrollments.grade[stays] == 0]
    assert kindergarten.min().item() >= date(2017, 9, 1)
    assert kindergarten.max().item() <= date(2018, 9, 2)


def test_small_groups_exist_so_that_cells_have_to_be_hidden(history):
    enrollments, students = history.enrollments, history.students
    stays = enrollments.in_year(1)
    cells = Counter(
        zip(
            enrollments.school[stays].tolist(),
            students.race_ethnicity[enrollments.student[stays]].tolist(),
            strict=True,
        )
    )
    assert sum(1 <= size <= 10 for size in cells.values()) > 50
    schools = Counter(enrollments.school[stays].tolist())
    assert min(schools.values()) < 100
