"""Files made to do harm, and files that are something else: each is refused with a sentence, and nothing else
happens.
"""

import io
import struct
import zipfile
import zlib

import pytest

from outcomes.submissions.reader import Limits, Refused, read

from .files import MAIN, cell, one_sheet, read_one, read_whole, row, sheet, workbook, zipped

HEAD = row(1, "school", "value")
MEGABYTE = 1024 * 1024


def refusal_of(content, name="upload.xlsx", **choices):
    with pytest.raises(Refused) as refused:
        read_whole(content, name, **choices)
    text = refused.value.sentence
    assert text[0].isupper() or text[0] == "“"
    assert text.endswith(".")
    assert len(text.split()) > 5
    return refused.value.code


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b",,,\r\n,,,\r\n", "empty"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>", "pdf"),
        (b"\r\n%PDF-1.4\n", "pdf"),
        (b"<!DOCTYPE html><html><body><table><tr><td>1</td></tr></table></body></html>", "html"),
        (b"\xef\xbb\xbf <html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>", "html"),
        (b"<?xml version='1.0'?><Workbook></Workbook>", "xml"),
        (b'{"rows": [1, 2]}', "json"),
        (b'[{"a": 1}]', "json"),
        (PNG, "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image"),
        (b"GIF89a\x01\x00\x01\x00", "image"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "archive"),
        (b"SQLite format 3\x00\x10\x00", "database"),
        (b"{\\rtf1\\ansi text}", "document"),
        (b"\x7fELF\x02\x01\x01\x00", "binary"),
        (bytes(range(256)) * 40, "binary"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "Workbook".encode("utf-16-le") + b"\0" * 60,
            "old_workbook",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "EncryptedPackage".encode("utf-16-le"),
            "locked_workbook",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500 + "WordDocument".encode("utf-16-le"), "document"),
        (zipped({"word/document.xml": "<w/>"}), "document"),
        (zipped({"mimetype": "x", "content.xml": "<o/>"}), "open_document"),
        (zipped({"xl/workbook.bin": "x", "xl/styles.xml": "<s/>"}), "binary_workbook"),
        (zipped({"Index/Document.iwa": "x"}), "numbers_document"),
        (zipped({"students.csv": "a,b\n1,2\n"}), "archive"),
        (b"PK\x05\x06" + b"\0" * 18, "archive"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content, code):
    assert refusal_of(content, "students.csv") == code


def test_letters_that_begin_like_another_format_are_only_letters():
    for start in ("BM", "PAR1", "GIF8", "Rar!"):
        _, whole = read_one(f"{start} code,days\nA,1\n")
        assert whole.header == [f"{start} code", "days"]


def test_an_upload_beyond_the_limit_starts_no_child():
    assert refusal_of(b"a,b\n" * 10, limits=Limits(content=8)) == "too_large"


def zip_bomb(size):
    """A workbook whose one sheet inflates to `size` bytes of nothing."""
    body = sheet(HEAD, " " * size)
    return workbook({"Data": body})


def test_a_zip_bomb_is_refused_before_it_unfolds():
    """With room for a third of what it would unfold to: had it been inflated, memory would be the reason
    given.
    """
    content = zip_bomb(200 * MEGABYTE)
    assert len(content) < 250_000
    assert refusal_of(content, limits=Limits(memory=70 * MEGABYTE)) == "zip_bomb"


def test_a_zip_bomb_beside_an_honest_sheet_is_refused_too():
    assert (
        refusal_of(
            workbook({"Data": sheet(HEAD, row(2, "A", 1))}, extra={"xl/media/x.bin": "0" * 40_000_000})
        )
        == "zip_bomb"
    )


def test_a_bomb_whose_directory_lies_about_its_size():
    content = bytearray(zip_bomb(64 * MEGABYTE))
    name = b"xl/worksheets/sheet1.xml"
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = -1
        while (place := content.find(signature, place + 1)) >= 0:
            start = place + (30 if signature == b"PK\x03\x04" else 46)
            if content[start : start + len(name)] == name:
                struct.pack_into("<I", content, place + at, 1000)
    assert refusal_of(bytes(content)) in ("damaged_workbook", "zip_bomb")


