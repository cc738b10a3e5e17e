"""Plans of evaluations and what came of them: written, locked, run on the facts, shown.

In reading order: `periods` and `outcomes` fix what a plan can choose; `terms` is a plan's content; `models` and
`actions` keep it; `gather` makes the panel from facts, `panels` the outcome; `document` is the result as it is
stored, `hide` what of it may be seen; `run` does it in the background; `screens/` show it.
"""
