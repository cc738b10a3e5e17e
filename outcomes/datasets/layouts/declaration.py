"""The words in which a known export declares itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ..headers import fold, positions_of


class DoesNotFit(Exception):
    """Raised by `reshape`: such a file cannot be taken, for a reason that only its rows show."""

    def __init__(self, code, sentence):
        super().__init__(code)
        self.code, self.sentence = code, sentence


@dataclass(frozen=True, eq=False)
class Layout:
    """A known export: how it is recognized, which of its columns are read, what they become.

    key, title: the title is shown to the person ("Recognized as: ..."). dataset: key of the dataset; "" for a
        file that is refused whatever it is handed in as.
    recognizes: headers that must all be there, compared without case, blanks and punctuation; a tuple among
        them is a choice of spellings, of which one must be there.
    absent: headers of which none may be there.
    says: a regular expression to be found, whatever the case, in what stands around the table (title lines,
        the sheet's and the file's name), for exports whose headers do not say what they are.
    columns: {name: header, or spellings of it, best first}. A name is a column of the dataset, or any other
        that only `reshape` needs. What is not there is simply not read. {}: the dataset's own names and aliases.
    wide: {name: function of a header that returns a key, or None}, for headers that hold values (one column
        per year or group): such a column is read as "name:key" (`Rows.wide`, `Rows.melt`).
    constants: {column of the dataset: text} that is the same in every row.
    words: {column of the dataset: {text in the file: text that the dataset understands}}, compared without
        case and outer blanks.
    reshape: function of `Rows` that returns `Rows` with the dataset's columns; None where `columns` says all.
    refuses: a sentence; such a file is known, but cannot be taken for this reason.
    notices: codes of sentences (outcomes.datasets.reasons) that are always told about such a file.
    about: where such a file comes from, one sentence for docs/layouts.md.
    """

    key: str
    title: str
    dataset: str
    recognizes: tuple
    columns: Mapping[str, str | tuple[str, ...]]
    absent: tuple[str, ...] = ()
    says: str = ""
    wide: Mapping[str, Callable] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    reshape: Callable | None = None
    refuses: str = ""
    notices: tuple[str, ...] = ()
    about: str = ""

    @property
    def demands(self):
        """How much must be there for a file to fit; the more, the surer."""
        return len(self.recognizes) + len(self.absent) + bool(self.says)

    def fits(self, header, told=""):
        """Whether a table with this header is such an export."""
        known = positions_of(header)
        return (
            all(any(fold(text) in known for text in _spellings(one)) for one in self.recognizes)
            and not any(fold(text) in known for text in self.absent)
            and (not self.says or re.search(self.says, told, re.I) is not None)
        )

    def find(self, header):
        """{name: position in the header} of what is read."""
        known, found = positions_of(header), {}
        for name, spellings in self.columns.items():
            positions = [known[fold(text)] for text in _spellings(spellings) if fold(text) in known]
            if positions:
                found[name] = positions[0]
        for name, key_of in self.wide.items():
            for position, text in enumerate(header):
                key = key_of(text) if position not in found.values() else None
                if key is not None:
                    found.setdefault(f"{name}:{key}", position)
        return found


def _spellings(header):
    return (header,) if isinstance(header, str) else header
