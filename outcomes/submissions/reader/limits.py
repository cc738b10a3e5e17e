"""How much of everything a file may ask for before it is refused."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Defaults suit a county: a million rows of a year's attendance pass, what only an attack or an accident
    needs does not.

    Sizes in bytes unless named otherwise. `memory` is the address space of the child, `seconds` how long the
    parent waits for its next sign of life, `cpu_seconds` all its computing time.
    """

    content: int = 256 * MEGABYTE
    memory: int = 640 * MEGABYTE
    cpu_seconds: int = 180
    seconds: float = 120.0
    rows: int = 5_000_000
    columns: int = 1_000
    #: Characters in a cell: what a spreadsheet program itself allows.
    cell: int = 32_767
    #: Characters in a file once read; a single string may be referred to by a million cells.
    characters: int = 2_000_000_000
    #: Workbooks: inflated bytes, inflated over compressed, parts, sheets, different strings.
    inflated: int = 1024 * MEGABYTE
    ratio: int = 100
    parts: int = 5_000
    sheets: int = 200
    strings: int = 1_500_000
    #: A batch: rows, cells, characters.
    batch_rows: int = 20_000
    batch_cells: int = 400_000
    batch_characters: int = 16 * MEGABYTE
