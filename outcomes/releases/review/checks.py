"""The automatic checks of a draft: made when it is built, kept with it, shown at its desk."""

from dataclasses import asdict, dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ...submissions.models import Claim
from ..keys import key_of
from ..models import ReleaseState, ValueState

NAMED = 8


@dataclass(frozen=True)
class Check:
    """key: audit, open, completeness, moved. details: lines beneath the sentence. blocks: whether it stops publication."""

    key: str
    passed: bool
    sentence: str
    details: tuple = ()
    blocks: bool = False

    def as_dict(self):
        return asdict(self)


def checks_of(release, cells, findings, already_open):
    """[Check] of an unsaved draft. findings: auditing.Findings with this draft in it; already_open: counts that
    earlier releases gave away.
    """
    return [
        audit_check(findings),
        *([_open(already_open)] if already_open else []),
        _completeness(cells),
        _moved(release, cells),
    ]


def blocking(release):
    """Sentences of the checks that stop a draft from being published."""
    return [one["sentence"] for one in release.checks if one["blocks"] and not one["passed"]]


def audit_check(findings):
    """Whether the joint audit found that anything small could be narrowed: then nothing is published."""
    if findings.passed and not findings.judged:
        sentence = _("Audit: nothing small is hidden in it, so there is nothing to be narrowed.")
    elif findings.passed:
        sentence = _(
            "Audit: from everything released and this draft together, none of %(count)s small counts can be narrowed."
        ) % {"count": f"{findings.judged:,}"}
    else:
        sentence = ngettext(
            "Audit: %(count)s small count could be narrowed. This draft cannot be published; build it again.",
            "Audit: %(count)s small counts could be narrowed. This draft cannot be published; build it again.",
            len(findings.under_protected),
        ) % {"count": len(findings.under_protected)}
    details = tuple(one["cell"] for one in findings.under_protected[:NAMED])
    return Check("audit", findings.passed, sentence, details, blocks=True)


def _open(already_open):
    return Check(
        "open",
        False,
        ngettext(
            "%(count)s small count is known already through an earlier release; hiding it here cannot take that back.",
            "%(count)s small counts are known already through earlier releases; hiding them here cannot take that back.",
            len(already_open),
        )
        % {"count": len(already_open)},
    )


def _completeness(cells):
    """Over the headline numbers: how many of those expected have reported."""
    short = {}
    for cell in cells:
        if not cell.dimension and cell.reported < cell.expected and cell.level in ("partnership", "program"):
            short[cell.year, cell.measure] = (cell.reported, cell.expected)
    if not short:
        return Check(
            "completeness", True, _("Completeness: everybody expected has reported for every measure.")
        )
    lines = [
        _("%(measure)s, %(year)s: %(n)s of %(m)s") % {"measure": measure, "year": year, "n": n, "m": m}
        for (year, measure), (n, m) in sorted(short.items(), reverse=True)[:NAMED]
    ]
    return Check(
        "completeness",
        False,
        ngettext(
            "Completeness: %(count)s number of a measure and year is without somebody who was expected to report.",
            "Completeness: %(count)s numbers of a measure and year are without somebody who was expected to report.",
            len(short),
        )
        % {"count": len(short)},
        tuple(lines),
    )


def _moved(release, cells):
    """Numbers that differ from the latest release although no claim of their year is another."""
    earlier = latest_before(release)
    if earlier is None:
        return Check("moved", True, _("Moved numbers: there is no earlier release to compare with."))
    years = _years_with_other_claims(earlier, release)
    before = {key_of(cell): cell for cell in earlier.cells.all() if cell.state == ValueState.PUBLISHED}
    moved = [
        cell
        for cell in cells
        if cell.state == ValueState.PUBLISHED
        and cell.year not in years
        and (then := before.get(key_of(cell)))
        and (then.numerator, then.denominator) != (cell.numerator, cell.denominator)
    ]
    if not moved:
        return Check(
            "moved",
            True,
            _("Moved numbers: every number that differs from the latest release has new data behind it."),
        )
    versions = earlier.pins["definitions"]
    lines = [
        _("%(measure)s, %(year)s, %(place)s: definition %(before)s then, %(now)s now")
        % {
            "measure": cell.measure,
            "year": cell.year,
            "place": cell.place or cell.level,
            "before": versions.get(cell.measure, "-"),
            "now": release.pins["definitions"].get(cell.measure, "-"),
        }
        for cell in moved[:NAMED]
    ]
    return Check(
        "moved",
        False,
        ngettext(
            "Moved numbers: %(count)s number differs from the latest release without new data of its year.",
            "Moved numbers: %(count)s numbers differ from the latest release without new data of their year.",
            len(moved),
        )
        % {"count": len(moved)},
        tuple(lines),
    )


def latest_before(release):
    """The published release about the same that came last, or None."""
    manager = type(release).objects
    return (
        manager.filter(program=release.program, kind=release.kind, state=ReleaseState.PUBLISHED)
        .exclude(pk=release.pk)
        .order_by("-published_at")
        .first()
    )


def _years_with_other_claims(earlier, release):
    """School years of the claims that only one of the two releases is made of."""
    from ...measures.student_year import year_of

    differing = set(earlier.pins["claim_ids"]) ^ set(release.pins["claim_ids"])
    years = set()
    for claim in Claim.objects.filter(pk__in=differing).only("dataset", "period"):
        years |= {year_of(claim), claim.period}
    return years
