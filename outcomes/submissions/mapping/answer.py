"""What a person answers is checked, remembered as a new version, and the file is read again by it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.datasets.declaration import SCHOOL_YEAR
from outcomes.submissions.models import State, Submission
from outcomes.submissions.named_schools import CODES
from outcomes.submissions.personal import KINDS, not_an_id, personal_kind
from outcomes.submissions.targets import SCHOOLS
from outcomes.submissions.tasks import stage_submission
from partnership.access.rights import require
from partnership.audit import record

from .models import Kind, Mapping
from .reading import NEVER_FIXED
from .remembered import signature, words_in_force
from .words import targets_by_word

ANSWERABLE = {State.RECEIVED, State.MAPPING, State.STAGED}
MOST_TEXT = 200


def answer_columns(submission, seen, *, by, columns, fixed=None, id_kind="", in_background=True):
    """Say which columns are which; the file is then read by it, and so is every later one with these headers.

    seen: the Look that the answer is about. columns: {our column: position of a header}. fixed: {our column: text
    that stands for every row}. id_kind: "local", "state", or "" where the header tells. Raises ValidationError
    with {our column: [sentences]}; then nothing has changed.
    """
    require(by, "submit_data", submission.organization)
    dataset = DATASETS[submission.dataset]
    fixed = {name: text.strip() for name, text in (fixed or {}).items() if text.strip()}
    _check(dataset, submission, seen, columns, fixed)
    with transaction.atomic():
        submission = _locked(submission)
        mapping = _remember(
            submission,
            by,
            Kind.COLUMNS,
            signature(seen.header),
            {
                "sheet": seen.sheet,
                "header_row": seen.chosen_row,
                "columns": {name: seen.header[position] for name, position in columns.items()},
                "fixed": fixed,
                "id_kind": id_kind,
            },
        )
        record(
            "mapping.columns_said",
            by=by,
            organization=submission.organization,
            target=submission,
            dataset=dataset.key,
            version=mapping.version,
        )
        submission.column_mapping = mapping
        _read_again(submission, in_background)
    return submission


def answer_words(submission, unknown, *, by, targets, in_background=True):
    """Say what words mean; the file is read again by it, and every later one of the dataset as well.

    unknown: as `words.asked_about` gave them. targets: {key of column: {word: target}}. Raises ValidationError.
    """
    require(by, "submit_data", submission.organization)
    said = targets_by_word(unknown, targets)
    if not any(said.values()):
        raise ValidationError(_("Choose what at least one of the words means."), code="nothing_said")
    with transaction.atomic():
        submission = _locked(submission)
        before = words_in_force(submission.organization, submission.dataset)
        choices = {key: dict(words) for key, words in (before.choices if before else {}).items()}
        for key, words in said.items():
            choices.setdefault(key, {}).update(words)
        mapping = _remember(submission, by, Kind.WORDS, "", choices)
        record(
            "mapping.words_said",
            by=by,
            organization=submission.organization,
            target=submission,
            dataset=submission.dataset,
            version=mapping.version,
            words=sum(map(len, said.values())),
        )
        _read_again(submission, in_background)
    return submission


@transaction.atomic
def revoke(mapping, *, by):
    """From now on files are no longer read by it; what was accepted stays as it is. Raises ValidationError."""
    require(by, "submit_data", mapping.organization)
    mapping = Mapping.objects.select_for_update().get(pk=mapping.pk)
    if mapping.revoked_at is not None or _newer(mapping):
        raise ValidationError(
            _("Files are no longer read by this version. Nothing has changed."), code="not_in_force"
        )
    mapping.revoked_by, mapping.revoked_at = by, timezone.now()
    mapping.save(update_fields=["revoked_by", "revoked_at"])
    record(
        "mapping.revoked",
        by=by,
        organization=mapping.organization,
        target=mapping,
        dataset=mapping.dataset,
        kind=mapping.kind,
        version=mapping.version,
    )
    return mapping


def _newer(mapping):
    return Mapping.objects.filter(
        organization=mapping.organization_id,
        dataset=mapping.dataset,
        kind=mapping.kind,
        signature=mapping.signature,
        version__gt=mapping.version,
    ).exists()


# --- What may be answered ---------------------------------------------------------------------------


def _check(dataset, submission, seen, columns, fixed):
    errors, by_name = {}, {column.name: column for column in seen.columns}
    for name in [*columns, *fixed]:
        if name not in by_name:
            raise ValidationError(_("There is no column “%(name)s” to choose.") % {"name": name})
    for name, position in columns.items():
        sentence = _unfit(by_name[name], seen.contents[position])
        if not sentence and list(columns.values()).count(position) > 1:
            sentence = _("“%(header)s” was chosen more than once. Choose it where it belongs.") % {
                "header": seen.header[position]
            }
        if sentence:
            errors.setdefault(name, []).append(sentence)
    for name, text in fixed.items():
        if by_name[name].type in NEVER_FIXED:
            errors.setdefault(name, []).append(_("This cannot be the same in every row. Choose a column."))
        elif len(text) > MOST_TEXT:
            errors.setdefault(name, []).append(_("This is too long."))
    told = columns.keys() | fixed.keys()
    for name in lacking(submission, seen, told):
        errors.setdefault(name, []).append(
            _("The file cannot be read without this. Choose a column, or what holds for every row.")
        )
    if errors:
        raise ValidationError(errors)


def lacking(submission, seen, told):
    """Names of the columns without which no row could be understood. told: names of those that are answered."""
    dataset, told = DATASETS[submission.dataset], set(told)
    offered = [column.name for column in seen.columns]
    required = {column.name for column in dataset.lacking(told)}
    for column in seen.columns:
        if column.name in required:
            yield column.name
    period = dataset.period_column
    is_told = period in told or submission.period or seen.year
    if dataset.period == SCHOOL_YEAR and period in offered and not is_told:
        yield period
    # Of what tells the place one is enough.
    tells_place = {"school": SCHOOLS, "levels": {*CODES, "school_name"}}.get(dataset.place, set())
    if tells_place and not tells_place & told:
        yield next((name for name in ("cds_code", "school_code") if name in offered), "school_name")


def _unfit(column, content):
    """Why a column of the file cannot be taken for ours, or ""."""
    if column.type == "student_id":
        found = content.personal or not_an_id(content.values)
        if found:
            return _no_id(content, found)
    elif content.personal and not column.personal and not _are_words(column, content):
        return _(
            "“%(header)s” seems to hold personal data (%(kind)s), which must not be handed in as anything else. "
            "Choose another column, or “not in the file”."
        ) % {"header": content.header, "kind": _kind(content.personal)}
    return ""


def _are_words(column, content):
    """Whether what was guessed to be names by its looks alone may be the words of a list ("in progress")."""
    guessed = content.personal == "name" and not personal_kind(content.header)
    return guessed and column.type in ("word", "label") and content.is_a_list


def _no_id(content, found):
    return _(
        "“%(header)s” seems to hold %(found)s, not student ids. Such data must not be handed in. Choose the column "
        "with the district's or the state's student ids."
    ) % {"header": content.header, "found": _kind(found)}


def _kind(kind):
    return KINDS.get(kind, _("personal data"))


# --- What follows -----------------------------------------------------------------------------------


def _locked(submission):
    submission = Submission.objects.select_for_update(of=("self",)).get(pk=submission.pk)
    if submission.state not in ANSWERABLE or submission.vault_item_id is None:
        raise ValidationError(
            _(
                "This submission is in the state “%(state)s”, so that this cannot be done now. Nothing has changed."
            )
            % {"state": submission.get_state_display()},
            code="wrong_state",
        )
    return submission


def _remember(submission, by, kind, signed, choices):
    """The new version of an answer; the latest one itself where nothing is different."""
    same = Mapping.objects.filter(
        organization=submission.organization, dataset=submission.dataset, kind=kind, signature=signed
    )
    latest = same.order_by("-version").first()
    if latest and latest.revoked_at is None and latest.choices == choices:
        return latest
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    return Mapping.objects.create(
        organization=submission.organization,
        dataset=submission.dataset,
        kind=kind,
        signature=signed,
        version=version,
        choices=choices,
        made_by=by,
    )


def _read_again(submission, in_background):
    submission.state, submission.step = State.RECEIVED, ""
    submission.save(update_fields=["state", "step", "column_mapping"])
    if in_background:
        transaction.on_commit(lambda: stage_submission.enqueue(str(submission.pk)))
