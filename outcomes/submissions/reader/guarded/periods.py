"""School years in names of sheets and files and in titles: `18-19`, `2018-19`, `2009-2010`, `SY 2018_19`,
`2018`.
"""

import re

_LONG = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[-_/\u2013 ]\s?((?:19|20)?\d\d)(?!\d)")
_SHORT = re.compile(r"(?<!\d)(\d\d)\s?[-_/\u2013]\s?(\d\d)(?!\d)(?![-_/]\d)")
_SINGLE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")


def school_year(text):
    """`2018-19` when the text names exactly one school year, else "".

    >>> school_year("18-19"), school_year("Rates 2009-2010"), school_year("2017_2024"), school_year("6-8")
    ('2018-19', '2009-10', '', '')
    """
    years = set()
    for pattern, century in ((_LONG, 0), (_SHORT, 2000)):
        for first, second in pattern.findall(text):
            start = int(first) + century
            if (start + 1) % 100 == int(second) % 100 and (len(second) == 2 or int(second) == start + 1):
                years.add(start)
        if years:
            break
    if len(years) != 1:
        return ""
    start = years.pop()
    return f"{start}-{(start + 1) % 100:02d}"


def year_of_sheet(name):
    """The school year in a sheet's name, or the single calendar year it names, or ""."""
    single = set(_SINGLE.findall(name))
    return school_year(name) or (single.pop() if len(single) == 1 else "")
