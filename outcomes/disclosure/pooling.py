"""Small groups told together, before a page becomes a wall of asterisks."""

# Where more than this share of a dimension's cells is hidden, its small groups are pooled, if that shows more.
MOST_HIDDEN = 0.3


def small_groups(sizes, *, enough, keep=()):
    """The groups that are told together, [] where none need to be, or where it would not help.

    sizes: {group: people}. enough: people of whom anything can be told. keep: groups that are never pooled. Those below
    `enough` belong together, and the next larger ones until they reach it; never one alone, never all.
    """
    told = {group: people for group, people in sizes.items() if group not in keep}
    small = [group for group, people in told.items() if people < enough]
    if len(small) < 2:
        return []
    pooled, together = [], 0
    for group in sorted(told, key=lambda group: (told[group], group)):
        if group not in small and together >= enough:
            break
        pooled.append(group)
        together += told[group]
    return sorted(pooled) if together >= enough and len(pooled) < len(told) else []
