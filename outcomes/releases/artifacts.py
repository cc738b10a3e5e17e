"""The stored files of a release: data in three formats, and a chart per measure, language and width."""

import hashlib

from django.conf import settings

from .charts import chart_name, draw_all
from .exports import as_csv, as_json, as_xlsx
from .models import Artifact
from .tables import definitions_of, headlines, rows

JSON, CSV, XLSX = "data.json", "data.csv", "data.xlsx"
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}


def make_artifacts(release, cells):
    """[Artifact], not yet saved, of an unsaved release and its cells."""
    table, whole = rows(release, cells), headlines(release, cells)
    told = {one.key: [row for row in whole if row.definition == one] for one in definitions_of(release)}
    charts = [
        (measure, language) for measure in told if told[measure] for language, _name in settings.LANGUAGES
    ]
    drawings, made = draw_all(
        [(told[measure], language) for measure, language in charts],
        title=release.title,
        meanwhile=lambda: _data(release, table),
    )
    for (measure, language), widths in zip(charts, drawings, strict=True):
        made += [artifact(chart_name(measure, language, width), svg) for width, svg in widths.items()]
    return made


def _data(release, table):
    return [
        artifact(JSON, as_json(release, table)),
        artifact(CSV, as_csv(release, table)),
        artifact(XLSX, as_xlsx(release, table)),
    ]


def artifact(name, content):
    return Artifact(
        name=name,
        content_type=TYPES[name.rsplit(".", 1)[1]],
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def checksum_of(artifacts):
    """sha256 over the files' own sums, in the format of `sha256sum`, sorted by name."""
    lines = "".join(f"{one.sha256}  {one.name}\n" for one in sorted(artifacts, key=lambda one: one.name))
    return hashlib.sha256(lines.encode()).hexdigest()
