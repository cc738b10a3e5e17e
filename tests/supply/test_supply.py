import json

import pytest

from . import bill, dependencies, secrets

LEAKS = {
    "a private key": "-----BEGIN RSA PRIV" + "ATE KEY-----",
    "an access key of Amazon": "id = AKIA" + "ABCDEFGHIJKLMNOP",
    "an upload token of this platform": "put_" + "a" * 43,
    "a password within an address": "postgres://app:" + "hunter2@db.example.org/x",
    "a key written into a setting": "SECRET_KEY=" + "aB3" * 10,
}


@pytest.mark.parametrize("what", LEAKS)
def test_a_secret_is_found_and_named_without_its_value(what):
    assert secrets.found_in("first line\n" + LEAKS[what]) == [(2, what)]
    assert not secrets.found_in(LEAKS[what] + "  # not-a-secret")


@pytest.mark.parametrize(
    "line",
    [
        "postgres://postgres@127.0.0.1:5432/postgres",
        'SECRET_KEY = env("SECRET_KEY")',
        "https://example.org/a:b@c",
    ],
)
def test_what_only_looks_like_one_is_let_be(line):
    assert not secrets.found_in(line)


def test_nothing_that_git_keeps_holds_a_secret(capsys):
    assert secrets.main() == 0, capsys.readouterr().out


def test_the_bill_names_every_locked_package_once():
    made = bill.bill()
    pinned = [
        line.split("==")[0]
        for line in bill.ROOT.joinpath("requirements.txt").read_text().split("\n")
        if "==" in line and line[0].isalnum()
    ]
    assert [component["name"] for component in made["components"]] == pinned
    assert all(component["properties"] for component in made["components"])
    assert json.loads(json.dumps(made)) == made


def test_tests_run_on_what_production_runs_on():
    """All but patsy, which an oracle holds back and no code of ours calls."""
    production, tested = (
        dict(package[:2] for package in bill.locked(bill.ROOT / name))
        for name in ("requirements.txt", "requirements-dev.txt")
    )
    assert {name for name in production if tested[name] != production[name]} <= {"patsy"}


def test_a_known_weakness_fails_unless_it_is_accepted(monkeypatch):
    packages = [("a", "1.0", []), ("b", "2.0", [])]
    answers = {"pkg:pypi/a@1.0": [], "pkg:pypi/b@2.0": ["PYSEC-1"]}

    def ask(addresses):
        return [answers[address] for address in addresses]

    assert dependencies.weaknesses(packages, ask) == ["b 2.0: PYSEC-1"]
    monkeypatch.setitem(dependencies.ACCEPTED, "PYSEC-1", "we do not use that part")
    assert not dependencies.weaknesses(packages, ask)
