"""An attacker who has nothing but what everybody gets: pages, CSV, workbook, JSON, drawings and API of all releases.

Nothing of the suppressor or of the auditor is used here. The numbers are read from each form of publication (`readers`),
what the field knows of its measures is written down again (`knowledge`), the equations are set up anew and every bound
is found by a linear program of its own (`equations`).
"""
