"""The fix-it workbook: the partner's own rows handed back with what is wrong in them, and taken in corrected.

In reading order: `marks` (which rows and cells the problems are about), `titles` and `cells` (what the workbook
adds to the file's own columns, and how a cell is written and read back), `workbook`, `hand_back`; then
`uploaded` (one upload of corrected rows), `overlay` (corrected rows in the place of the file's), `rounds`
(the uploads of a submission, and what becomes of them), `correct`.
"""
