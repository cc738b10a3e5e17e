"""No query joins across students: two tables of students' rows meet by the student's key (DESIGN rule 9).

The whole way of the data is gone, from the file to a release, the erasure of one student, a purge, an evaluation's numbers
and its extract; each statement that names several of those tables is explained by PostgreSQL first, and each join of its plan that has
students' rows on both sides must be by the student.
"""

import json
import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from outcomes.distribution import student_tables
from outcomes.evaluation.extracts.actions import made, order_extract
from outcomes.evaluation.plans import run
from outcomes.evaluation.plans.actions import order_run
from outcomes.measures.models import StudentYear
from outcomes.measures.student_year import rebuild_stale
from outcomes.releases.build import build_release
from outcomes.releases.models import Release
from outcomes.retention.erase import erase_student
from outcomes.retention.purge import purge_due
from outcomes.submissions.withdraw import withdraw
from partnership.actions.admissions import admit_evaluator

from .evaluation.plans.conftest import (  # noqa: F401
    facts,
    locked,
    no_drawing,
    planner,
    program,
    schools,
    terms,
)
from .releases.conftest import charts, data  # noqa: F401
from .retention.conftest import over  # noqa: F401
from .submissions.conftest import accepted, hand_in  # noqa: F401

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="PostgreSQL tells how it joins"),
]
TABLES = re.compile("|".join(student_tables()))
# How a student is named on either side: by the key, by what a link makes of it, or by what a query calls that.
KEY = re.compile(r"\b(student_key|to_key|from_key|youth|key)\b")
CONDITIONS = ("Hash Cond", "Merge Cond", "Join Filter")
WITHIN = (*CONDITIONS, "Index Cond", "Recheck Cond", "Filter")


class Plan:
    def __init__(self, sql, root):
        self.sql, self.root = sql, root
        self.named = {node["Subplan Name"]: node for node in below(root) if node.get("Subplan Name")}

    def of_students(self, node, seen=()):
        """Whether rows of students come out of a node."""
        for each in below(node):
            if TABLES.fullmatch(each.get("Relation Name", "")):
                return True
            name = f"CTE {each.get('CTE Name')}"
            if name in self.named and name not in seen and self.of_students(self.named[name], (*seen, name)):
                return True
        return False

    def joins_across(self):
        """Joins and subqueries that bring students' rows together otherwise than by student, as text."""
        for node in below(self.root):
            parts = node.get("Plans", ())
            sides = [part for part in parts if part["Parent Relationship"] in ("Outer", "Inner")]
            if len(sides) == 2 and all(self.of_students(side) for side in sides):
                told = [node[name] for name in CONDITIONS if name in node]
                if node["Node Type"] == "Nested Loop":
                    told += [each[name] for each in below(sides[1]) for name in WITHIN if name in each]
                if not any(by_student(condition) for condition in told):
                    yield f"{node['Node Type']} {told}"
            for part in parts:
                if part["Parent Relationship"] == "SubPlan" and not node["Node Type"].startswith("CTE"):
                    if part.get("Subplan Name", "").startswith("CTE ") or not self.of_students(part):
                        continue
                    if self.of_students_apart_from(node, part) and not KEY.search(json.dumps(part)):
                        yield f"subquery of {node['Node Type']}"

    def of_students_apart_from(self, node, part):
        return self.of_students({**node, "Plans": [each for each in node["Plans"] if each is not part]})


def below(node):
    yield node
    for part in node.get("Plans", ()):
        yield from below(part)


def by_student(condition):
    """Whether one of the equations of a condition has a student's key on both sides."""
    return any(
        all(KEY.search(side) for side in equation.split(" = "))
        for equation in condition.split(" AND ")
        if " = " in equation
    )


