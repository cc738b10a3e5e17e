"""From a roster of names and birth dates to a district's students: suggested, confirmed, then forgotten.

In reading order: `names` makes names comparable; `tokens` finds candidates by keyed hashes alone; `score` weighs
a pair; `match` assigns one to one; `models`, `rosters`, `suggestions` are the journey; `screens/` its pages.
"""
