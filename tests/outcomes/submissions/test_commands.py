"""`manage.py submit` and `manage.py import`: the same path without a browser."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from outcomes.models import AttendanceMonth, Claim, Submission

FILE = """school,student_id,month,days_expected,days_excused,days_unexcused
0100001,1,2024-09,20,1,0
0100001,2,2024-09,20,0,0
0100001,3,2024-09,20,19,2
"""


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "september.csv"
    file.write_text(FILE)
    return file


def run(*arguments):
    """(exit code, JSON) of `manage.py submit ... --json`."""
    out, code = StringIO(), 0
    try:
        call_command("submit", *map(str, arguments), "--json", stdout=out)
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())


def by(world, role="data_coordinator", organization="alder"):
    person = world.person(role, world[organization])
    return ["--organization", "alder", "--dataset", "student_attendance", "--by", person.email]


def test_a_file_is_staged_and_its_outcome_printed(world, path):
    code, outcome = run(path, *by(world))
    assert code == 0
    assert {key: outcome[key] for key in ("state", "rows", "new", "changed", "unchanged", "removed")} == {
        "state": "staged",
        "rows": 3,
        "new": 2,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
    }
    problem = next(problem for problem in outcome["problems"] if problem["severity"] == "error")
    assert {key: problem[key] for key in ("reason", "count", "rows")} == {
        "reason": "absent_over_expected",
        "count": 1,
        "rows": [[4, 4]],
    }
    assert problem["message"].startswith("More days absent than expected.")
    assert not Claim.objects.filter(in_effect=True).exists()


def test_accept_brings_a_good_file_into_effect(world, path):
    path.write_text(FILE.replace("19,2", "1,2"))
    code, outcome = run(path, *by(world), "--accept")
    assert (code, outcome["state"], outcome["new"]) == (0, "accepted", 3)
    assert AttendanceMonth.objects.filter(claim_id__in=Claim.objects.filter(in_effect=True)).count() == 3
    code, outcome = run(path, *by(world), "--accept")
    assert (code, outcome["state"], outcome["new"], outcome["unchanged"]) == (0, "accepted", 0, 3)


def test_errors_keep_a_file_staged_and_say_why(world, path):
    code, outcome = run(path, *by(world), "--accept")
    assert (code, outcome["state"]) == (0, "staged")
    assert "leave those rows out" in outcome["refusal"]


def test_what_is_refused_exits_3(world, path):
    assert run(path, *by(world, "editor"))[0] == 3
    assert run(path, *by(world, organization="birch"))[0] == 3
    assert Submission.objects.count() == 0
    path.write_text("this,is\nanother,file\n")
    code, outcome = run(path, *by(world))
    assert (code, outcome["state"], outcome["problems"]) == (3, "refused", [])
    assert outcome["refusal"].endswith("Nothing was stored.")


def test_without_json_people_can_read_it(world, path):
    out = StringIO()
    call_command("submit", str(path), *by(world), stdout=out)
    assert "state: staged" in out.getvalue() and "error (1 rows): More days absent" in out.getvalue()


def test_nobody_is_guessed(world, path):
    arguments = by(world)
    arguments[-1] = "nobody@example.org"
    with pytest.raises(CommandError):
        call_command("submit", str(path), *arguments)
    with pytest.raises(CommandError):
        call_command("submit", str(path.with_name("missing.csv")), *by(world))


@pytest.mark.parametrize("missing", ["--organization", "--by", "--period"])
def test_import_refuses_without_organization_person_and_period(world, path, missing):
    arguments = {
        "--organization": "alder",
        "--by": world.person("data_coordinator").email,
        "--period": "2024-25",
    }
    del arguments[missing]
    given = [part for pair in arguments.items() for part in pair]
    with pytest.raises(CommandError, match=missing):
        call_command("import", "student_attendance", str(path), *given)
    with pytest.raises(CommandError):
        call_command("import", "outcomes.AttendanceMonth", str(path), *given, missing, "x")
    assert not Submission.objects.exists()


def test_import_with_all_three_takes_the_same_path(world, path):
    out = StringIO()
    given = ["--organization", "alder", "--by", world.person("data_coordinator").email, "--period", "2024-25"]
    call_command("import", "student_attendance", str(path), *given, "--json", stdout=out)
    assert json.loads(out.getvalue())["state"] == "staged"
    assert Submission.objects.get().period == "2024-25"
