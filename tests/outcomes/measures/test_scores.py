"""Whose score rose from before to after, by survey and program, against loops over the same rows."""

import html
import random
from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from outcomes.measures.calculate import counts_of, value_of
from outcomes.measures.cube import Where
from outcomes.measures.definition import definition
from outcomes.measures.effect import effects
from outcomes.measures.programs import count_programs
from outcomes.models import Claim, Engagement, StudentLink, StudentResult
from outcomes.releases.auditing.audit import audit_releases
from outcomes.releases.build import build_release
from outcomes.releases.tables import rows
from partnership.models import User
from programs.actions.programs import add_program

from ..factories import claim, engage, school_year_of_data
from ..releases.conftest import publish
from .slow import half_up

YEAR = "2024-25"
SCALE = "1 to 5"
ROSE = definition("scores_rose")


@pytest.fixture
def programs(world):
    camp = add_program(
        by=None,
        name="Summer Camp",
        slug="camp",
        strategy="opportunities_provision",
        owners=[world["open-door"]],
    )
    return {"mentoring": world.programs["mentoring"], "camp": camp}


def scores(world, program, survey, given, year=YEAR):
    """given: [(youth, wave, score in hundredths or None, scale)]"""
    made = claim(world, "student_scores", program, year)
    Claim.objects.filter(pk=made.pk).update(family=survey.casefold())
    StudentResult.objects.bulk_create(
        StudentResult(
            claim_id=made.pk,
            student_key=youth,
            item=survey,
            wave=wave,
            value=value,
            unit=scale,
            status="not_reported" if value is None else "reported",
        )
        for youth, wave, value, scale in given
    )
    return made


def pairs(befores, afters):
    """Rows of youth 1, 2 ... with these scores before and after."""
    return [
        (youth, wave, value, SCALE)
        for wave, values in (("pre", befores), ("post", afters))
        for youth, value in enumerate(values, 1)
    ]


def found():
    claims = Claim.objects.filter(in_effect=True, program__isnull=False).select_related("program")
    return count_programs(claims, [YEAR])


def told(counted):
    """{(program, survey): (rose, with both)}"""
    return {
        (where.place, where.group): (numbers["scores_rose"][0], numbers["scores_paired"][0])
        for where, numbers in counted.items()
        if "scores_paired" in numbers
    }


def test_by_hand(world, programs):
    scores(
        world,
        programs["mentoring"],
        "School connectedness",
        [
            *pairs([300, 300, 300, 200], [301, 300, 250, None]),
            (5, "pre", 100, SCALE),  # nothing after
            (6, "pre", 100, SCALE),
            (6, "post", 400, "0 to 100"),  # on another scale
            (7, "pre", 200, "grade points"),
            (7, "post", 300, "grade points"),  # grades
            (8, "pre", 100, SCALE),
            (8, "follow_up", 400, SCALE),  # half a year later
        ],
    )
    scores(world, programs["mentoring"], "Hope + trust", pairs([100], [200]))
    scores(world, programs["camp"], "School Connectedness", pairs([100], [200]))
    assert told(found()) == {
        ("campus-mentors", "School Connectedness"): (1, 3),
        ("campus-mentors", "Hope ＋ trust"): (1, 1),
        ("camp", "School Connectedness"): (1, 1),
    }, "one name of a survey, whatever its capitals; nothing of all surveys or programs together"


def test_a_code_and_an_id_of_one_youth_are_one_youth_and_who_said_no_is_in_no_number(world, programs):
    scores(world, programs["mentoring"], "Hope", [*pairs([200, 200], [300, 300]), (900, "post", 100, SCALE)])
    assert told(found()) == {("campus-mentors", "Hope"): (2, 2)}
    StudentLink.objects.create(
        from_key=900, to_key=1, organization=world["alder"], linked_by=User.objects.first()
    )
    assert told(found()) == {("campus-mentors", "Hope"): (1, 2)}, "of two scores after, both are above"
    made = claim(world, "program_roster", programs["mentoring"], YEAR)
    Engagement.objects.create(
        claim_id=made.pk, student_key=2, entry_date=date(2024, 9, 1), consent="declined"
    )
    assert told(found()) == {("campus-mentors", "Hope"): (0, 1)}