@contextmanager
def explained():
    """[Plan] of each statement that names tables of students' rows more than once."""
    plans = []

    def look(execute, sql, params, many, context):
        if (
            not many
            and len(TABLES.findall(sql)) > 1
            and not sql.lstrip().upper().startswith(("CREATE", "COPY"))
        ):
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN (VERBOSE, FORMAT JSON) {sql}", params)
                plans.append(Plan(sql, cursor.fetchone()[0][0]["Plan"]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        yield plans


def across(plans):
    return [(problem, plan.sql) for plan in plans for problem in plan.joins_across()]


HEADER = "school_code,student_id,month,days_expected,days_excused,days_unexcused"


def test_the_whole_way_of_the_data_joins_by_student_alone(world, data, accepted):
    with explained() as plans:
        rows = [f"99100010100001,{n},2025-09,20,1,0" for n in range(1, 21)]
        accepted("student_attendance", HEADER, rows)
        rows[0] = rows[0].replace(",1,0", ",2,0")
        second = accepted("student_attendance", HEADER, rows)
        rebuild_stale()
        release = build_release(by=world.person("partnership_coordinator"), audience="public")
        assert isinstance(release, Release) and release.cells.exists()
        withdraw(second, by=second.created_by, why="A test.")
        rebuild_stale()
        erase_student(by=None, issuer=world["alder"], student_id="3", kind="local")
    assert joining(plans) > 3, "too few statements that join were met"
    assert across(plans) == []


def joining(plans):
    """How many of the plans bring several tables together."""
    return sum(len([node for node in below(plan.root) if "Relation Name" in node]) > 1 for plan in plans)


def test_a_purge_joins_by_student_alone(world, data, accepted, over):
    accepted("student_attendance", HEADER, [f"99100010100001,{n},2025-09,20,1,0" for n in range(1, 21)])
    rebuild_stale()
    for slug in ("alder", "birch", "open-door"):
        over(world[slug].agreements.get())
    before = StudentYear.objects.count()
    with explained() as plans:
        assert purge_due() > 0
        rebuild_stale()
    assert StudentYear.objects.count() < before
    assert joining(plans), "no statement that joins was met"
    assert across(plans) == []


def test_an_evaluation_and_its_extract_join_by_student_alone(world, facts, locked, planner):
    evaluator, last = world.person("evaluator"), timezone.localdate() + timedelta(days=9)
    for slug in ("alder", "open-door"):
        admit_evaluator(by=None, organization=world[slug], evaluator=evaluator, project="A", ends_on=last)
    with explained() as plans:
        assert run.compute(order_run(locked, by=planner)).result["outcomes"]
        extract = made(order_extract(locked, by=evaluator, project="A", expires_on=last))
        assert extract.rows
    assert joining(plans), "no statement that joins was met"
    assert across(plans) == []


def test_a_join_across_students_would_be_found():
    def found(sql):
        with explained() as plans, connection.cursor() as cursor:
            cursor.execute(sql)
        return across(plans)

    base = "SELECT count(*) FROM outcomes_enrollment a "
    assert found(base + "JOIN outcomes_studentyear b ON b.grade = a.grade")
    assert found(base + "CROSS JOIN outcomes_disciplineevent b")
    assert found(base + "WHERE a.grade IN (SELECT b.grade FROM outcomes_studentyear b WHERE b.sex = a.sex)")
    assert not found(
        base + "JOIN outcomes_studentyear b ON b.student_key = a.student_key AND b.grade = a.grade"
    )
    assert not found(base + "FULL JOIN outcomes_studentyear b USING (student_key)")
    assert not found(base + "WHERE a.student_key IN (SELECT b.student_key FROM outcomes_studentyear b)")
    assert not found(
        "WITH t AS MATERIALIZED (SELECT DISTINCT student_key FROM outcomes_engagement) "
        "SELECT count(*) FROM outcomes_studentyear s LEFT JOIN t ON t.student_key = s.student_key"
    )
    assert found(
        "WITH t AS MATERIALIZED (SELECT DISTINCT grade FROM outcomes_enrollment) "
        "SELECT count(*) FROM outcomes_studentyear s LEFT JOIN t ON t.grade = s.grade"
    )