def test_many_parts_and_parts_twice():
    assert refusal_of(zipped({f"xl/{n}.xml": "" for n in range(6000)})) == "zip_bomb"
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive, pytest.warns(UserWarning):
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.writestr("xl/workbook.xml", "<b/>")
    assert refusal_of(made.getvalue()) == "damaged_workbook"


def test_the_last_cell_of_the_grid():
    content = one_sheet(
        row(1, "school"),
        f'<row r="1048576">{cell("XFD1048576", "x", kind="inlineStr")}</row>',
        compress=False,
    )
    assert len(content) < 3000
    assert refusal_of(content) == "too_many_columns"
    table = one_sheet(HEAD, row(2, "A", 1), f'<row r="1048576">{cell("XFD1048576", 1)}</row>')
    assert refusal_of(table) == "too_many_columns"


def test_the_last_row_of_the_grid_is_only_a_row():
    _, whole = read_one(one_sheet(HEAD, row(2, "A", 1), row(1_048_576, "B", 2)))
    assert whole.rows == {2: ("A", "1"), 1_048_576: ("B", "2")}


def test_a_sheet_that_lies_about_its_size():
    lie = sheet(HEAD, row(2, "A", 1), dimension="A1:XFD1048576")
    _, whole = read_one(workbook({"Data": lie}))
    assert whole.rows == {2: ("A", "1")}


LAUGHS = '<!DOCTYPE lolz [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]
)
def test_a_billion_laughs_in_any_part(part):
    laughing = f'<?xml version="1.0"?>{LAUGHS}]><a xmlns="{MAIN}">&j;</a>'
    content = workbook(
        {"Data": sheet(HEAD, row(2, cell("A2", 0, kind="s"), 1))}, strings=["x"], extra={part: laughing}
    )
    assert refusal_of(content) == "unsafe_xml"


def test_harm_on_a_sheet_that_nobody_chose_refuses_the_workbook():
    laughing = f'<?xml version="1.0"?>{LAUGHS}]><worksheet xmlns="{MAIN}">&j;</worksheet>'
    assert refusal_of(workbook({"Data": sheet(HEAD, row(2, "A", 1)), "Other": laughing})) == "unsafe_xml"


def test_an_entity_that_names_a_file():
    secret = f'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/hostname">]><sst xmlns="{MAIN}"><si><t>&f;</t></si></sst>'
    content = workbook({"Data": sheet(HEAD, row(2, cell("A2", 0, kind="s"), 1))}, strings=secret)
    assert refusal_of(content) == "unsafe_xml"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"])
def test_xml_a_million_levels_deep(part):
    deep = f'<worksheet xmlns="{MAIN}">' + "<a>" * 1_000_000
    content = workbook(
        {"Data": sheet(HEAD, row(2, cell("A2", 0, kind="s"), 1))}, strings=["x"], extra={part: deep}
    )
    assert refusal_of(content) == "unsafe_xml"


def test_three_million_strings():
    strings = f'<sst xmlns="{MAIN}">' + "<si><t>x</t></si>" * 3_000_000 + "</sst>"
    page = sheet(HEAD, row(2, cell("A2", 0, kind="s"), 1))
    assert refusal_of(workbook({"Data": page}, strings=strings, compress=False)) == "too_many_strings"
    claimed = f'<sst xmlns="{MAIN}" uniqueCount="3000000"><si><t>x</t></si></sst>'
    assert refusal_of(workbook({"Data": page}, strings=claimed)) == "too_many_strings"


def test_twelve_megabytes_in_one_cell():
    long = "x" * 12_000_000
    for content in (
        one_sheet(HEAD, row(2, long, 1), compress=False),
        workbook({"Data": sheet(HEAD, row(2, cell("A2", 0, kind="s"), 1))}, strings=[long], compress=False),
        one_sheet(HEAD, f'<row r="2"><c r="A2"><v>{long}</v></c></row>', compress=False),
    ):
        assert refusal_of(content) == "too_large_cell"


