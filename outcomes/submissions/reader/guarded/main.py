"""The child's whole life: take one file from standard input, answer in frames on standard output, end."""

import gc
import json
import os
import sys

from . import frames
from .body import Body
from .choice import Candidate, choose
from .encodings import UTF8, UTF16_BE, UTF16_LE
from .kind import WORKBOOK, kind_of
from .layout import layout_of, sample_of
from .periods import school_year, year_of_sheet
from .remarks import Refusal, Remarks
from .survey import column_letters
from .text import Text
from .workbook import Workbook


def main():
    """Exit code 0 whenever an answer was sent, a refusal included."""
    # Rows hold no cycles, and looking for them among a batch of rows takes a sixth of the time.
    gc.disable()
    stdin, out = sys.stdin.buffer, sys.stdout.buffer
    request = json.loads(stdin.read(frames.LENGTH.unpack(stdin.read(frames.LENGTH.size))[0]))
    try:
        restrict(request["limits"])
        answer = _answer(stdin.read(request["length"]), request)
        for frame in answer:
            out.write(frame)
            out.flush()
    except BrokenPipeError:
        os._exit(0)
    except Refusal as refusal:
        _refuse(out, refusal.code, refusal.details)
    except MemoryError:
        _refuse(out, "too_much_memory", {})
    except Exception as error:
        # A hostile file may find any fault; only its kind and place are told.
        _refuse(out, "unreadable", {"where": _where(error)})
    os._exit(0)


def _refuse(out, code, details):
    try:
        out.write(frames.pack(frames.REFUSED, {"code": code, "details": details}))
        out.flush()
    except BrokenPipeError:
        pass


def _where(error):
    """Type and place of a fault, without its message: messages quote data."""
    trace = error.__traceback__
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{type(error).__name__} {os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}"


def restrict(limits):
    """Take away what a reader does not need: memory, time, files, processes, core dumps.

    On a system without such limits the parent's own, of bytes and waiting, remain.
    """
    try:
        import resource
    except ImportError:
        return
    cpu = limits["cpu_seconds"]
    for name, most, beyond in (
        ("RLIMIT_CORE", 0, 0),
        ("RLIMIT_FSIZE", 0, 0),
        ("RLIMIT_NPROC", 0, 0),
        ("RLIMIT_CPU", cpu, cpu + 5),
        ("RLIMIT_AS", limits["memory"], limits["memory"]),
    ):
        try:
            resource.setrlimit(getattr(resource, name), (most, beyond))
        except (AttributeError, ValueError, OSError):
            continue


def _answer(content, request):
    limits, remarks = request["limits"], Remarks()
    if kind_of(content) == WORKBOOK:
        workbook = Workbook(content, limits)
        candidates = [Candidate(workbook, sheet, request["header_row"]) for sheet in workbook.sheets]
        chosen = choose(candidates, request["sheet"], remarks)
        yield _opened(remarks, format="xlsx", sheets=[candidate.facts() for candidate in candidates])
        tables = [(candidate.source, candidate.layout) for candidate in chosen]
    else:
        if request["sheet"] is not None:
            raise Refusal("no_sheets_in_text", wanted=request["sheet"])
        text = Text(content, limits)
        sample = sample_of(text)
        layout = layout_of(text, sample, limits, request["header_row"])
        _say_encoding(text, sample, remarks)
        yield _opened(remarks, format="csv", encoding=text.encoding, delimiter=text.dialect.delimiter)
        tables = [(text, layout)]
    for source, layout in tables:
        yield from _table(source, layout, request, remarks)
    yield frames.pack(frames.DONE, {})


def _opened(remarks, **facts):
    return frames.pack(frames.OPENED, {**facts, "notices": remarks.take()})


def _say_encoding(text, sample, remarks):
    if text.encoding in (UTF16_LE, UTF16_BE):
        remarks.say("encoding_utf16")
    elif text.encoding != UTF8:
        telling = [row for row, record in sample if not all(map(str.isascii, record))]
        remarks.say("encoding_guessed", rows=telling, encoding=text.encoding)
    if text.dialect.backslash:
        remarks.say("backslash_quotes")


def _table(source, layout, request, remarks):
    """The frames of one table: its head, its batches, its end."""
    period, found_in = _period(source, layout, request["name"])
    _say_layout(source, layout, remarks)
    yield frames.pack(
        frames.TABLE,
        {
            "sheet": source.name,
            "period": period,
            "period_from": found_in,
            "titles": layout.titles,
            "header": layout.header,
            "header_row": layout.header_row,
            "letters": [column_letters(place) for place in layout.columns],
            "rows_about": source.rows_about,
            "fields": layout.width,
            "notices": remarks.take(),
        },
    )
    body = Body(source, layout, request["limits"], remarks)
    for numbers, columns, problems in body.batches():
        yield frames.pack_batch(numbers, columns, problems)
    yield frames.pack(frames.TABLE_END, {"rows": body.rows, "notices": remarks.take()})


def _period(source, layout, name):
    """The school year that sheet name, titles or file name speak of, and which of them."""
    for text, where in (
        (source.name, "sheet"),
        (" ".join(layout.titles), "title"),
        (name, "name"),
    ):
        year = year_of_sheet(text) if where == "sheet" else school_year(text)
        if year:
            return year, where
    return "", ""


def _say_layout(source, layout, remarks):
    if layout.titles:
        remarks.say("title_lines", count=len(layout.titles), header_row=layout.header_row)
    if layout.joined:
        remarks.say("header_joined", upper=layout.header_row - 1, lower=layout.header_row)
    if layout.stray:
        letters = [column_letters(place) for place in layout.stray]
        remarks.say("stray_columns", columns=letters, count=len(letters))
    if layout.unnamed:
        letters = [column_letters(place) for place in layout.unnamed]
        remarks.say("unnamed_columns", columns=letters, count=len(letters))
    if source.survey:
        if source.survey.formulas:
            remarks.say("formulas_cached", count=source.survey.formulas)
        merged = [top for _, top, _, _ in source.survey.merges if top > layout.header_row]
        if merged:
            remarks.say("merged_cells", rows=sorted(set(merged)), count=len(merged))
