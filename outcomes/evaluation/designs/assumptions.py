"""Each design in a sentence that a principal understands: what it is, rests on, and cannot rule out."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    """label: beside every number; assumption: what must be true; limit: what may not be concluded."""

    label: str
    assumption: str
    limit: str


WORDS = {
    "staggered": Words(
        label=_("Staggered entry, compared with similar students who had not entered"),
        assumption=_(
            "Without the program, participants would have changed after entry as much as students of the "
            "same school and grade with the same record who had not entered by then."
        ),
        limit=_(
            "This design cannot rule out that something else happened to participants just when they entered."
        ),
    ),
    "matched": Words(
        label=_("Similar students compared"),
        assumption=_(
            "Without the program, participants would have changed as much as students of the same school "
            "and grade who had the same record in the years before."
        ),
        limit=_(
            "This design cannot rule out that participants differed from similar students in something "
            "nobody recorded, such as motivation or help at home."
        ),
    ),
    "ancova": Words(
        label=_("Compared with what earlier years foretold"),
        assumption=_(
            "Earlier years foretell participants' results as they foretell those of other students of "
            "the same school, also where few other students had such years."
        ),
        limit=_(
            "This design cannot rule out that participants differed from other students in something "
            "nobody recorded, or that bad years foretell less for them."
        ),
    ),
    "counts": Words(
        label=_("Events per enrolled day, compared with students with the same history"),
        assumption=_(
            "Without the program, participants would have had as many events per enrolled day as "
            "students of the same school and grade who had as many before."
        ),
        limit=_(
            "This design cannot rule out that participants differed from other students in something "
            "nobody recorded, or that events were recorded differently for them."
        ),
    ),
    "school_level": Words(
        label=_("Schools with the program compared with schools without"),
        assumption=_(
            "Without the program, its schools would have changed as much as other schools with the same "
            "rates in the years before."
        ),
        limit=_(
            "This design says nothing of single students, and cannot rule out that something else "
            "happened in the program's schools."
        ),
    ),
    "descriptive": Words(
        label=_("Before and after: not an effect"),
        assumption=_("Nothing is assumed, and therefore nothing can be said about what the program did."),
        limit=_(
            "This cannot show an effect in either direction. Students chosen after a bad year usually "
            "improve by themselves, and any change may have happened to all students."
        ),
    ),
}
