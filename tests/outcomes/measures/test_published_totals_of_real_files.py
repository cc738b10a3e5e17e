"""Every rate that the public files print is computed again from the counts that the platform keeps of them.

It comes out to the digit printed, as students per hundred; or the row is among those of a sentence on the submission's
page that says why not, and what that sentence says is true of the row. A cell at a time, with fractions.
"""

import csv
import html
import io
import math
import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from django.urls import reverse

from outcomes.datasets import DATASETS
from outcomes.models import Claim, SchoolTotal
from outcomes.submissions.accept import accept
from outcomes.submissions.journey import stage_now
from outcomes.submissions.presenter import problem_sentence
from outcomes.submissions.receive import receive
from tests.conftest import REAL_FILES
from tests.outcomes import public_files

pytestmark = [
    pytest.mark.real_files,
    pytest.mark.skipif(
        not REAL_FILES.is_dir(), reason="the public sample files are not beside this checkout"
    ),
]
KIRBY = "california/cde_suspension_dorothy_kirby_macroman.csv"
KIRBY_BY_RACE = "california/cde_suspension_dorothy_kirby_race.csv"
OAKLAND = "california/oakland_dataquest_2014_15.csv"
# {file: rates that it prints}
CONNECTICUT = {
    "connecticut/ct_chronic-absenteeism__2019-20_race.csv": 535,
    "connecticut/ct_suspension-rates__2016-17_race.csv": 397,
    "connecticut/ct_suspension-rates__2019-20_race.csv": 350,
}
RATES_ONLY = "connecticut/ct_chronic-absenteeism__2015-16_race.csv"
GROUPS = {
    "English Learners": "english_learner",
    "Female": "female",
    "Foster": "foster",
    "Homeless": "homeless",
    "Male": "male",
    "Socioeconomically Disadvantaged": "disadvantaged",
    "Students with Disabilities": "disability",
    "Total": "all",
    **public_files.RACES,
}
# What each sentence about a rate says, as something that can be true of a row or not.
TRUE_OF = {
    "rate_is_fraction": lambda row: row.rounded(row.share) == row.printed,
    "rate_padded": lambda row: row.text.endswith("0") and row.rounded(100 * row.share, 1) == row.printed,
    "rate_rounded_half": lambda row: row.share * 2000 % 2 == 1,
    "rate_of_events": lambda row: row.rounded(100 * Fraction(row.events, row.whole)) == row.printed,
    "rate_disagrees": lambda row: row.rounded(100 * row.share) != row.printed,
    "rate_alone": lambda row: row.whole is None and row.students is not None,
}


@dataclass
class Printed:
    """One rate of a file, and what is kept of its row. number: the row of the spreadsheet. text: without %."""

    number: int
    text: str
    whole: int | None
    students: int | None
    events: int | None = None

    @property
    def printed(self):
        return Decimal(self.text)

    @property
    def share(self):
        return Fraction(self.students, self.whole)

    def rounded(self, exact, fewer=0):
        """Half up, to the digits that the file prints, or fewer."""
        digits = len(self.text.partition(".")[2]) - fewer
        return Decimal(int(exact * 10**digits + Fraction(1, 2))).scaleb(-digits)

    @property
    def comes_out(self):
        return self.whole is not None and self.rounded(100 * self.share) == self.printed


@pytest.fixture
def taken_in(world):
    """Hand in a file and accept it: California's for the county office, Connecticut's for an office of the state."""

    def taken_in(path):
        organization = world["county-office"]
        if path.startswith("connecticut/"):
            organization = public_files.connecticut()
        submission = receive(
            by=world.person("data_coordinator", organization),
            organization=organization,
            dataset="school_totals",
            period="",
            name=path.rpartition("/")[2],
            content=(REAL_FILES / path).read_bytes(),
            in_background=False,
        )
        submission = stage_now(submission)
        return submission if submission.refusal else accept(submission, by=submission.created_by)

    return taken_in


def kept():
    """{(place code, school year, group): {element: count}} of what counts now."""
    claims = {
        claim.pk: (claim.place.code, claim.period)
        for claim in Claim.objects.filter(in_effect=True).select_related("place")
    }
    found = {}
    for fact in SchoolTotal.objects.filter(claim_id__in=claims):
        found.setdefault((*claims[fact.claim_id], fact.group), {})[fact.element] = fact.count
    return found


def lines(path, encoding="utf-8"):
    return (REAL_FILES / path).read_bytes().decode(encoding)


def kirby(path, encoding, header):
    found = kept()
    for number, row in enumerate(csv.DictReader(io.StringIO(lines(path, encoding))), 2):
        if row[header] != "*":
            group = GROUPS[row["ReportingCategory_Description"]]
            counts = found["19101990121905", row["AcademicYear"], group]
            yield Printed(
                number, row[header], counts["enrollment"], counts["suspended"], counts["suspensions"]
            )


