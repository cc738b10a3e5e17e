"""Several outcomes asked at once: p-values adjusted; both the raw and the adjusted are shown.

None (a p-value that was withheld) stays None and does not count as a test.
"""


def holm(ps):
    """Step-down Bonferroni (Holm 1979): for the declared primary outcomes."""
    return _adjusted(ps, lambda p, rank, tests: p * (tests - rank), running=max, ascending=True)


def benjamini_hochberg(ps):
    """Step-up false discovery rate (Benjamini and Hochberg 1995): within one domain or set of subgroups."""
    return _adjusted(ps, lambda p, rank, tests: p * tests / (rank + 1), running=min, ascending=False)


def _adjusted(ps, enlarge, *, running, ascending):
    order = sorted((i for i, p in enumerate(ps) if p is not None), key=lambda i: ps[i])
    tests, adjusted, carried = len(order), [None] * len(ps), None
    for rank in range(tests) if ascending else reversed(range(tests)):
        value = min(1.0, enlarge(ps[order[rank]], rank, tests))
        carried = value if carried is None else running(carried, value)
        adjusted[order[rank]] = carried
    return adjusted
