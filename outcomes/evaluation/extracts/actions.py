"""An extract is ordered, made in the background, read for its term, and gone after it."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.measures.populations import ROSTER, schools_of
from outcomes.submissions.models import Claim
from partnership import vault
from partnership.access.rights import holds_anywhere
from partnership.actions.agreements import agreement_for
from partnership.audit import record
from partnership.models import Admission, Organization
from partnership.work import background

from ..plans.gather import gather
from ..plans.operation import operation_of
from ..plans.visibility import may_plan
from .bundle import bundle
from .models import EvaluationExtract, ExtractState

EVALUATE = "evaluate"
NEEDED = ("student_enrollment", "student_attendance", "student_discipline")
PURPOSE = "evaluator's extract"


@transaction.atomic
def order_extract(plan, *, by, project, expires_on):
    """Have an extract made of a locked plan, for a project to which organizations have admitted the person.

    Raises PermissionDenied for whoever is no evaluator of the program, ValidationError with the reason otherwise.
    """
    _require_evaluator(by, plan)
    if not plan.is_locked:
        raise ValidationError(_("Lock the plan first: an extract is made of what was asked."))
    if plan.content.is_of_totals:
        raise ValidationError(
            _("This plan uses totals of schools only; there are no rows of students to extract.")
        )
    admissions = admissions_of(by, project)
    last = admissions.aggregate(day=Min("ends_on"))["day"]
    if not admissions.exists():
        raise ValidationError(
            _(
                "No organization has admitted you to a project “%(project)s” today. Ask the organization's administrator."
            )
            % {"project": project}
        )
    if not timezone.localdate() <= expires_on <= (last or expires_on):
        raise ValidationError(
            _("The last day must not be past, nor after the end of the admission (%(day)s).") % {"day": last}
        )
    extract = EvaluationExtract.objects.create(
        plan=plan,
        version=plan.versions.last(),
        project=project,
        evaluator=by,
        expires_on=expires_on,
    )
    record("extract.ordered", by=by, target=extract)
    transaction.on_commit(lambda: make_extract.enqueue(str(extract.pk)))
    return extract


@background(failed="outcomes.evaluation.extracts.actions.making_failed")
def make_extract(extract_id: str):
    """Make an extract that was ordered; one that is made already stays as it is."""
    made(EvaluationExtract.objects.select_related("plan__program", "version", "evaluator").get(pk=extract_id))


def made(extract):
    """Gather the rows of the admitting organizations, bundle them, and lock them into the vault."""
    if extract.state != ExtractState.WAITING:
        return extract
    plan, terms = extract.plan, extract.version.content
    admitting = _admitting(extract)
    keepers = Organization.objects.filter(
        pk__in=Claim.objects.filter(
            in_effect=True, dataset=ROSTER, program=plan.program, period__in=terms.years
        ).values("submission__organization")
    )
    closed = [organization for organization in keepers if organization.pk not in admitting]
    if closed:
        return _refuse(
            extract,
            _("%(organizations)s keep the program's roster and have not admitted you to this project.")
            % {"organizations": ", ".join(map(str, closed))},
        )
    own = {
        code
        for code, steward, above in schools_of(None).values_list("code", "steward", "parent__steward")
        if (above or steward) in admitting
    }
    gathered = gather(plan.program, terms, plan.seed)
    frame = gathered.frame
    if not frame.empty:
        frame = frame[frame["school"].isin(own)].reset_index(drop=True)
    if frame.empty:
        return _refuse(
            extract, _("There are no rows of organizations that have admitted you to this project.")
        )
    content = bundle(
        terms,
        frame,
        refused=gathered.refused,
        unlinked=gathered.unlinked,
        operation=operation_of(plan.program, terms),
        seed=plan.seed,
        project=extract.project,
    )
    giving = Organization.objects.filter(pk__in=admitting)
    with transaction.atomic():
        extract.item = vault.put(
            content,
            by=extract.evaluator,
            owner=Organization.partnership(),
            purpose=PURPOSE,
            destroy_on=extract.expires_on,
        )
        extract.state, extract.rows = ExtractState.READY, len(frame)
        extract.save(update_fields=["item", "state", "rows"])
        extract.organizations.set(giving)
        for organization in giving:
            record(
                "extract.made",
                by=extract.evaluator,
                organization=organization,
                target=extract,
                rows=len(frame),
            )
    return extract


def making_failed(args, kwargs, reason):
    """Tell the evaluator that the platform is at fault."""
    extract = EvaluationExtract.objects.get(pk=(args or list(kwargs.values()))[0])
    if extract.state == ExtractState.WAITING:
        _refuse(
            extract,
            _("The platform made an error while it made this extract (%(reason)s). Try again.")
            % {"reason": reason},
        )


def read_extract(extract, *, by):
    """The ZIP; each reading is logged with every organization whose rows it holds.

    Raises PermissionDenied to whoever no longer evaluates the program, and with the reason once the term, an admission or
    an agreement has ended.
    """
    _require_evaluator(by, extract.plan)
    if extract.evaluator_id != by.pk or extract.state != ExtractState.READY or extract.item is None:
        raise PermissionDenied
    giving = set(extract.organizations.values_list("pk", flat=True))
    if extract.expires_on < timezone.localdate() or not giving <= _admitting(extract):
        raise PermissionDenied(
            _(
                "The term of this extract, an admission or an agreement has ended, so that its rows are closed. Destroy "
                "every copy."
            )
        )
    content = vault.open_item(extract.item, by=by, why="the evaluator reads the extract")
    under = dict(admissions_of(by, extract.project).values_list("organization", "pk"))
    for organization in extract.organizations.all():
        record(
            "extract.read",
            by=by,
            organization=organization,
            target=extract,
            right=f"admission {under[organization.pk]}",
            rows=extract.rows,
        )
    return content


def _require_evaluator(user, plan):
    if not holds_anywhere(user, EVALUATE) or not may_plan(user, plan.program):
        raise PermissionDenied


def admissions_of(user, project=None):
    """Admissions in force of the person, to a project."""
    found = Admission.objects.in_force().filter(evaluator=user)
    return found if project is None else found.filter(project=project)


def _admitting(extract):
    """Ids of the organizations that admit the evaluator to the project today, with their agreements in force."""
    found = Organization.objects.filter(
        pk__in=admissions_of(extract.evaluator, extract.project).values("organization")
    )
    return {organization.pk for organization in found if _is_open(organization)}


def _is_open(organization):
    if organization.is_law_enforcement:
        return False
    needed = NEEDED if organization.places.exists() else ("program_roster",)
    return all(agreement_for(organization, dataset) is not None for dataset in needed)


def _refuse(extract, sentence):
    extract.state, extract.refusal = ExtractState.REFUSED, sentence
    extract.save(update_fields=["state", "refusal"])
    return extract
