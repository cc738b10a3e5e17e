"""What an organization's people said about its files, put together for reading."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from outcomes.datasets import DATASETS
from outcomes.submissions.targets import KIND, LEAVE_OUT, SCHOOL, WORD, key_of
from partnership.models import Place

from .models import Kind, Mapping
from .words import KINDS_OF_MISSING, own_words


@dataclass
class Answer:
    """One kind of file, or the words of a dataset. latest: its Mapping. lines: [(theirs, ours)] of it.
    versions: all its Mappings, the newest first.
    """

    dataset: str
    latest: Mapping
    lines: list
    versions: list = field(default_factory=list)

    @property
    def in_force(self):
        return self.latest.revoked_at is None

    @property
    def is_of_words(self):
        return self.latest.kind == Kind.WORDS


def review(organization):
    """[(title of the dataset, [Answer])], those in force first."""
    mappings = Mapping.objects.filter(organization=organization).select_related("made_by", "revoked_by")
    schools, found = _schools(mappings), {}
    for mapping in mappings:
        if mapping.dataset not in DATASETS:
            continue
        key = (mapping.dataset, mapping.kind, mapping.signature)
        if key not in found:
            found[key] = Answer(mapping.dataset, mapping, _lines(mapping, schools))
        found[key].versions.append(mapping)
    by_dataset = {}
    for answer in sorted(found.values(), key=lambda answer: not answer.in_force):
        by_dataset.setdefault(answer.dataset, []).append(answer)
    return [(DATASETS[key].title, by_dataset[key]) for key in DATASETS if key in by_dataset]


def _lines(mapping, schools):
    columns = {column.name: column for column in DATASETS[mapping.dataset].columns}
    if mapping.kind == Kind.WORDS:
        by_key = {key_of(column): column for column in columns.values()}
        return [
            (word, _meaning(target, by_key[key], schools))
            for key, words in mapping.choices.items()
            if key in by_key
            for word, target in sorted(words.items())
        ]
    chosen = mapping.choices
    lines = [
        (header, str(columns[name].title)) for name, header in chosen["columns"].items() if name in columns
    ]
    return lines + [
        (_("in every row: %(text)s") % {"text": text}, str(columns[name].title))
        for name, text in chosen["fixed"].items()
        if name in columns
    ]


def _meaning(target, column, schools):
    if target.startswith(SCHOOL):
        return schools.get(target.removeprefix(SCHOOL), _("a school that is no longer in the registry"))
    if target == LEAVE_OUT:
        return _("leave these rows out")
    if target.startswith(KIND):
        return str(KINDS_OF_MISSING[target.removeprefix(KIND)])
    ours = target.removeprefix(WORD)
    return f"{column.title}: {dict(own_words(column)).get(ours, ours)}"


def _schools(mappings):
    """{primary key: name} of the schools that words were said to mean, one query."""
    keys = {
        target.removeprefix(SCHOOL)
        for mapping in mappings
        if mapping.kind == Kind.WORDS
        for target in mapping.choices.get("school", {}).values()
        if target.startswith(SCHOOL)
    }
    return {str(place.pk): place.name for place in Place.objects.filter(pk__in=keys)} if keys else {}
