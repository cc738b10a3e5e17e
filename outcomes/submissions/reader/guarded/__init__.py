"""What runs in the reader's child process: standard library only, no Django, nothing of this project but
itself.

The child is started as `python -I -S` with this package on its path (see `reader.process`). It is given one
file on standard input, answers in frames on standard output and can do nothing else: no files, no core dump,
little memory, little time. Every module here is also importable from the parent, for the frame format and
for tests.

Reading order: `main`, `kind`, then for text `encodings`, `dialect`, `text`; for workbooks `archive`, `xml`,
`workbook`, `number_formats`, `survey`, `sheet`; then for both `layout` and `body`.
"""
