"""Which numbers of a draft may be shown, seen together with everything that is public already.

In reading order: facts (the counts of students behind the numbers), public (what earlier releases tell of them),
relations (the equations between them), solve (one kind of count after the other through the suppressor).
"""
