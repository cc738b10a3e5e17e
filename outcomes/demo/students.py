"""Who goes to school in the fictional county: children in households, and what they bring along.

Column-wise, one position per child. The rows of a household share a family name, a race/ethnicity, an
address (the catchment) and part of their luck; two of one household and one grade are twins.
"""

from dataclasses import dataclass

import numpy as np

from .names import as_written, family_names, given_names
from .seed import chance

# Share of each race/ethnicity code in the county; the small ones make small groups.
RACES = {
    "RH": 0.47,
    "RW": 0.27,
    "RA": 0.09,
    "RB": 0.07,
    "RT": 0.05,
    "RF": 0.025,
    "RP": 0.009,
    "RI": 0.006,
    "RD": 0.010,
}
ENGLISH_LEARNERS = {"RH": 0.26, "RA": 0.22, "RF": 0.10, "RP": 0.12}
# Spread of what stays with a child, on the logit scale of absence and the log scale of suspensions.
OWN_ABSENCE, HOUSEHOLD_ABSENCE, OWN_CONDUCT = 0.50, 0.34, 1.15


@dataclass
class Students:
    """Arrays of one length. `absence` and `conduct` are what stays with a child over the years: added to
    the logit of missing a day, and to the log of the suspension rate. `unexcused` is the share of
    absences without an excuse.
    """

    catchment: np.ndarray
    household: np.ndarray
    state_id: np.ndarray
    first_name: np.ndarray
    last_name: np.ndarray
    birth_date: np.ndarray
    sex: np.ndarray
    race_ethnicity: np.ndarray
    english_learner: np.ndarray
    disability: np.ndarray
    foster: np.ndarray
    homeless: np.ndarray
    socioeconomically_disadvantaged: np.ndarray
    absence: np.ndarray
    conduct: np.ndarray
    unexcused: np.ndarray

    def __len__(self):
        return len(self.state_id)


def describe(seed, catchment, household, kindergarten_year):
    """Everything about children but where they enroll.

    catchment, household: int arrays, one position per child. kindergarten_year: the calendar year in
    which the child begins, or would have begun, kindergarten.
    """
    count, homes = len(catchment), int(household.max()) + 1
    rng = chance(seed, "who they are")
    home_of = np.zeros(homes, dtype=int)
    home_of[household] = catchment
    race_of_home = _races(rng, home_of)
    race = race_of_home[household]
    sex = rng.choice(np.array(["F", "M", "X"]), size=count, p=[0.487, 0.512, 0.001])
    poor_catchment = rng.uniform(0.3, 0.8, size=catchment.max() + 1)
    disadvantaged = (rng.random(homes) < poor_catchment[home_of])[household]
    homeless = (rng.random(homes) < 0.02)[household]
    foster = rng.random(count) < 0.005
    disability = rng.random(count) < 0.13
    learners = np.array([ENGLISH_LEARNERS.get(code, 0.02) for code in race])
    absence = (
        rng.normal(0, OWN_ABSENCE, count)
        + rng.normal(0, HOUSEHOLD_ABSENCE, homes)[household]
        + 0.22 * disadvantaged
        + 0.55 * homeless
        + 0.35 * foster
        + 0.15 * disability
    )
    conduct = (
        rng.normal(0, OWN_CONDUCT, count)
        + 0.45 * (absence - absence.mean())
        + 0.35 * (sex == "M")
        + 0.30 * disability
        + 0.30 * foster
    )
    names = family_names(chance(seed, "family names"), race_of_home)[household]
    return Students(
        catchment=catchment,
        household=household,
        state_id=_state_ids(count),
        first_name=given_names(chance(seed, "given names"), sex, household),
        last_name=as_written(chance(seed, "hyphens"), names),
        birth_date=_birth_dates(chance(seed, "birth dates"), household, kindergarten_year),
        sex=sex,
        race_ethnicity=race,
        english_learner=rng.random(count) < learners,
        disability=disability,
        foster=foster,
        homeless=homeless,
        socioeconomically_disadvantaged=disadvantaged | homeless | foster,
        absence=absence,
        conduct=conduct,
        unexcused=rng.beta(2.2, 3.2, count),
    )


def _races(rng, home_of):
    """A code for each household: every catchment has its own mixture around the county's."""
    codes, shares = np.array(list(RACES)), np.array(list(RACES.values()))
    mixtures = rng.dirichlet(shares / shares.sum() * 25, size=home_of.max() + 1).cumsum(axis=1)
    draw = rng.random(len(home_of))
    return codes[(draw[:, None] > mixtures[home_of, :-1]).sum(axis=1)]


def _state_ids(count):
    """Ten digits that begin with 99, all different, in no order that tells anything."""
    number = (np.arange(count, dtype=np.int64) * 48_271_309 + 7_654_321) % 100_000_000
    return np.array([f"99{n:08d}" for n in number.tolist()], dtype=object)


def _birth_dates(rng, household, kindergarten_year):
    """Children turn five by 1 September of their kindergarten year; twins share a day, siblings a season."""
    season = rng.integers(46, 320, size=household.max() + 1)
    of_pair, pair = np.unique(household * 10_000 + kindergarten_year, return_inverse=True)
    jitter = rng.integers(-45, 46, size=len(of_pair))
    start = (kindergarten_year - 6).astype("U4").astype("datetime64[Y]").astype("datetime64[D]")
    # 2 September is day 244 of a common year, counted from 0.
    return start + (244 + season[household] + jitter[pair])
