"""The words in which a dataset declares itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Model

from partnership.models.organization import Kind

# What a claim's period is; ALWAYS: a list as it stands, of no period.
SCHOOL_YEAR = "school_year"
MONTH = "month"
YEAR = "year"
ALWAYS = ""
FOUND = "found"
DECLARED = "declared"
# Kinds of organization that have such files (Dataset.kinds).
SCHOOLS = frozenset({Kind.SCHOOL_DISTRICT, Kind.COUNTY_OFFICE, Kind.STATE_OFFICE, Kind.NONPROFIT})


@dataclass(frozen=True, eq=False)
class Column:
    """One thing that a row tells.

    type: how its text is understood (outcomes.submissions.understand): text, code, count, days, date,
        school_year, month, year, word, label, name, flag, grade, mark, amount, rate, student_id, participant_code.
    aliases: headers under which it is known, best first; compared without case, blanks and punctuation.
    words: for type word: {text in a file, compared likewise: our word}.
    width: for type code, the digits it has; lost zeros are put back. For label and name, the most letters.
    personal: "" or the class of personal data; such a value becomes a key at the gate or is dropped.
    unless: columns of the dataset any of which makes a required one dispensable.
    example, help: what a template shows in the column's first row, and says to who fills it in.
    """

    name: str
    title: str
    type: str = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    width: int = 0
    personal: str = ""
    unless: tuple[str, ...] = ()
    example: str = ""
    help: str = ""


@dataclass(frozen=True, eq=False)
class Facts:
    """What the rows of a frame become.

    rows: for each fact, the position in the frame of the row that it comes from (int array).
    families: for each fact, its family of groups (list of str), or None where the dataset has none.
    values: {field of the fact model: list or array}, without the claim and the student key.
    """

    rows: object
    values: Mapping[str, object]
    families: object = None


@dataclass(frozen=True, eq=False)
class Dataset:
    """A kind of spreadsheet.

    scope: FOUND: the rows tell for which places and periods the file is complete; DECLARED: the submitter
        does, because a school without an event has still reported zero.
    period: what a claim's period is: a school year, a month, a calendar year, or ALWAYS; `period_column` tells
        it, else the submission.
    place: "school" (a column names it), "levels" (county, district and school codes), "program" (the submitter
        names it), "organization" (the column "agency" names it, else it is the one that hands the file in).
    rules: functions of the frame, run in order; they report findings and never change a value.
    derive: function of the frame that makes columns of others, before anything is checked.
    facts: turns a checked frame into Facts.
    identity: fields of the fact model that identify a *row of the spreadsheet* within place and period;
        `parts` those that tell apart several facts of one row.
    implied_families: a family that a file with the key's family is complete for as well.
    reasons: sentences of its own findings, {reason: text with %(name)s}.
    """

    key: str
    title: str
    row: str
    fact: type[Model]
    columns: tuple[Column, ...]
    facts: Callable
    identity: tuple[str, ...]
    order: int
    parts: tuple[str, ...] = ()
    scope: str = FOUND
    period: str = SCHOOL_YEAR
    period_column: str = ""
    place: str = "school"
    # The column of the day on which what a row tells happened or began, where there is one.
    day_column: str = ""
    is_student_level: bool = True
    may_be_empty: bool = False
    rules: tuple[Callable, ...] = ()
    derive: Callable | None = None
    implied_families: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    # Where not the same columns are needed in every file: function of the names of the columns found and the
    # headers that were not, which returns the titles of those missing.
    lacks: Callable | None = None
    # Names of the columns that are typed on screen, row by row (outcomes.sheets); None: as they are told there;
    # empty: never typed. Files about single people never are.
    typed: tuple[str, ...] | None = None
    # Whether students of the file are looked up among those enrolled.
    check_enrolled: bool = False
    # (field of the facts, {field: value}): the total that is compared with the period before, over the facts
    # with these values; without one, rows are.
    headline: tuple[str, Mapping[str, str]] | None = None
    # (rows, percent): acceptance that changes or removes more than both of what counts waits for a second
    # person; None: as settings.CHANGE_THRESHOLD says.
    change_threshold: tuple[int, int] | None = None
    # How often it is expected (SCHOOL_YEAR or MONTH), and so many days after the period's end; months in
    # which nothing is expected (outcomes.timeliness).
    cadence: str = SCHOOL_YEAR
    due_days: int = 45
    months_off: tuple[int, ...] = ()
    # Kinds of organization that have such files; empty: any. Law enforcement never has student-level ones.
    kinds: frozenset[str] = frozenset()
    # False where the file holds nothing that an agreement could be about.
    needs_agreement: bool = True
    # A right that handing in and accepting take besides submit_data.
    also_needs: str = ""

    @property
    def needs_period(self):
        """Whether the submitter has to say for which school year the file is complete."""
        return self.scope == DECLARED

    @property
    def needs_program(self):
        return self.place == "program"

    def lacking(self, names):
        """The required columns that are not among these names, nor anything that stands in for them.

        A school year may stand in the file's name, sheet or title as well, or be declared.
        """
        names, lacking = set(names), []
        for column in self.columns:
            if column.name == self.period_column and self.period == SCHOOL_YEAR:
                continue
            told = names | {other.name for other in lacking}
            if column.required and column.name not in names and not set(column.unless) & told:
                lacking.append(column)
        return lacking

    def fits(self, organization):
        """Whether an organization of this kind may hand it in."""
        if self.is_student_level and organization.is_law_enforcement:
            return False
        return not self.kinds or organization.kind in self.kinds

    def __str__(self):
        return str(self.title)
