"""The zip container of a workbook, opened with distrust: nothing is inflated that was not weighed first.

The directory is checked as a whole (number of parts, names twice, encryption, declared sizes and ratios);
then parts are inflated piece by piece and counted, because a directory can lie.
"""

import io
import posixpath
import zipfile
import zlib

from .remarks import Refusal

_PIECE = 1 << 18
#: A part that is small when inflated cannot be a bomb, whatever its ratio.
_HARMLESS = 16 * 1024 * 1024
_READABLE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
#: RuntimeError covers a compression and an encryption that zipfile does not know.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError)
#: A part whose presence tells what kind of zip this is -> refusal code.
_OTHER_CONTENTS = (
    ("xl/workbook.bin", "binary_workbook"),
    ("word/", "document"),
    ("ppt/", "document"),
    ("content.xml", "open_document"),
    ("Index/", "numbers_document"),
)


class Archive:
    """Parts of a workbook by name. Raises Refusal: zip_bomb, locked_workbook, damaged_workbook, or what else
    the zip is.
    """

    def __init__(self, content, limits):
        self.limits = limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            parts = self._zip.infolist()
        except _BROKEN:
            raise Refusal("damaged_workbook", part="") from None
        self._check_directory(parts)
        self._parts = {part.filename.lstrip("/").lower(): part for part in parts}
        self._refuse_other_contents()

    def _check_directory(self, parts):
        if len(parts) > self.limits["parts"]:
            raise Refusal("zip_bomb")
        if len({part.filename.lower() for part in parts}) < len(parts):
            raise Refusal("damaged_workbook", part="")
        if any(part.flag_bits & 1 for part in parts):
            raise Refusal("locked_workbook")
        for part in parts:
            self._weigh(part, part.file_size)
        if sum(part.file_size for part in parts) > self.limits["inflated"]:
            raise Refusal("zip_bomb")

    def _weigh(self, part, inflated):
        if inflated > self.limits["inflated"]:
            raise Refusal("zip_bomb")
        if inflated > _HARMLESS and inflated > self.limits["ratio"] * max(part.compress_size, 1):
            raise Refusal("zip_bomb")

    def _refuse_other_contents(self):
        if any(name.startswith("xl/") for name in self._parts) and not self.has("xl/workbook.bin"):
            return
        for mark, code in _OTHER_CONTENTS:
            if any(name.startswith(mark.lower()) for name in self._parts):
                raise Refusal(code)
        raise Refusal("archive")

    def has(self, name):
        return name.lower() in self._parts

    def pieces(self, name):
        """Inflated bytes of a part, piece by piece, counted while they come. Raises Refusal when absent or
        broken.
        """
        part = self._parts.get(name.lower())
        if part is None or part.compress_type not in _READABLE:
            raise Refusal("damaged_workbook", part=name)
        inflated = 0
        try:
            with self._zip.open(part) as stream:
                while piece := stream.read(_PIECE):
                    if not inflated and b"\0" in piece[:64]:
                        raise Refusal("damaged_workbook", part=name)
                    inflated += len(piece)
                    self._weigh(part, inflated)
                    yield piece
        except _BROKEN:
            raise Refusal("damaged_workbook", part=name) from None


def resolve(base, target):
    """Name of the part that a relationship of part `base` points to; targets are relative, or absolute from
    the root.
    """
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def relationships_of(part):
    """Name of the part that holds the relationships of a part."""
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")
