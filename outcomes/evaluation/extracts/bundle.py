"""The files of an extract, and the report made again from them. Pure: no database.

panel.csv      what the plan gathered (plans.gather), students by numbers of the project's own
codebook.csv   each column: what it is, its unit, its values
plan.json      the plan's terms, who is in no row at all, and how the program was run
result.json    the report that these rows give, to be held against what the script gives
"""

import csv
import io
import json
import random
import zipfile

import pandas as pd

from ..plans.document import document
from ..plans.terms import Terms

PANEL, CODEBOOK, PLAN, RESULT = "panel.csv", "codebook.csv", "plan.json", "result.json"
COLUMNS = {
    "student": ("number", "The student, by a number of this project; it means nothing elsewhere."),
    "school": ("text", "The school's code."),
    "period": ("number", "The step of time; plan.json tells which steps (half years, quarters or years)."),
    "expected": ("hundredths of a day", "Days of enrollment on which attendance was expected."),
    "absent": ("hundredths of a day", "Days missed: excused, unexcused and suspended out of school."),
    "unexcused": ("hundredths of a day", "Days missed without an excuse."),
    "grade": ("text", "Grade in the school year."),
    "sex": ("text", "As the district reports it."),
    "race": ("text", "As the district reports it."),
    "english_learner": ("yes, no", "As the district reports it; empty where it does not."),
    "disability": ("yes, no", "As the district reports it; empty where it does not."),
    "disadvantaged": ("yes, no", "As the district reports it; empty where it does not."),
    "suspensions": ("number", "Suspensions in the period; empty where the school did not report."),
    "suspensions_in": ("number", "Of these, in school; empty where the school did not report."),
    "suspensions_before": (
        "number",
        "Suspensions up to the last baseline, the same in every row of a student.",
    ),
    "participant": ("0, 1", "Entered the program at any time (intent to treat)."),
    "entry": ("number", "The period of first entry; empty for the others."),
    "hours": ("hours", "Service received by the end of the window; empty where nothing was handed in."),
}
TEXTS = {"school": str, "grade": str, "sex": str, "race": str} | dict.fromkeys(
    ("english_learner", "disability", "disadvantaged"), str
)


def bundle(terms, frame, *, refused, unlinked, operation, seed, project):
    """The ZIP of an extract (bytes). operation: as plans.operation gives it; project: text that makes the students'
    numbers its own.
    """
    frame = renumbered(frame, f"{seed}|{project}")
    frame = frame[[name for name in COLUMNS if name in frame]]
    plan = {
        "terms": terms.as_json(),
        "refused": refused,
        "unlinked": unlinked,
        "operation": operation,
        "project": project,
    }
    panel = frame.to_csv(index=False)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PANEL, panel)
        archive.writestr(CODEBOOK, codebook(frame))
        archive.writestr(PLAN, json.dumps(plan, indent=1))
        archive.writestr(RESULT, json.dumps(report(panel, plan), indent=1))
    return out.getvalue()


def report(panel, plan):
    """The report (plans.document) of panel.csv as text and plan.json as a dictionary."""
    frame = pd.read_csv(io.StringIO(panel), dtype=TEXTS, keep_default_na=False, na_values=[""])
    # An unknown grade is a grade of its own, as in what was gathered.
    frame["grade"] = frame["grade"].fillna("")
    return document(
        Terms.from_json(plan["terms"]),
        frame,
        refused=plan["refused"],
        unlinked=plan["unlinked"],
        operation=plan["operation"],
    )


def report_of_bundle(content):
    """(the report made again, the report that came with it) of an extract's ZIP."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        made = report(archive.read(PANEL).decode(), json.loads(archive.read(PLAN)))
        return made, json.loads(archive.read(RESULT))


def renumbered(frame, secret):
    """Students by numbers of a project's own, in the same order, so that sums are added in the same order."""
    lot, number, numbers = random.Random(secret), 1000, {}
    for student in sorted(frame["student"].unique().tolist()):
        number += lot.randint(1, 50)
        numbers[student] = number
    return frame.assign(student=frame["student"].map(numbers))


def codebook(frame):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["column", "unit or values", "meaning", "rows that hold it"])
    for name in frame:
        unit, meaning = COLUMNS[name]
        writer.writerow([name, unit, meaning, int(frame[name].notna().sum())])
    return out.getvalue()
