"""Can a number that must not be known be computed from all that is released? Told from released cells alone.

It shares nothing with `hiding` but the names of the counts: the equations are set up anew, from what a reader sees
(`reader`), solved for the bounds of every hidden count (disclosure.audit), and judged by the list of counts that
must not be known, which was kept when a release was built (`guard`).
"""