def test_one_long_string_in_a_million_cells_does_not_unfold():
    cells = "".join(
        row(n, *[cell(f"{chr(65 + c)}{n}", 0, kind="s") for c in range(2)]) for n in range(2, 5000)
    )
    content = workbook({"Data": sheet(HEAD, cells)}, strings=["x" * 30_000])
    assert refusal_of(content, limits=Limits(characters=100_000_000)) == "too_much_text"
    with read(content, "x.xlsx") as reading:
        (table,) = [next(reading.tables())]
        batch = next(table.batches())
        assert sum(len(text) for column in batch.columns for text in column) <= Limits().batch_characters


def encrypted_zip():
    made = bytearray(zipped({"xl/workbook.xml": "x", "xl/a.xml": "y"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := made.find(signature, place + 1)) >= 0:
            made[place + at] |= 1
    return bytes(made)


def wrong_checksum():
    content = one_sheet(HEAD, row(2, "A", 1), compress=False)
    return content.replace(b">A<", b">B<")


def cut_off():
    return one_sheet(HEAD, row(2, "A", 1))[:-200]


def broken_deflate():
    content = bytearray(one_sheet(HEAD, *(row(n, "A", n) for n in range(2, 500))))
    start = content.index(b"xl/worksheets/sheet1.xml") + 24
    content[start + 40 : start + 60] = b"\xff" * 20
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (encrypted_zip(), "locked_workbook"),
        (wrong_checksum(), "damaged_workbook"),
        (cut_off(), "damaged_workbook"),
        (broken_deflate(), "damaged_workbook"),
        (b"PK\x03\x04" + b"\0" * 200, "damaged_workbook"),
        (workbook({"Data": "<worksheet><sheetData><row r='1'>"}), "damaged_workbook"),
        (workbook({"Data": sheet(row(5, "a", "b"), row(4, 1, 2))}), "damaged_workbook"),
        (workbook({"Data": sheet(HEAD, '<row r="2"><c r="A7"><v>1</v></c></row>')}), "damaged_workbook"),
        (workbook({"Data": sheet(HEAD, '<row r="2"><c r="a2"><v>1</v></c></row>')}), "damaged_workbook"),
        (workbook({"Data": sheet(HEAD, '<row r="2"><c r="A2"><c r="B2"/></c></row>')}), "damaged_workbook"),
        (workbook({"Data": sheet(HEAD, '<row r="2"><row r="3"/></row>')}), "damaged_workbook"),
        (workbook({"Data": sheet(HEAD, '<row r="99999999999999999999"/>')}), "damaged_workbook"),
        (
            workbook({"Data": sheet(HEAD, row(2, cell("A2", 7, kind="s"), 1))}, strings=["x"]),
            "damaged_workbook",
        ),
        (
            workbook({"Data": sheet(HEAD, row(2, cell("A2", -1, kind="s"), 1))}, strings=["x"]),
            "damaged_workbook",
        ),
        (workbook({"Data": sheet(HEAD).encode("utf-16")}), "damaged_workbook"),
        (
            workbook({"Data": sheet(HEAD)}, extra={"xl/_rels/workbook.xml.rels": "<Relationships/>"}),
            "no_table_in_workbook",
        ),
        (workbook({"Data": sheet()}), "empty"),
        (workbook({f"S{n}": sheet() for n in range(201)}), "too_many_sheets"),
    ],
)
def test_locked_and_damaged_workbooks(content, code):
    assert refusal_of(content) == code


def test_a_sheet_stored_by_a_method_nobody_uses():
    made = io.BytesIO(one_sheet(HEAD, row(2, "A", 1)))
    with zipfile.ZipFile(made) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    squeezed = io.BytesIO()
    with zipfile.ZipFile(squeezed, "w", zipfile.ZIP_LZMA) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    assert refusal_of(squeezed.getvalue()) == "damaged_workbook"


def test_random_damage_never_gets_past_a_refusal():
    """Bytes changed here and there: the file is read or refused, never anything else."""
    honest = one_sheet(HEAD, *(row(n, "A", n) for n in range(2, 60)), strings=["x"], formats=["0000"])
    for seed in range(40):
        content = bytearray(honest)
        for step in range(1 + seed % 5):
            content[zlib.crc32(b"%d-%d" % (seed, step)) % len(content)] ^= 1 << seed % 8
        try:
            read_whole(bytes(content))
        except Refused as refused:
            assert refused.code != "unreadable", refused.details
