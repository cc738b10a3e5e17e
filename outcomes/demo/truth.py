"""What is planted in the demonstration's data, so that every finding can be held against the truth.

**How a day is lost.** Every student misses each expected day with a chance of its own (on the logit scale):
the school's level, the grade, the month, what stays with the child and the household over the years, and
shocks that pass: one for the school year, one for the autumn or the spring, one for the month. About half
of the differences between students in a year pass. Suspensions work alike: a rate with a lasting and a
passing part, and the lasting part goes along with absence.

**How participants are chosen.** By what schools saw: the year (or the autumn) before entry, `chosen_for`
below, sharper or softer. So most participants would have had a better year anyway (regression to the mean),
and a comparison of before and after shows a gain for programs that do nothing. Selection looks at nothing
that the submitted files do not hold; a design that adjusts for, or matches on, attendance, unexcused days
and suspensions of the year before can recover the truth.

**What a program does.** From the month after entry to the last day of the data, whether or not the youth
stays in the program (intent to treat) and whatever the consent to use its data:

* `attendance_points` is taken off the chance of missing a day (1.8 points: 0.018), which never falls below
  `LOWEST_CHANCE`; for the few months in which it would, the gain is smaller. `History.realized` holds what
  was really gained, averaged over the expected days of each program's participants after entry.
* `suspension_rate_ratio` multiplies the suspension rate.

Nothing else differs between participants and others. A student is in one program only, except for some
families of Families and Faculty who also entered the challenge.

| program | truth | what a reader should find |
| --- | --- | --- |
| Morning Mentors | +1.8 points, rate ratio 0.7 | works |
| Back to Class Outreach | nothing | before and after look splendid, the comparison shows nothing |
| County Youth Sports League | nothing | before and after look flat as well: students signed up for themselves |
| Open Gate After-School Studio | +1.0 point | 14 youth: too few to say |
| the other four | +0.3 to +0.8 points | small gains, with wide intervals |

**What is missing.** `MISSING` names it: a district whose last two months have not come, and its last
discipline file neither; a school that never reports discipline; a program whose owner's agreement lapsed,
so that no roster came for the last year.
"""

from dataclasses import dataclass

LOWEST_CHANCE = 0.003


@dataclass(frozen=True)
class Truth:
    """A program's true effect. `verdict`: works, nothing_but_looks_good, nothing, too_small, modest.

    attendance_points: percentage points of attendance gained. chosen_for: bad_year, unexcused_absences,
    bad_autumn, or signed_up (whoever wanted to).
    """

    program: str
    attendance_points: float
    suspension_rate_ratio: float
    chosen_for: str
    verdict: str


TRUTHS = {
    truth.program: truth
    for truth in (
        Truth("morning-mentors", 1.8, 0.7, "bad_year", "works"),
        Truth("kinwork-case-management", 0.8, 0.85, "bad_year", "modest"),
        Truth("home-stretch-challenge", 0.6, 0.9, "bad_autumn", "modest"),
        Truth("youth-sports-league", 0.0, 1.0, "signed_up", "nothing"),
        Truth("families-and-faculty", 0.3, 1.0, "bad_year", "modest"),
        Truth("back-to-class-outreach", 0.0, 1.0, "unexcused_absences", "nothing_but_looks_good"),
        Truth("after-school-studio", 1.0, 1.0, "bad_year", "too_small"),
        Truth("summer-academy", 0.5, 1.0, "bad_year", "modest"),
    )
}


@dataclass(frozen=True)
class Missing:
    """What the demonstration's files leave out.

    late_district: slug; its attendance of `late_year` ends `late_months` early and its discipline file of
    that year has not come. silent_school: name; never in a discipline file. no_roster: (program, year).
    """

    late_district: str = "quillby-unified"
    late_year: str = "2025-26"
    late_months: int = 2
    silent_school: str = "Breakwater Point Middle"
    no_roster: tuple[str, str] = ("youth-sports-league", "2025-26")


MISSING = Missing()
