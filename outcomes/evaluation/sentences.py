"""The sentence of each design that states its estimate: more, less, or as much."""

from django.utils.translation import gettext_lazy as _

from .designs import ancova, counts, matched, school_level, staggered

MORE, LESS, SAME = 1, -1, 0
PAIRS = "pairs"

FACTS = {
    PAIRS: {
        MORE: _(
            "Among %(n)s matched pairs, %(outcome)s of participants changed %(size)s more than that of "
            "similar students (interval %(low)s to %(high)s)."
        ),
        LESS: _(
            "Among %(n)s matched pairs, %(outcome)s of participants changed %(size)s less than that of "
            "similar students (difference %(value)s, interval %(low)s to %(high)s)."
        ),
        SAME: _(
            "Among %(n)s matched pairs, %(outcome)s of participants changed as much as that of similar "
            "students (interval %(low)s to %(high)s)."
        ),
    },
    matched.NAME: {
        MORE: _(
            "Among %(n)s participants and %(m)s similar students, %(outcome)s of participants changed "
            "%(size)s more (interval %(low)s to %(high)s)."
        ),
        LESS: _(
            "Among %(n)s participants and %(m)s similar students, %(outcome)s of participants changed "
            "%(size)s less (difference %(value)s, interval %(low)s to %(high)s)."
        ),
        SAME: _(
            "Among %(n)s participants and %(m)s similar students, %(outcome)s of participants changed as "
            "much (interval %(low)s to %(high)s)."
        ),
    },
    staggered.NAME: {
        MORE: _(
            "Among %(n)s participants, %(outcome)s since entry changed %(size)s more than that of %(m)s "
            "similar students who had not entered (interval %(low)s to %(high)s)."
        ),
        LESS: _(
            "Among %(n)s participants, %(outcome)s since entry changed %(size)s less than that of %(m)s "
            "similar students who had not entered (difference %(value)s, interval %(low)s to %(high)s)."
        ),
        SAME: _(
            "Among %(n)s participants, %(outcome)s since entry changed as much as that of %(m)s similar "
            "students who had not entered (interval %(low)s to %(high)s)."
        ),
    },
    ancova.NAME: {
        MORE: _(
            "Among %(n)s participants, %(outcome)s ended %(size)s higher than the years before and the "
            "results of %(m)s other students foretold (interval %(low)s to %(high)s)."
        ),
        LESS: _(
            "Among %(n)s participants, %(outcome)s ended %(size)s lower than the years before and the "
            "results of %(m)s other students foretold (difference %(value)s, interval %(low)s to "
            "%(high)s)."
        ),
        SAME: _(
            "Among %(n)s participants, %(outcome)s ended where the years before and the results of %(m)s "
            "other students foretold (interval %(low)s to %(high)s)."
        ),
    },
    counts.NAME: {
        MORE: _(
            "%(n)s participants had %(size)s %(outcome)s per enrolled day than %(m)s students with the "
            "same history (interval: %(low)s to %(high)s)."
        ),
        LESS: _(
            "%(n)s participants had %(size)s %(outcome)s per enrolled day than %(m)s students with the "
            "same history (interval: %(low)s to %(high)s)."
        ),
        SAME: _(
            "%(n)s participants had as many %(outcome)s per enrolled day as %(m)s students with the same "
            "history (interval: %(low)s to %(high)s)."
        ),
    },
    school_level.NAME: {
        MORE: _(
            "In %(n)s schools with the program, %(outcome)s ended %(size)s higher than in %(m)s other "
            "schools with the same years before (interval %(low)s to %(high)s)."
        ),
        LESS: _(
            "In %(n)s schools with the program, %(outcome)s ended %(size)s lower than in %(m)s other "
            "schools with the same years before (difference %(value)s, interval %(low)s to %(high)s)."
        ),
        SAME: _(
            "In %(n)s schools with the program, %(outcome)s ended where it did in %(m)s other schools "
            "with the same years before (interval %(low)s to %(high)s)."
        ),
    },
}
