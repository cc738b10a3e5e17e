"""The mechanism by which a known export is recognized and becomes a dataset's columns."""

import numpy as np
import pytest
from django.conf import settings
from django.utils import translation

from outcomes.datasets import DATASETS
from outcomes.datasets.frame import Coded
from outcomes.datasets.layouts import LAYOUTS, Layout, Rows, fitting
from outcomes.datasets.reasons import REASONS


def rows_of(**columns):
    """Rows 2, 3, 4 ... of a file with these columns of text."""
    length = len(next(iter(columns.values())))
    coded = {name.replace("__", ":"): Coded.of(texts) for name, texts in columns.items()}
    return Rows(np.arange(2, length + 2), coded, {name: name for name in coded}, Coded.same("", length))


def layout(**kwargs):
    given = {"key": "one", "title": "One", "dataset": "school_totals", "columns": {}, "recognizes": ("A b",)}
    return Layout(**given | kwargs)


@pytest.mark.parametrize("known", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_layout_speaks_of_a_dataset_and_its_columns(known):
    assert known.title and known.about and known.recognizes
    if known.refuses:
        return
    columns = {column.name for column in DATASETS[known.dataset].columns}
    assert set(known.constants) | set(known.words) <= columns
    assert set(known.notices) <= set(REASONS) | set(DATASETS[known.dataset].reasons)
    if known.reshape is None and known.columns:
        assert not DATASETS[known.dataset].lacking({*known.columns, *known.constants})


def test_a_header_is_compared_without_case_blanks_and_punctuation_and_by_its_last_part():
    assert layout().fits(["x", "a_B"])
    assert layout().fits(["Reference.Identity.AB"])
    assert not layout().fits(["x"])


def test_spellings_what_must_be_absent_and_what_stands_around():
    assert layout(recognizes=(("x", "y"),)).fits(["Y"])
    assert not layout(absent=("c",)).fits(["A b", "C"])
    assert layout(says="suspension rates?, ").fits(["A b"], "Suspension Rates, 2016-17\nx.csv")
    assert not layout(says="suspension").fits(["A b"], "Chronic Absenteeism")


def test_the_most_demanding_layout_is_taken(monkeypatch):
    plain, sure = layout(), layout(key="two", recognizes=("A b", "C"))
    monkeypatch.setattr("outcomes.datasets.layouts.LAYOUTS", {"one": plain, "two": sure})
    assert fitting("school_totals", ["a b", "c"]) is sure
    assert fitting("school_totals", ["a b"]) is plain
    assert fitting("student_attendance", ["a b"]) is None


def test_columns_are_found_by_the_best_spelling_and_headers_that_hold_values_by_their_key():
    known = layout(
        columns={"enrollment": ("Total", "Enrolled"), "nothing": "Zzz"},
        wide={"share": lambda header: header.lower() if header in ("White", "Asian") else None},
    )
    assert known.find(["Enrolled", "White", "Total", "Asian"]) == {
        "enrollment": 2,
        "share:white": 1,
        "share:asian": 3,
    }


def test_a_column_made_of_others_calls_its_function_once_for_each_combination():
    calls = []

    def joined(*texts):
        calls.append(texts)
        return "".join(texts)

    rows = rows_of(a=["1", "1", "2", "1"], b=["x", "x", "y", "z"])
    made = rows.mapped(joined, "a", "b")
    assert made.texts().tolist() == ["1x", "1x", "2y", "1z"]
    assert len(calls) == 3
    # Equal results share their code, so that rows can be compared by it.
    assert rows.mapped(lambda text: "same", "a").codes.tolist() == [0, 0, 0, 0]
    assert rows.mapped(lambda text: text, "absent").texts().tolist() == ["", "", "", ""]


def test_one_row_per_group_keeps_the_row_number():
    rows = rows_of(school=["S1", "S2"], share__white=[".5", "*"], share__asian=["1", ".5"])
    melted = rows.melt("share", "group_title", "value")
    assert melted.numbers.tolist() == [2, 2, 3, 3]
    assert melted["school"].texts().tolist() == ["S1", "S1", "S2", "S2"]
    assert melted["group_title"].texts().tolist() == ["white", "asian"] * 2
    assert melted["value"].texts().tolist() == [".5", "1", "*", ".5"]


def test_rows_that_are_wrong_or_left_out_go_no_further_and_are_told_by_number():
    rows = rows_of(school=["S1", "Total", "?"], share__white=["1", "2", "3"])
    rows.leave_out("state_total", rows.mask("school", lambda text: text == "Total"), "school")
    rows.error("blank", rows.mask("school", lambda text: text in ("?", "Total")), "school")
    assert rows.melt("share", "key", "value").numbers.tolist() == [2]
    told = [(finding.reason, finding.severity, numbers.tolist()) for finding, numbers in rows.found]
    assert told == [("state_total", "left_out", [3]), ("blank", "error", [4])]


def test_rows_put_together_are_summed_and_tell_every_row_behind_them():
    rows = rows_of(student=["a", "b", "a", "?", "a"], month=["1", "1", "1", "1", "2"])
    rows.error("blank", rows.mask("student", lambda text: text == "?"), "student")
    days = np.array([100, 50, 25, 999, 100])
    whole = rows.collapse(["student", "month"], days={"absent": days}, counts={"events": np.ones(5, int)})
    assert whole["student"].texts().tolist() == ["a", "b", "a"]
    assert whole["absent"].texts().tolist() == ["1.25", "0.50", "1.00"]
    assert whole["events"].texts().tolist() == ["2", "1", "1"]
    assert whole.numbers.tolist() == [2, 3, 6]
    numbers, owners = whole.behind
    assert numbers.tolist() == [2, 3, 4, 6]
    assert owners.tolist() == [0, 1, 0, 2]


def table_of_layouts():
    """The table of docs/layouts.md, as it should be."""
    lines = ["| layout | dataset | recognized by | where it comes from |", "| --- | --- | --- | --- |"]
    with translation.override("en"):
        for known in LAYOUTS.values():
            choices = [[one] if isinstance(one, str) else one for one in known.recognizes]
            words = ", ".join(" or ".join(f"`{text}`" for text in texts) for texts in choices)
            if known.says:
                words += f"; around the table: {' or '.join(f'`{word}`' for word in known.says.split('|'))}"
            lines.append(f"| {known.title} | {_dataset(known)} | {words} | {str(known.about)} |")
    return "\n".join(lines)


def _dataset(known):
    return DATASETS[known.dataset].title if known.dataset else "refused"


def test_the_layouts_are_documented():
    text = (settings.BASE_DIR / "docs" / "layouts.md").read_text()
    assert table_of_layouts() in text, f"docs/layouts.md should hold:\n\n{table_of_layouts()}\n"
