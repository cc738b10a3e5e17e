"""The parts of a workbook that all its sheets share: their list, the styles, the strings."""

import re
from typing import NamedTuple

from .archive import Archive, relationships_of, resolve
from .number_formats import renderer
from .remarks import Refusal
from .xml import deeper, elements, feed, local, new_parser

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class SheetPart(NamedTuple):
    """One sheet of a workbook: its name, the part that holds it, whether it is hidden."""

    name: str
    part: str
    hidden: bool


class Workbook:
    """An opened workbook. `sheets` are its worksheets in order; charts, dialogs and macros are not listed."""

    def __init__(self, content, limits):
        self.limits = limits
        self.archive = Archive(content, limits)
        self._main = self._main_part()
        self._related = self._relationships()
        self.epoch_1904 = False
        self.sheets = []
        self._read_main()
        self._strings = None
        self.renderers = self._renderers()

    @property
    def strings(self):
        """Shared strings, loaded when a sheet is first read."""
        if self._strings is None:
            self._strings = self._shared_strings()
        return self._strings

    def _main_part(self):
        if self.archive.has("_rels/.rels"):
            for _, name, attributes in elements(self.archive, "_rels/.rels"):
                if name == "Relationship" and attributes.get("Type", "").endswith("/officeDocument"):
                    return resolve("", attributes.get("Target", ""))
        return "xl/workbook.xml"

    def _relationships(self):
        """Relationship id -> (last word of its type, part)."""
        return {
            attributes.get("Id"): (
                attributes.get("Type", "").rpartition("/")[2],
                resolve(self._main, attributes.get("Target", "")),
            )
            for _, name, attributes in elements(self.archive, relationships_of(self._main))
            if name == "Relationship" and attributes.get("TargetMode") != "External"
        }

    def _read_main(self):
        for parent, name, attributes in elements(self.archive, self._main):
            if name == "workbookPr":
                self.epoch_1904 = attributes.get("date1904") in ("1", "true", "on")
            elif name == "sheet" and parent == "sheets":
                kind, part = self._related.get(attributes.get("id"), ("", ""))
                if kind == "worksheet":
                    hidden = attributes.get("state", "visible") != "visible"
                    self.sheets.append(SheetPart(attributes.get("name", ""), part, hidden))
        if len(self.sheets) > self.limits["sheets"]:
            raise Refusal("too_many_sheets", count=len(self.sheets), limit=self.limits["sheets"])

    def _part_of_kind(self, kind):
        return next(
            (part for found, part in self._related.values() if found == kind and self.archive.has(part)), None
        )

    def _renderers(self):
        """Cell style number (as text) -> (render, what it restores), for the styles that change what a number
        means.
        """
        part = self._part_of_kind("styles")
        if part is None:
            return {}
        codes, cell_formats = {}, []
        for parent, name, attributes in elements(self.archive, part):
            if name == "numFmt" and parent == "numFmts":
                codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
            elif name == "xf" and parent == "cellXfs":
                cell_formats.append(attributes.get("numFmtId", "0"))
        known = {}
        for style, format_id in enumerate(cell_formats):
            number = int(format_id) if format_id.isdigit() else 0
            render, restores = renderer(number, codes.get(format_id), self.epoch_1904)
            if render:
                known[str(style)] = (render, restores)
        return known

    def _shared_strings(self):
        part = self._part_of_kind("sharedStrings")
        return [] if part is None else read_strings(self.archive, part, self.limits)


def read_strings(archive, part, limits):
    """All shared strings; the runs of a rich text joined, phonetic guides left out."""
    strings, pieces = [], []
    phonetic = keep = False
    size = length = depth = 0

    def start(tag, attributes):
        nonlocal phonetic, keep, depth
        depth = deeper(depth)
        name = local(tag)
        if name == "t":
            keep = not phonetic
        elif name == "rPh":
            phonetic = True
        elif name == "sst" and attributes.get("uniqueCount", "0").isdigit():
            _check_count(int(attributes.get("uniqueCount", "0")))

    def end(tag):
        nonlocal phonetic, keep, depth, size, length
        depth -= 1
        name = local(tag)
        if name == "si":
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            pieces.clear()
            strings.append(unescape(text) if "_x" in text else text)
            size, length = size + length, 0
            if size > limits["characters"]:
                raise Refusal("too_much_text")
            if not len(strings) & 0xFFFF:
                _check_count(len(strings))
        elif name == "t":
            keep = False
        elif name == "rPh":
            phonetic = False

    def characters(text):
        nonlocal length
        if keep:
            pieces.append(text)
            length += len(text)
            if length > limits["cell"]:
                raise Refusal("too_large_cell")

    def _check_count(count):
        if count > limits["strings"]:
            raise Refusal("too_many_strings", limit=limits["strings"])

    parser = new_parser(start, end, characters)
    for piece in archive.pieces(part):
        feed(parser, piece, part)
    feed(parser, b"", part, last=True)
    _check_count(len(strings))
    return strings


def unescape(text):
    """Characters that XML cannot hold are written `_x000D_`; those a cell may contain are put back."""

    def character(match):
        code = int(match[1], 16)
        return (
            chr(code) if code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE else match[0]
        )

    return _ESCAPED.sub(character, text)
