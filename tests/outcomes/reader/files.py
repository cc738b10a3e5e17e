"""Spreadsheets made for the tests, honest and hostile, and a short way to read one whole."""

import io
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from outcomes.submissions.reader import Limits, read

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HIDDEN = ' state="hidden"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass
class Whole:
    """One table read to its end."""

    header: list
    rows: dict
    table: object
    problems: list = field(default_factory=list)


def read_whole(content, name="file.csv", *, sheet=None, header_row=None, limits=None):
    """(reading, [Whole]) of a file."""
    if isinstance(content, str):
        content = content.encode()
    wholes = []
    with read(content, name, sheet=sheet, header_row=header_row, limits=limits or Limits()) as reading:
        for table in reading.tables():
            whole = Whole(table.header, {}, table)
            for batch in table.batches():
                assert all(len(column) == len(batch.rows) for column in batch.columns)
                whole.rows.update(zip(batch.rows, zip(*batch.columns, strict=True), strict=True))
                whole.problems += batch.problems
            wholes.append(whole)
    return reading, wholes


def read_one(content, name="file.csv", **choices):
    """(reading, Whole) of a file with one table."""
    reading, wholes = read_whole(content, name, **choices)
    assert len(wholes) == 1
    return reading, wholes[0]


def codes(reading):
    return [notice.code for notice in reading.notices]


def notice(reading, code):
    """The one notice with this code."""
    (found,) = [notice for notice in reading.notices if notice.code == code]
    return found


def cell(reference, value=None, *, kind=None, style=None, formula=None):
    """XML of a cell; `value=None` leaves out its <v>."""
    attributes = f' r="{reference}"' if reference else ""
    attributes += f' s="{style}"' if style is not None else ""
    attributes += f' t="{kind}"' if kind else ""
    inside = f"<f>{formula}</f>" if formula is not None else ""
    if kind == "inlineStr":
        inside += f"<is><t>{escape(value)}</t></is>"
    elif value is not None:
        inside += f"<v>{escape(str(value))}</v>"
    return f"<c{attributes}>{inside}</c>" if inside else f"<c{attributes}/>"


def row(number, *cells, hidden=False):
    """XML of a row; cells are XML already, or text and numbers to be placed from column A on."""
    made = []
    for place, content in enumerate(cells):
        reference = f"{chr(65 + place)}{number}"
        if isinstance(content, str) and content.startswith("<c"):
            made.append(content)
        elif isinstance(content, str):
            made.append(cell(reference, content, kind="inlineStr") if content else "")
        elif content is not None:
            made.append(cell(reference, content))
    marked = ' hidden="1"' if hidden else ""
    return f'<row r="{number}"{marked}>{"".join(made)}</row>'


def sheet(*rows, before="", after="", dimension="A1"):
    """XML of a worksheet."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>{before}'
        f"<sheetData>{''.join(rows)}</sheetData>{after}</worksheet>"
    )


def workbook(sheets, *, formats=(), strings=None, hidden=(), epoch_1904=False, extra=None, compress=True):
    """Bytes of a workbook. `sheets`: name -> XML. `formats`: number format codes of cell styles 1, 2, ...
    `strings`: XML of the shared strings, or a list of them. `extra`: more parts, name -> text, replacing
    those made here.
    """
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{place}" r:id="rId{place}"{HIDDEN if name in hidden else ""}/>'
        for place, name in enumerate(sheets, 1)
    )
    number_formats = "".join(
        f'<numFmt numFmtId="{164 + place}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for place, code in enumerate(formats)
    )
    styles = "".join(f'<xf numFmtId="{164 + place}" xfId="0"/>' for place in range(len(formats)))
    related = "".join(
        f'<Relationship Id="rId{place}" Type="{RELATIONS}/worksheet" Target="worksheets/sheet{place}.xml"/>'
        for place in range(1, len(sheets) + 1)
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{RELATIONS}/officeDocument" '
        f'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><workbookPr date1904="{int(epoch_1904)}"/>'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{related}'
        f'<Relationship Id="s1" Type="{RELATIONS}/styles" Target="styles.xml"/>'
        f'<Relationship Id="s2" Type="{RELATIONS}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts>{number_formats}</numFmts>'
        f'<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>{styles}</cellXfs></styleSheet>',
    }
    if strings is not None:
        if not isinstance(strings, (str, bytes)):
            strings = (
                f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{escape(text)}</t></si>" for text in strings)}</sst>'
            )
        parts["xl/sharedStrings.xml"] = strings
    for place, xml in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{place}.xml"] = xml
    parts.update(extra or {})
    return zipped(parts, compress)


def zipped(parts, compress=True):
    """Bytes of a zip archive."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED if compress else zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return made.getvalue()


def one_sheet(*rows, name="Data", before="", after="", **choices):
    """A workbook with one sheet of these rows."""
    return workbook({name: sheet(*rows, before=before, after=after)}, **choices)
