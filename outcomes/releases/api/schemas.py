"""What the API answers with; its OpenAPI description is made of these."""

from datetime import datetime

from ninja import Field, Schema


class ReleaseLine(Schema):
    """A public release, without its numbers."""

    slug: str
    title: str
    program: str | None = Field(description="Short name of the program; null: the partnership as a whole.")
    school_years: list[str]
    state: str = Field(description="`published`, or `superseded` by a release that corrects it.")
    published_at: datetime
    corrects: str | None = Field(description="Slug of the release that this one corrects.")
    corrected_by: str | None = Field(description="Slug of the release that corrects this one.")
    erratum: str = Field(description="What was wrong in the release that this one corrects.")
    checksum: str = Field(description="SHA-256 over the sums of all stored files; what was approved.")
    page: str = Field(description="Address of the page for people.")
    cells: str = Field(description="Address of its numbers.")


class Releases(Schema):
    count: int
    next: str | None
    releases: list[ReleaseLine]


class MeasureDefinition(Schema):
    """A measure as it was defined when the release was made."""

    measure: str
    version: int
    title: str
    in_plain_words: str
    why_it_matters: str
    numerator: str
    denominator: str
    unit: str
    better: str
    who_counts: str
    level: str
    source: str
    authored_by: str
    checked_by: str
    next_review: str


class ReleaseFile(Schema):
    name: str
    content_type: str
    sha256: str
    url: str


class ReleaseWhole(ReleaseLine):
    """A public release with the definitions of its measures and its files, without its numbers."""

    about: dict[str, str]
    descriptive: str
    definitions: list[MeasureDefinition]
    files: list[ReleaseFile]


class CellOut(Schema):
    """One number, or why there is none. Levels are never to be added up."""

    measure: str
    school_year: str
    population: str = Field(description="`participants` or `all`.")
    level: str = Field(
        description="`partnership`, `program`, `district`, `city`, `school` or `organization`."
    )
    place: str = Field(description="Code of the place, short name of a program; empty for the partnership.")
    place_name: str
    dimension: str = Field(description="Empty for everybody.")
    group: str
    state: str = Field(
        description="`published`, `at_most` or `at_least` (see `bound`), `hidden`, `not_enough_data`, `not_reported` "
        "or `does_not_add_up` (groups that are more than their total). None is zero."
    )
    value: float | None
    bound: float | int | None = Field(
        description="Near 0 and 100 percent a step stands for the number: it is at most, or at least, so much."
    )
    numerator: float | int | None
    denominator: float | int | None
    unit: str
    kind: str = Field(description="Where the number comes from, such as `district_record`.")
    reported: int = Field(description="Schools (programs, organizations) that reported.")
    expected: int
    late: int
    comparable: bool
    note: str


class Cells(Schema):
    release: str
    count: int
    next: str | None
    legend: dict[str, str] = Field(description="What each state means.")
    cells: list[CellOut]


class Refused(Schema):
    detail: str


class Misread(Schema):
    loc: list[str | int] = Field(description="Where in the request: `query`, then the name of the parameter.")
    msg: str


class NotUnderstood(Schema):
    detail: list[Misread]
