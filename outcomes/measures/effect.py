"""What a submission would do to the measures of its own schools, programs or agencies, before anybody accepts it.

The student-year rows that acceptance would lead to are selected instead of written: the one statement that
rebuilds them runs over the claims that would count, and the measures are calculated from its result as if it
were the table. Measures of programs and agencies are counted from claims, so from those that would count. So a
preview and the numbers after acceptance cannot disagree. The cost is that of rebuilding the submission's schools
and years, whatever else is stored.
"""

from collections import defaultdict

from django.db import connection
from django.utils.translation import get_language

from partnership.models import Place

from ..datasets.periods import school_year
from ..submissions.effects import Effect
from ..submissions.models import Claim
from ..submissions.scopes import same_scope
from .agencies import PAIRS, count_agencies
from .aggregates import AGENCIES, AGGREGATES, PROGRAMS, STUDENTS
from .calculate import counts_of, together, value_of
from .cube import Where, count_students
from .definition import UNIT_WORDS, registry
from .dimensions import group_title
from .models import StudentYear
from .populations import STANDS_FOR, placed, reported
from .programs import COUNTED, count_programs, wheres_of
from .student_year import COLUMNS, claims_in_effect, school_years_of, select_rows


def effects(submission):
    """[Effect] on the measures that need the submission's dataset, by year."""
    dataset = STANDS_FOR.get(submission.dataset, submission.dataset)
    # A disparity is of groups, and a preview is of everybody.
    definitions = [one for one in registry().values() if dataset in one.needs and not one.ratio]
    told = [
        *_of_students(submission, [one for one in definitions if _family(one) == STUDENTS]),
        *_of_programs(submission, [one for one in definitions if _family(one) == PROGRAMS]),
        *_of_agencies(submission, [one for one in definitions if _family(one) == AGENCIES]),
    ]
    return sorted(told, key=lambda effect: effect.year)


def _family(definition):
    return AGGREGATES[definition.numerator].family


def _effect(one, year, before, after, group=""):
    title = one.in_language(get_language())["title"]
    title = f"{title}: {group}" if group else title
    return Effect(one.key, title, year, before, after, UNIT_WORDS[one.unit], one.better)


def _of_students(submission, definitions):
    schools_of_year = defaultdict(set)
    if definitions:
        for school, year in school_years_of(submission.claims.all()):
            schools_of_year[year].add(school)
    for year in sorted(schools_of_year):
        yield from _of_a_year(submission, definitions, year, sorted(schools_of_year[year]))


def _of_a_year(submission, definitions, year, schools):
    before_it = school_year(int(year[:4]) - 1)
    now, earlier = (reported(claims_in_effect(each, schools)) for each in (year, before_it))
    places = Place.objects.filter(pk__in=schools)
    mine = STANDS_FOR.get(submission.dataset, submission.dataset)
    key = submission._meta.pk.get_db_prep_value(submission.pk, connection)
    before = _values(definitions, year, placed(places, now | earlier, [year]), select_rows(year, schools))
    now[mine, year] = set(schools)
    rows = select_rows(year, schools, counting=_would_count(submission), submission=key)
    after = _values(definitions, year, placed(places, now | earlier, [year]), rows)
    return [_effect(one, year, before[one.key], after[one.key]) for one in definitions]


def _would_count(submission):
    """SQL: the claims `c` in effect once the submission is: its own, and those of other scopes."""
    replaced = (
        "SELECT o.id FROM outcomes_claim c JOIN outcomes_claim o "
        f"ON {same_scope(submission)} WHERE c.submission_id = %(submission)s"
    )
    return f"c.submission_id = %(submission)s OR (c.in_effect AND c.id NOT IN ({replaced}))"


def _values(definitions, year, places, rows):
    """{key: value as printed, or None} over the schools that reported what each measure needs.

    rows: (SQL, values) of the year's student rows; those of the year before are the stored ones.
    """
    sql, values = rows
    # The columns of a union are named by its first part, which gives no row.
    named = f"SELECT {', '.join(COLUMNS)} FROM {StudentYear._meta.db_table} WHERE 1 = 0 UNION ALL {sql}"
    found = count_students(
        {name for one in definitions for name in one.aggregates},
        places,
        grouped=False,
        rows=f"({named})",
        values=values,
    )
    counted = together(*found.get(Where(year, "", "", ""), {}).values())
    return {one.key: _value(one, counted) for one in definitions}


def _value(one, found):
    return value_of(one, counts_of(one, found)) if one.numerator in found else None


def _of_programs(submission, definitions):
    if not definitions or submission.program_id is None:
        return
    own, before, after = _claims(submission, set(COUNTED), "program")
    years = sorted({claim.period for claim in own})
    then, soon = count_programs(before, years), count_programs(after, years)
    for year in years:
        for one in definitions:
            for where in wheres_of(one, year, submission.program.slug, then, soon):
                values = (_value(one, found.get(where, {})) for found in (then, soon))
                yield _effect(one, year, *values, group_title(where.dimension, where.group))


def _of_agencies(submission, definitions):
    if not definitions or submission.dataset not in PAIRS:
        return
    own, before, after = _claims(submission, {submission.dataset}, "agency")
    then, soon = (count_agencies(submission.dataset, claims) for claims in (before, after))
    for slug, year in sorted({(claim.agency.slug, claim.period) for claim in own if claim.agency_id}):
        for one in definitions:
            key = (Where(year, slug, "", ""), one.numerator)
            yield _effect(one, year, *(_value(one, found.get(key, {})) for found in (then, soon)))


def _claims(submission, datasets, about):
    """([the submission's own claims], [those in effect beside them], [those that would be])"""
    own = list(submission.claims.select_related(about))
    scope = {f"{about}__in": {getattr(claim, f"{about}_id") for claim in own} - {None}}
    before = list(
        Claim.objects.filter(
            in_effect=True, dataset__in=datasets, period__in={claim.period for claim in own}, **scope
        ).select_related(about)
    )
    replaced = {_scope_of(claim, about) for claim in own}
    kept = [claim for claim in before if _scope_of(claim, about) not in replaced]
    return own, before, [*kept, *own]


def _scope_of(claim, about):
    return claim.dataset, getattr(claim, f"{about}_id"), claim.period, claim.family
