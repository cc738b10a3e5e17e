"""What the screens and the command line show of a submission, in words, from what is stored. No database writes."""

from outcomes.datasets import DATASETS
from outcomes.datasets.reasons import sentence

from . import reader
from .models import Severity


def problem_sentence(problem, dataset):
    """The sentence of a Problem in the reader's language."""
    return sentence(problem.reason, problem.detail, dataset.reasons)


def notice_sentences(submission):
    """[{"code", "message", "rows"}] of what was noticed about the file as a whole."""
    own = DATASETS[submission.dataset].reasons
    return [
        {"code": notice["code"], "message": _notice(notice, own), "rows": notice["rows"]}
        for notice in submission.recognized.get("notices", ())
    ]


def _notice(notice, own):
    if notice["of"] == "reader":
        return reader.sentence(notice["code"], notice["detail"])
    return sentence(notice["code"], notice["detail"], own)


def runs_in_words(runs, most=12):
    """ "4 to 9, 12" for [[4, 9], [12, 12]]; the first `most` runs, then an ellipsis."""
    words = [str(first) if first == last else f"{first}–{last}" for first, last in runs[:most]]
    return ", ".join(words) + (" …" if len(runs) > most else "")


def rows_in_words(problem):
    """A problem's row numbers, after the name of their sheet where several were read."""
    words = runs_in_words(problem.rows)
    return f"{problem.sheet}: {words}" if problem.sheet else words


def as_json(submission):
    """The outcome of a submission as plain values (`manage.py submit --json`)."""
    dataset = DATASETS[submission.dataset]
    problems = list(submission.problems.all())
    return {
        "submission": str(submission.pk),
        "state": submission.state,
        "rows": submission.rows,
        "new": submission.new,
        "changed": submission.changed,
        "unchanged": submission.unchanged,
        "removed": submission.removed,
        "left_out": submission.left_out,
        "problems": [
            {
                "reason": problem.reason,
                "severity": problem.severity,
                "message": problem_sentence(problem, dataset),
                "count": problem.count,
                "rows": problem.rows,
                "sheet": problem.sheet,
            }
            for problem in problems
            if problem.severity != Severity.NOTICE
        ],
        "notices": notice_sentences(submission)
        + [
            {"code": problem.reason, "message": problem_sentence(problem, dataset), "rows": problem.rows}
            for problem in problems
            if problem.severity == Severity.NOTICE
        ],
        "layout": (submission.recognized.get("layout") or {}).get("key", ""),
        "link_rate": submission.recognized.get("link_rate"),
        "recognized": submission.recognized.get("columns", {}),
        "refusal": submission.refusal,
    }