@pytest.mark.parametrize("seed", range(4))
def test_any_rows(world, programs, seed):
    draw, given, said_no = random.Random(seed), {}, set()
    for name, program in programs.items():
        consents = {youth: draw.choice(["given", "", "declined"]) for youth in range(1, 20)}
        said_no |= {(name, youth) for youth, consent in consents.items() if consent == "declined"}
        engage(world, program, YEAR, consents)
        for survey in ("Hope", "Trust"):
            given[name, survey] = [
                (youth, wave, draw.choice([None, 100, 150, 200]), draw.choice([SCALE] * 5 + ["percent"]))
                for youth in range(1, 25)
                for wave in ("pre", "post", "follow_up")
                if draw.random() < 0.7
            ]
            scores(world, program, survey, given[name, survey])
    counted = found()
    for (name, survey), some in given.items():
        before = {youth: (value, scale) for youth, wave, value, scale in some if wave == "pre" and value}
        after = {youth: (value, scale) for youth, wave, value, scale in some if wave == "post" and value}
        both = [
            youth
            for youth in before.keys() & after.keys()
            if before[youth][1] == after[youth][1] and (name, youth) not in said_no
        ]
        rose = [youth for youth in both if after[youth][0] > before[youth][0]]
        numbers = counted[Where(YEAR, programs[name].slug, "instrument", survey)]
        counts = counts_of(ROSE, numbers)
        assert (counts.numerator, counts.denominator) == (len(rose), len(both))
        assert (counts.students, counts.involved, counts.others) == (
            len(both),
            len(rose),
            len(both) - len(rose),
        )
        assert Fraction(value_of(ROSE, counts)) == half_up(Fraction(100 * len(rose), len(both)), 1)


def test_the_cost_is_the_same_for_any_number_of_youth_and_surveys(world, programs, django_assert_num_queries):
    for size in (2, 30):
        Claim.objects.update(in_effect=False)
        for program in programs.values():
            for survey in range(size):
                scores(world, program, f"Survey {survey}", pairs([100] * size, [200] * size))
        with django_assert_num_queries(3):
            assert len(told(found())) == 2 * size


@pytest.fixture
def with_scores(world, programs):
    """Two surveys of 60 youth, 25 of whom rose in one and 4 in the other; a year of a school beside them."""
    youth = range(1, 61)
    school_year_of_data(world, world.places["alder-1"], YEAR, list(youth))
    engage(world, programs["mentoring"], YEAR, youth)
    for survey, rose in (("Hope", 25), ("Trust", 4)):
        scores(
            world,
            programs["mentoring"],
            survey,
            pairs([200] * 60, [300 if n <= rose else 100 for n in youth]),
        )
    return world


@pytest.mark.parametrize("of_program", [True, False])
def test_a_release_tells_each_survey_of_a_program_and_hides_the_few(with_scores, client, of_program):
    coordinator = with_scores.person("partnership_coordinator")
    program = with_scores.programs["mentoring"] if of_program else None
    release = publish(with_scores, build_release(by=coordinator, program=program), coordinator)
    table = rows(release, release.cells.filter(measure="scores_rose"))
    assert [(row.place, row.dimension, row.group, row.state, row.kind) for row in table] == [
        ("campus-mentors", "instrument", "Hope", "published", "survey"),
        ("campus-mentors", "instrument", "Trust", "at_most", "survey"),
    ]
    assert (table[0].numerator, table[0].denominator, str(table[0].value)) == (25, 60, "41.7")
    assert (table[1].numerator, table[1].denominator) == (None, 60), "four of sixty"
    assert (table[0].reported, table[0].group_title) == (1, "Hope")
    findings = audit_releases()
    assert findings.cells and findings.passed
    client.force_login(coordinator)
    address = reverse("workspace:release_measure", args=[release.slug, "scores_rose"])
    page = html.unescape(client.get(address).content.decode())
    assert "41.7" in page and "a survey" in page and "By group: Survey" in page
    assert client.get(reverse("workspace:release", args=[release.slug])).status_code == 200


def test_a_preview_says_what_each_survey_would_tell(with_scores):
    made = scores(with_scores, with_scores.programs["mentoring"], "Courage", pairs([100, 100], [200, 50]))
    made.submission.claims.update(in_effect=False)
    made.submission.dataset = "student_scores"
    told = {one.title: (one.before, str(one.after)) for one in effects(made.submission)}
    assert told["Scores that rose: Courage"] == (None, "50.0")
    assert told["Scores that rose: Hope"][1] == "41.7"
