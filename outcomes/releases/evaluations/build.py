"""A draft release of an evaluation's result: the stored result, word by word and number by number."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from outcomes.datasets.challenge_results import EARNED, NOT_EARNED, NOT_MEASURABLE
from outcomes.evaluation.plans.differences import differences_of_few
from outcomes.evaluation.plans.hide import HIDDEN
from outcomes.evaluation.plans.models import RunState
from outcomes.evaluation.plans.operation import true_numbers
from outcomes.evaluation.plans.terms import changes_between, facts_of
from partnership.access.rights import can
from partnership.audit import record

from ...disclosure.policy import policy
from ...submissions.models import Claim
from ..artifacts import checksum_of
from ..auditing.audit import audit_releases
from ..auditing.guard import as_stored
from ..build import contributors_of
from ..models import (
    RELEASED,
    STEPS,
    Audience,
    Contributor,
    Release,
    ReleaseCell,
    ReleaseKind,
    ReleaseState,
    ValueState,
)
from ..review.checks import audit_check
from ..review.models import ReleaseGuard
from ..visibility import BUILD
from .counts import primary_of, told_by, without
from .files import make_files

# Of hiding more and looking again: each round hides at least one of few numbers.
ROUNDS = 6


@transaction.atomic
def build_evaluation_release(*, by, run, audience=Audience.FUNDERS, title="", erratum=""):
    """Make a draft of a finished run; returns the Release. It is signed and published as every release is.

    A plan is released once; what corrects it is of a later run, with erratum. Raises ValidationError where the run is
    not finished or not of the plan as it stands, where a draft is under way, and where the new numbers would tell of a
    few students by their difference to the published ones.
    """
    if not can(by, BUILD):
        raise PermissionDenied
    plan = run.plan
    if run.state != RunState.DONE:
        raise ValidationError(_("This plan has no finished result. Compute it first."))
    if run.version.number != plan.versions.count():
        raise ValidationError(
            _(
                "The plan was amended after this result. Compute it again, so that the release shows the plan as it stands."
            )
        )
    earlier = _earlier(plan)
    if any(release.is_draft for release in earlier):
        raise ValidationError(
            _("A draft of this plan waits for its signatures. Publish or discard it first.")
        )
    published = next((release for release in earlier if release.state == ReleaseState.PUBLISHED), None)
    _refuse_a_recut(run, published, erratum)
    claims = list(
        Claim.objects.filter(pk__in=run.result["pins"]["claim_ids"])
        .select_related("submission__organization", "place__steward", "place__parent__steward")
        .order_by("pk")
    )
    release = Release(
        kind=ReleaseKind.EVALUATION,
        title=title or plan.title,
        program=plan.program,
        audience=audience,
        years=run.version.content.years,
        pins=_pins(run, claims),
        built_by=by,
        supersedes=published,
        erratum=erratum.strip(),
    )
    document, primary = _audited(release, document_of(run), run)
    artifacts = make_files(release, document, run.drawings)
    release.checksum = checksum_of(artifacts)
    release.slug = _free_slug(release)
    release.save()
    for artifact in artifacts:
        artifact.release = release
    type(artifacts[0]).objects.bulk_create(artifacts)
    ReleaseGuard.objects.create(release=release, facts=as_stored(primary))
    # Rosters of other programs were read to leave their students out: these are not counted.
    counted = [claim for claim in claims if claim.program_id in (None, plan.program_id)]
    Contributor.objects.bulk_create(
        Contributor(release=release, organization=organization) for organization in contributors_of(counted)
    )
    record("release.built", by=by, target=release, checksum=release.checksum, years=release.years)
    return release


def _audited(release, document, run):
    """(document, keys of what must not be known): with what is released already, it tells of no few students. Numbers of a
    year give way; a number in a result cannot, for its sentences are written.
    """
    program, true = run.plan.program.slug, true_numbers(run.plan.program, run.version.content.years)
    for _round in range(ROUNDS):
        primary = primary_of(document, true, program)
        findings = audit_releases((release, told_by(document, program), primary))
        if findings.passed or not findings.narrowed:
            break
        safer = without(document, findings.narrowed)
        if safer in (None, document):
            break
        document = safer
    release.checks = [audit_check(findings).as_dict()]
    return document, primary


# What of the program's operation a measure's hidden number is about.
ABOUT = {
    "youth_served": ("served",),
    "youth_new": ("new", "carried_over"),
    "youth_carried_over": ("new", "carried_over"),
    "completion": ("completed", "ended", "completed_percent"),
    "length_of_stay": ("days_in_program", "closed"),
    "hours_per_youth": ("hours", "youth_with_hours"),
    "sessions_per_youth": ("sessions",),
    "meals_per_youth": ("meals",),
    "dollars_per_youth": ("dollars",),
}
CHALLENGE = ("challenge_earned", "challenge_measurable")


def _operation(run):
    """How the program was run, without any number that a published release hides."""
    operation, program = run.result.get("operation") or {}, run.plan.program
    hidden = ReleaseCell.objects.filter(
        Q(release__program=program) | Q(place=program.slug),
        release__state__in=RELEASED,
        state__in=[ValueState.SUPPRESSED, ValueState.PROTECTING, *STEPS],
        measure__in=[*ABOUT, *CHALLENGE],
        year__in=run.version.content.years,
        dimension="",
    )
    years = {year: dict(numbers) for year, numbers in (operation.get("years") or {}).items()}
    challenges = list(operation.get("challenges") or [])
    for measure, year in set(hidden.values_list("measure", "year")):
        if measure in CHALLENGE:
            challenges = [_without_counts(each) for each in challenges]
        for name in ABOUT.get(measure, ()):
            if years.get(year, {}).get(name) is not None:
                years[year][name] = HIDDEN
    return {**operation, "years": years, "challenges": challenges}


def _without_counts(challenge):
    counts = ("entered", EARNED, NOT_EARNED, NOT_MEASURABLE)
    return (
        challenge | dict.fromkeys(counts, HIDDEN) | {"reasons": dict.fromkeys(challenge["reasons"], HIDDEN)}
    )


def document_of(run):
    """Everything that the release says: result, plan, amendments; plain JSON."""
    plan, versions = run.plan, list(run.plan.versions.select_related("made_by"))
    return {
        "result": {
            **run.result,
            "operation": _operation(run),
            "pins": {**run.result["pins"], "claim_ids": []},
        },
        "plan": {
            "title": plan.title,
            "terms": run.version.terms,
            "locked_on": plan.locked_at.date().isoformat(),
            "locked_by": str(plan.locked_by),
            "people": plan.people,
            "released_before": plan.released_before,
            "amendments": [
                {
                    "on": new.made_at.date().isoformat(),
                    "why": new.why,
                    "after_results": new.after_results,
                    "changes": changes_between(old.content, new.content),
                }
                for old, new in zip(versions, versions[1:], strict=False)
            ],
            "facts": facts_of(run.version.content),
        },
        "computed_on": run.finished_at.date().isoformat(),
    }


def _earlier(plan):
    """Releases of the plan that are not discarded, the newest first."""
    found = Release.objects.filter(kind=ReleaseKind.EVALUATION, program=plan.program)
    found = found.exclude(state=ReleaseState.DISCARDED).order_by("-built_at")
    return [release for release in found if release.pins.get("plan") == str(plan.pk)]


def _refuse_a_recut(run, published, erratum):
    """A correction says what was wrong, and never shows a few students as the difference of two cuts."""
    if published is None:
        return
    if published.pins.get("run") == str(run.pk):
        raise ValidationError(_("This very result is published already."))
    if not erratum.strip():
        raise ValidationError(_("Say what was corrected, so that readers of the old release understand."))
    from .page import document

    if differences_of_few(run.result, document(published)["result"]):
        raise ValidationError(
            _(
                "The numbers differ from the published ones by so few students that the difference would tell of them, "
                "for example of a consent that was withdrawn. The change takes effect in the evaluation of the next period."
            )
        )


def _pins(run, claims):
    ids = [claim.pk for claim in claims]
    return {
        "plan": str(run.plan_id),
        "run": str(run.pk),
        "version": run.version.number,
        "claims": run.result["pins"]["claims"],
        "claim_ids": ids,
        "submissions": len({claim.submission_id for claim in claims}),
        "rows": sum(claim.rows for claim in claims),
        "definitions": {},
        "policy": policy().version,
        "calculation": f"{run.result['methods']}.{run.result['document']}",
        "as_of": run.result["pins"]["day"],
    }


def _free_slug(release):
    base = slugify(f"evaluation {release.program.slug} {release.years[-1]}")[:80]
    taken = set(Release.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(
        slug
        for number in range(1, len(taken) + 2)
        if (slug := base if number == 1 else f"{base}-{number}") not in taken
    )
