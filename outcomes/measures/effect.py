"""What a submission would do to the measures of its own schools and years, before anybody accepts it.

The student-year rows that acceptance would lead to are selected instead of written: the one statement that
rebuilds them runs over the claims that would count, and the measures are calculated from its result as if it
were the table. So a preview and the numbers after acceptance cannot disagree. The cost is that of rebuilding the
submission's schools and years, whatever else is stored.
"""

import re
from collections import defaultdict
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import get_language

from ..submissions.effects import Effect
from ..submissions.scopes import same_scope
from .calculate import measure, value
from .definition import UNIT_WORDS, registry
from .models import StudentYear
from .populations import reported
from .student_year import COLUMNS, claims_in_effect, school_years_of, select_rows


def effects(submission):
    """[Effect] on the measures that need the submission's dataset, by year."""
    definitions = [one for one in registry().values() if submission.dataset in one.needs]
    schools_of_year = defaultdict(set)
    for school, year in school_years_of(submission.claims.all()):
        schools_of_year[year].add(school)
    return [
        effect
        for year in sorted(schools_of_year)
        for effect in _effects_of_year(submission, definitions, year, sorted(schools_of_year[year]))
    ]


def _effects_of_year(submission, definitions, year, schools):
    reporting = {
        dataset: found for (dataset, _year), found in reported(claims_in_effect(year, schools)).items()
    }
    with student_years_as(*select_rows(year, schools)):
        before = _values(definitions, year, reporting)
    key = submission._meta.pk.get_db_prep_value(submission.pk, connection)
    after_acceptance = select_rows(year, schools, counting=_would_count(submission), submission=key)
    with student_years_as(*after_acceptance):
        after = _values(definitions, year, reporting | {submission.dataset: set(schools)})
    return [
        Effect(
            one.key,
            one.in_language(get_language())["title"],
            year,
            before[one.key],
            after[one.key],
            UNIT_WORDS[one.unit],
            one.better,
        )
        for one in definitions
    ]


def _would_count(submission):
    """SQL: the claims `c` in effect once the submission is: its own, and those of other scopes."""
    replaced = (
        "SELECT o.id FROM outcomes_claim c JOIN outcomes_claim o "
        f"ON {same_scope(submission)} WHERE c.submission_id = %(submission)s"
    )
    return f"c.submission_id = %(submission)s OR (c.in_effect AND c.id NOT IN ({replaced}))"


def _values(definitions, year, reporting):
    """{key: value as printed, or None} over the schools that reported all that the measures need."""
    schools = {
        one.key: set.intersection(*(reporting.get(need, set()) for need in one.needs)) for one in definitions
    }
    found = {}
    for some in set(map(frozenset, schools.values())):
        of_some = [one for one in definitions if schools[one.key] == some]
        counts = measure(of_some, schools=some, year=year) if some else {}
        for one in of_some:
            counted = counts.get(one.key)
            found[one.key] = counted and value(one, counted.numerator, counted.denominator)
    return found


@contextmanager
def student_years_as(sql, values):
    """Until the end, whoever reads StudentYear reads the rows that this statement gives, in the order of COLUMNS."""
    names = re.findall(r"%\((\w+)\)s", sql)
    rows = re.sub(r"%\(\w+\)s", "%s", sql)
    instead = f"WITH {StudentYear._meta.db_table} ({', '.join(COLUMNS)}) AS ({rows}) "
    given = tuple(values[name] for name in names)

    def run(execute, statement, parameters, many, context):
        return execute(instead + statement, (*given, *(parameters or ())), many, context)

    with connection.execute_wrapper(run):
        yield