def oakland():
    found = kept()
    for number, row in enumerate(csv.DictReader(io.StringIO(lines(OAKLAND))), 2):
        district, school = re.search(r"--(\d{7})-(\d{7})\.csv$", row["filename"]).groups()
        # Nonpublic schools are no schools of the registry and are left out, as the page says.
        if row["SuspensionRate"] != "*" and school != "0000001":
            counts = found[district + school, "2014-15", GROUPS[row["Ethnicity"]]]
            text = row["SuspensionRate"].rstrip("%")
            yield Printed(number, text, counts["enrollment"], counts["suspended"], counts["suspensions"])


def connecticut(path):
    found, year = kept(), path.split("__")[1][:7]
    element = "chronically_absent" if "chronic" in path else "sanctioned"
    for number, row in enumerate(csv.reader(io.StringIO(lines(path))), 1):
        if len(row) == 5 and re.fullmatch(r"[\d.]+", row[4]):
            counts = found["CT-" + row[1].strip('="'), year, GROUPS[row[2]]]
            assert not {"enrollment", "chronic_eligible"} & counts.keys(), "then it could be computed"
            yield Printed(number, row[4], None, counts[element])


def page_of(submission, client):
    client.force_login(submission.created_by)
    return html.unescape(client.get(reverse("workspace:submission", args=[submission.pk])).content.decode())


def explained(submission, client):
    """{reason: row numbers} of the sentences about rates that stand on the submission's page."""
    page, found = page_of(submission, client), {}
    for problem in submission.problems.filter(reason__startswith="rate_"):
        sentence = problem_sentence(problem, DATASETS["school_totals"])
        assert sentence in page
        numbers = found.setdefault(problem.reason, set())
        numbers.update(n for first, last in problem.rows for n in range(first, last + 1))
    return found


def check(rows, said):
    """{what became of a rate: how many}: of all printed, those that come out as printed, those of each sentence."""
    told = Counter(printed=0, comes_out=0)
    for row in rows:
        reasons = {reason for reason, numbers in said.items() if row.number in numbers}
        for reason in reasons:
            assert TRUE_OF[reason](row), (reason, row)
        assert row.comes_out or reasons, f"{row} does not come out, and nothing on the page says so"
        told.update(reasons)
        told.update({"printed": 1, "comes_out": int(row.comes_out)})
    assert {reason: len(numbers) for reason, numbers in said.items()} == {
        reason: told[reason] for reason in said
    }, "a sentence about a rate that is not printed"
    return dict(told)


@pytest.mark.parametrize(
    "path, encoding, header, between",
    [
        (KIRBY, "mac_roman", "Suspension Rate (Total)", {}),
        (KIRBY_BY_RACE, "utf-8", "Suspension Rate [%] (Total)", {"rate_rounded_half": 1}),
    ],
)
def test_the_two_files_of_the_kirby_school_print_fractions_and_the_page_says_so(
    taken_in, client, path, encoding, header, between
):
    submission = taken_in(path)
    rates = list(kirby(path, encoding, header))
    assert check(rates, explained(submission, client)) == {
        "printed": len(rates),
        "comes_out": 0,
        "rate_is_fraction": len(rates),
        **between,
    }
    assert len(rates) == {KIRBY: 44, KIRBY_BY_RACE: 21}[path]


def test_oakland_prints_one_digit_more_than_was_computed_and_the_page_says_so(taken_in, client):
    """0.60 % for 4 of 700: to the two digits printed 226 of 415 come out, to the one computed all of them."""
    submission = taken_in(OAKLAND)
    assert check(oakland(), explained(submission, client)) == {
        "printed": 415,
        "comes_out": 226,
        "rate_padded": 415,
        "rate_rounded_half": 4,
    }


@pytest.mark.parametrize("path, number", CONNECTICUT.items())
def test_connecticut_prints_rates_of_students_whom_it_does_not_count_and_the_page_says_so(
    taken_in, client, path, number
):
    """What can be asked of such a rate: whether its count gives it for any whole number of students."""
    submission = taken_in(path)
    rates = list(connecticut(path))
    assert check(rates, explained(submission, client)) == {
        "printed": number,
        "comes_out": 0,
        "rate_alone": number,
    }
    for row in rates:
        step = Fraction(1, 20)
        fewest = max(1, math.ceil(100 * row.students / (Fraction(row.printed) + step)))
        assert 100 * Fraction(row.students, fewest) >= Fraction(row.printed) - step, row


def test_connecticut_of_2015_16_prints_rates_only_and_is_refused_with_the_reason(taken_in, client):
    submission = taken_in(RATES_ONLY)
    assert not submission.claims.exists()
    assert "A percentage without its counts cannot be recomputed" in page_of(submission, client)
