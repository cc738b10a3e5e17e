"""What the page of a submission shows, put into words. Reads only; the numbers are those stored."""

from dataclasses import dataclass

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets import DATASETS
from outcomes.submissions.layouts import layout_title
from outcomes.submissions.models import Severity, State
from outcomes.submissions.presenter import notice_sentences, problem_sentence, rows_in_words

UNDER_WAY = {State.RECEIVED, State.READING, State.ACCEPTING}
STEPS = {
    "": gettext_lazy("Waiting to be read"),
    "reading": gettext_lazy("Reading the file"),
    "checking": gettext_lazy("Checking every row"),
    "staging": gettext_lazy("Storing the rows for review"),
    "comparing": gettext_lazy("Comparing with what counts now"),
}
FORMATS = {"csv": gettext_lazy("Delimited text"), "xlsx": gettext_lazy("Excel workbook")}
DELIMITERS = {
    ",": gettext_lazy("comma"),
    ";": gettext_lazy("semicolon"),
    "\t": gettext_lazy("tab"),
    "|": gettext_lazy("bar"),
    "^": gettext_lazy("caret"),
}


@dataclass
class ProblemLine:
    reason: str
    message: str
    column: str
    count: int
    rows: str


def step_title(submission):
    """What the worker is doing, as a heading of the progress bar."""
    return STEPS.get(submission.step, STEPS[""])


def problems(submission):
    """{severity: [ProblemLine]} of a submission, one query."""
    dataset = DATASETS[submission.dataset]
    lines = {severity.value: [] for severity in Severity}
    for problem in submission.problems.all():
        lines[problem.severity].append(
            ProblemLine(
                problem.reason,
                problem_sentence(problem, dataset),
                problem.column,
                problem.count,
                rows_in_words(problem),
            )
        )
    return lines


def notices(submission, found):
    """Sentences about the file as a whole, and about rows that were read with a remark."""
    about_file = [notice["message"] for notice in notice_sentences(submission)]
    return about_file + [line.message for line in found.get(Severity.NOTICE, ())]


def recognized_facts(submission):
    """[(term, value)]: how the file was read."""
    told = submission.recognized
    facts = [
        (_("Recognized as"), layout_title(told.get("layout"))),
        (_("Format"), FORMATS.get(told.get("format"))),
        (_("Encoding"), told.get("encoding")),
        (_("Separated by"), DELIMITERS.get(told.get("delimiter"), told.get("delimiter"))),
        (_("Sheet"), told.get("sheet")),
    ]
    return [(term, value) for term, value in facts if value]


def columns(submission):
    """[(header in the file, what it was taken for)]; unused and personal ones are told apart."""
    dataset, told = DATASETS[submission.dataset], submission.recognized
    titles = {column.name: column.title for column in dataset.columns}
    # A column that only a layout needs has no title of its own.
    used = [
        (header, titles.get(name, _("read as this layout needs it")))
        for name, header in told.get("columns", {}).items()
    ]
    dropped = [
        (header, _("personal data; dropped as the file was read")) for header in told.get("personal", ())
    ]
    unused = [(header, _("not used")) for header in told.get("unused", ())]
    return used + dropped + unused


def purged_at(submission):
    """When rows of the submission were destroyed after their retention, or None."""
    return submission.claims.aggregate(at=Max("purged_at"))["at"]


def scope(submission):
    """What the submission is complete for, by period: [{"period", "places": number, "rows"}]."""
    periods = {}
    for period, place, named, program, rows in submission.claims.values_list(
        "period", "place_id", "named_place_id", "program_id", "rows"
    ):
        entry = periods.setdefault(period, {"period": period, "of": set(), "rows": 0})
        entry["of"].add(place or named or program)
        entry["rows"] += rows
    return [
        {"period": entry["period"], "places": len(entry["of"]), "rows": entry["rows"]}
        for entry in sorted(periods.values(), key=lambda entry: entry["period"])
    ]
