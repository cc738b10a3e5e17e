"""The one-way wire from child to parent: a kind, a length, a payload.

Payloads are JSON and plain UTF-8 text, never pickle or marshal: whatever a hostile file makes of the child,
what it sends is only ever text to the parent. A column travels as its cells joined by NUL, which no cell can
contain.
"""

import json
import struct

OPENED, TABLE, BATCH, TABLE_END, DONE, REFUSED = b"O", b"T", b"B", b"E", b"D", b"R"
HEAD = struct.Struct(">cI")
LENGTH = struct.Struct(">I")
#: No honest frame comes near this; the parent stops reading at it.
LONGEST = 128 * 1024 * 1024


def pack(kind, facts):
    """Bytes of a frame whose payload is one JSON value."""
    payload = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return HEAD.pack(kind, len(payload)) + payload


def runs(numbers):
    """Row numbers as [first, count] pairs: one pair for a batch without gaps.

    >>> runs([2, 3, 4, 9])
    [[2, 3], [9, 1]]
    """
    if not numbers:
        return []
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return [[numbers[0], len(numbers)]]
    pairs = []
    for number in numbers:
        if pairs and pairs[-1][0] + pairs[-1][1] == number:
            pairs[-1][1] += 1
        else:
            pairs.append([number, 1])
    return pairs


def pack_batch(numbers, columns, problems):
    """Bytes of a batch: row numbers (ascending), columns and row problems (number, code, cells), all cells
    joined by NUL.
    """
    texts = [*columns, "".join(cells for _, _, cells in problems)]
    texts = [text.encode("utf-8", "replace") for text in texts]
    facts = {
        "runs": runs(numbers),
        "texts": [len(text) for text in texts],
        "problems": [(number, code, len(cells)) for number, code, cells in problems],
    }
    header = json.dumps(facts, separators=(",", ":")).encode()
    body = b"".join([LENGTH.pack(len(header)), header, *texts])
    return HEAD.pack(BATCH, len(body)) + body


def unpack(payload):
    """The JSON value of a payload made by `pack`. Raises ValueError."""
    return json.loads(bytes(payload))


def unpack_batch(payload):
    """(row number runs, columns, problems) of a payload made by `pack_batch`, cells of problems still joined.

    Raises ValueError when it does not add up.
    """
    view = memoryview(payload)
    if len(view) < LENGTH.size:
        raise ValueError("batch without a header")
    start = LENGTH.size + LENGTH.unpack(view[: LENGTH.size])[0]
    facts = json.loads(bytes(view[LENGTH.size : start]))
    texts = []
    for length in facts["texts"]:
        texts.append(str(view[start : start + length], "utf-8"))
        start += length
    height = sum(count for _, count in facts["runs"])
    columns = [text.split("\0") if height else [] for text in texts[:-1]]
    if start != len(view) or any(len(column) != height for column in columns):
        raise ValueError("columns and row numbers disagree")
    problems, start = [], 0
    for number, code, length in facts["problems"]:
        problems.append((number, code, texts[-1][start : start + length]))
        start += length
    return facts["runs"], columns, problems
