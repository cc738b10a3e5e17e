"""Releases of kind evaluation: the frozen result of one plan, with its words, tables, drawings and workbook.

`build` takes a finished run; `files` makes what is stored; `page` reads it again for the reader. It holds no cell: the
numbers of an evaluation are in its document, hidden already when it was computed (evaluation.plans.hide).
"""
