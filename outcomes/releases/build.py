"""A draft release: counted from claims in effect, protected, pinned, its files made. Same pins, same bytes."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from partnership.audit import record
from partnership.models import Organization

from ..disclosure.policy import policy
from ..measures import calculate
from ..measures.definition import registry
from ..measures.student_year import DATASETS, outdated, rebuild, year_of
from ..measures.totals import TOTALS
from ..submissions.models import Claim
from .artifacts import checksum_of, make_artifacts
from .auditing.audit import audit_releases
from .auditing.guard import as_stored
from .contributors import contributors_of
from .count import tally
from .hiding.states import hide
from .level import Level, needs_of
from .models import STEPS, Audience, Contributor, Release, ReleaseCell, ValueState
from .named import names_of
from .reporting import reporting_of
from .review.checks import checks_of
from .review.models import ReleaseGuard
from .together import readable

# Raised whenever the same pins would no longer give the same bytes: calculation, wording, drawing.
CALCULATION = 5
# How many more numbers of its kind are hidden beside one that the audit found narrowed: first a few, in the end all.
HIDE_MORE = (2, 8, 10**9)


def build_release(
    *,
    by,
    title="",
    program=None,
    years=(),
    audience=Audience.FUNDERS,
    supersedes=None,
    erratum="",
    without=(),
):
    """Count, hide, pin and store a draft; returns the Release.

    program: None for the partnership as a whole. years: school years; none given: all that have data.
    supersedes, erratum: the published release that this one is to correct, and what was wrong.
    without: short names of organizations that are left out, as if they had not reported.
    Raises ValidationError when there is no data, or when data changed while it was being counted.
    """
    level = Level(program, tuple(sorted(without)))
    definitions = list(registry().values())
    years = sorted(years) or years_with_data(level)
    if not years:
        raise ValidationError(
            _("There is no data of these schools yet. Accept submissions first, then build the release.")
        )
    schools = list(Level(None).schools.values_list("pk", flat=True))
    rebuild(outdated(years, schools))
    claims = pinned_claims(level, definitions, years)
    own = tally(level, definitions, years)
    definitions = told_of(definitions, own)
    own = {key: one for key, one in own.items() if key.measure in {each.key for each in definitions}}
    counted = {}
    hiding, own = readable(
        own,
        {one.key: one for one in definitions},
        lambda told, aside: hide(level, told, definitions, years, aside, counted),
    )
    release = Release(
        title=title or default_title(program, years),
        program=program,
        audience=audience,
        years=years,
        definitions=[definition.as_dict() for definition in definitions],
        places=names_of(level, own),
        reporting=reporting_of(level, definitions, claims, years),
        pins=pins_of(claims, definitions, level, hiding),
        built_by=by,
        supersedes=supersedes,
        erratum=erratum,
    )
    cells = _safe_cells(release, own, hiding)
    artifacts = make_artifacts(release, cells)
    release.checksum = checksum_of(artifacts)
    with transaction.atomic():
        now = level.claims(list(registry().values()), years).values_list("pk", flat=True)
        _refuse_if_moved(claims, now, outdated(years, schools))
        _save(release, cells, artifacts, claims)
        ReleaseGuard.objects.create(release=release, facts=as_stored(hiding.primary))
        record("release.built", by=by, target=release, checksum=release.checksum, years=years)
    return release


def _safe_cells(release, own, hiding):
    """[ReleaseCell] of a draft, audited; where all numbers together tell more than each table by itself, more is hidden
    and audited again. Keeps the checks with the release.
    """
    for most in (*HIDE_MORE, 0):
        cells = [_cell(release, registry()[key.measure], key, own[key], hiding) for key in own]
        findings = audit_releases((release, cells, hiding.primary))
        if findings.passed or not findings.narrowed or not most:
            break
        hiding.states = hiding.hide_beside(findings.narrowed, most)
    release.checks = [check.as_dict() for check in checks_of(release, cells, findings, hiding.open)]
    return cells


def years_with_data(level):
    """School years of which any school of the level told of students, oldest first; where none ever did, of totals."""
    claims = Claim.objects.filter(in_effect=True, dataset__in=DATASETS, place__in=level.schools)
    years = sorted({year_of(claim) for claim in claims.only("dataset", "period")})
    return years or level.years_of_totals(registry().values())


def pinned_claims(level, definitions, years):
    """The claims that the numbers are made of, by id."""
    return list(level.claims(definitions, years))


def told_of(definitions, tallies):
    """The measures for which anybody reported anything; the others are no part of the release."""
    told = {key.measure for key, one in tallies.items() if one.reported}
    return [definition for definition in definitions if definition.key in told]


def pins_of(claims, definitions, level, hiding):
    """What makes the same bytes again."""
    ids = [claim.pk for claim in claims]
    around = Claim.objects.filter(in_effect=True, dataset__in={*DATASETS, *needs_of(definitions), TOTALS})
    around = around if level.program else around.none()
    accepted = [claim.accepted_at for claim in claims if claim.accepted_at]
    return {
        "claims": digest_of(ids),
        "claim_ids": ids,
        "submissions": len({claim.submission_id for claim in claims}),
        "rows": sum(claim.rows for claim in claims),
        "definitions": {definition.key: definition.version for definition in definitions},
        "policy": policy().version,
        "calculation": CALCULATION,
        "as_of": timezone.localdate(max(accepted)).isoformat() if accepted else None,
        # Numbers that these must not be subtracted from: other levels, and releases already out.
        "beside": hiding.beside,
        # Measures that count other people under one condition.
        "apart": hiding.apart,
        # Organizations that stayed silent, and so were left out.
        "without": list(level.without),
        "around": digest_of(around.order_by("pk").values_list("pk", flat=True)),
    }


def digest_of(ids):
    return hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()


def default_title(program, years):
    """ "Campus Mentors: outcomes 2022-23 to 2024-25" """
    who = program.name if program else Organization.partnership().name
    if len(years) == 1:
        return _("%(who)s: outcomes %(year)s") % {"who": who, "year": years[0]}
    return _("%(who)s: outcomes %(first)s to %(last)s") % {
        "who": who,
        "first": years[0],
        "last": years[-1],
    }


def _cell(release, definition, key, tallied, hiding):
    numerator = denominator = value = None
    state = hiding.states[key]
    if state == ValueState.PUBLISHED:
        numerator, denominator = tallied.counts.numerator, tallied.counts.denominator
        value = calculate.value_of(definition, tallied.counts)
    elif state in STEPS:
        denominator = tallied.counts.denominator if definition.denominator else None
        value = hiding.steps[key].bound * (definition.per // 100 if definition.denominator else 1)
    return ReleaseCell(
        release=release,
        **key._asdict(),
        numerator=numerator,
        denominator=denominator,
        value=value,
        state=state,
        reported=tallied.reported,
        expected=tallied.expected,
        late=tallied.late,
        kind=tallied.kind,
        trend=tallied.trend,
    )


def _refuse_if_moved(counted, now, outdated_rows):
    """Counted from exactly the claims that are pinned, or not at all."""
    if outdated_rows or [claim.pk for claim in counted] != list(now):
        raise ValidationError(
            _("Data was accepted or withdrawn while this release was being counted. Build it again.")
        )


def _save(release, cells, artifacts, claims):
    release.slug = _free_slug(release)
    release.save()
    ReleaseCell.objects.bulk_create(cells)
    for artifact in artifacts:
        artifact.release = release
    type(artifacts[0]).objects.bulk_create(artifacts)
    Contributor.objects.bulk_create(
        Contributor(release=release, organization=organization) for organization in contributors_of(claims)
    )


def _free_slug(release):
    base = slugify(f"{release.program.slug if release.program else 'partnership'} {release.years[-1]}")[:80]
    taken = set(Release.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
