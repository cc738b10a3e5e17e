"""Words that nobody knew: collected while a file is checked, kept in the vault, asked about, and remembered.

Only of columns that hold words of a short list, school names or groups; never of personal columns.
"""

import json
from collections import Counter
from dataclasses import dataclass

import numpy as np
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.datasets.groups import GROUPS
from outcomes.datasets.layouts import LAYOUTS
from outcomes.submissions.match import schools_of
from outcomes.submissions.named_schools import has_names_only
from outcomes.submissions.personal import personal_content
from outcomes.submissions.read import notice
from outcomes.submissions.targets import KIND, LEAVE_OUT, SCHOOL, SCHOOLS, WORD, is_group, key_of, word_key
from outcomes.submissions.understand import GRADES, folded_word, words_of
from partnership import vault

# More different words than this are no short list, but free text, which may speak of people.
MOST, LONGEST = 50, 60
WORDLIKE = {"word", "flag", "grade"}
# Columns of numbers: what is no number may be a word for a kind of missing.
NUMBERS = {"count", "rate", "date", "days"}
KINDS_OF_MISSING = {
    "not_reported": gettext_lazy("Not reported"),
    "suppressed": gettext_lazy("Hidden by the source, to protect people"),
    "not_applicable": gettext_lazy("Not applicable"),
    "not_measurable": gettext_lazy("Not measurable"),
}


@dataclass
class Unknown:
    """Words of one column that nobody knew, and codes that were read in their usual meaning. key: of the column, or
    "school". title: what the column is to us. words: [(word, rows that hold it)], the unknown ones first, then the
    most frequent. meanings: {word: target} of those that were understood. groups: [(label, [(target, label)])].
    """

    key: str
    title: str
    words: list
    meanings: dict
    groups: list


def unknown_words(dataset, data, frame):
    """{key of column: {word: rows}} of what the check did not understand."""
    columns, found = {column.name: column for column in dataset.columns}, {}
    for finding in frame.findings:
        rows = finding.rows[~frame.left_out[finding.rows]]
        if finding.reason in ("unknown_school", "ambiguous_school") and _by_name(dataset, data):
            for name in ("school_name", "school_code"):
                if name in data.columns:
                    rows = _count(found, "school", data.columns[name], rows)
        elif finding.reason == "not_understood":
            column = columns.get(finding.column)
            if column and column.name in data.columns and _is_asked_about(column):
                _count(found, key_of(column), data.columns[column.name], rows, column.type in NUMBERS)
    return {key: dict(words) for key, words in found.items() if _is_a_list(words)}


def usual_words(dataset, data):
    """{key of column: {word: rows}} of the codes that were read as their system usually means them."""
    found = {}
    for column in dataset.columns:
        if column.name in data.usual and column.type == "word":
            rows, words = np.arange(len(data)), {}
            _count(words, key_of(column), data.columns[column.name], rows)
            usual = data.usual[column.name]
            known = {word: n for word, n in words.get(key_of(column), {}).items() if word_key(word) in usual}
            if known and len(known) <= MOST:
                found[key_of(column)] = known
    return found


def _by_name(dataset, data):
    """Whether the file's schools may be mapped; those with a state's codes are what they are."""
    return dataset.place == "school" or has_names_only(data.columns)


def keep(submission, unknown, usual):
    """Lock the words of a submission that a person may speak of away; what was kept before is destroyed."""
    forget(submission, why="the file was read again")
    if unknown or usual:
        submission.unknown_words = vault.put(
            json.dumps({"unknown": unknown, "usual": usual}).encode(),
            by=submission.created_by,
            owner=submission.organization,
            purpose="unknown words",
            destroy_on=submission.vault_item.destroy_on,
        )
        submission.save(update_fields=["unknown_words"])


def forget(submission, *, why, by=None):
    if submission.unknown_words:
        item, submission.unknown_words = submission.unknown_words, None
        submission.save(update_fields=["unknown_words"])
        vault.destroy(item, by=by, why=why)


def asked_about(submission, dataset, *, by):
    """[Unknown] of a submission, opened from the vault. Raises vault.Destroyed."""
    content = vault.open_item(submission.unknown_words, by=by, why="to ask what its words mean")
    kept = json.loads(content)
    columns = {key_of(column): column for column in dataset.columns}
    said = submission.word_mapping.choices if submission.word_mapping else {}
    return [
        Unknown(
            key,
            str(_("School")) if key == "school" else str(columns[key].title),
            [
                pair
                for words in (kept["unknown"].get(key, {}), kept["usual"].get(key, {}))
                for pair in sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
            ],
            _meanings(columns[key], submission, kept["usual"].get(key, ()), said.get(key, {})),
            targets_of(columns[key], submission.organization),
        )
        for key in {**kept["unknown"], **kept["usual"]}
        if key in columns
    ]


def _meanings(column, submission, words, said):
    """{word: target} of codes: as the organization said, else as the layout usually means them."""
    layout = LAYOUTS.get((submission.recognized.get("layout") or {}).get("key"))
    usual = layout.words.get(column.name, {}) if layout else {}
    own = words_of(column)
    return {
        word: said.get(word_key(word)) or f"{WORD}{own[folded_word(usual[word_key(word)])]}"
        for word in words
        if word_key(word) in said or folded_word(usual.get(word_key(word), "")) in own
    }


def targets_of(column, organization):
    """[(label, [(target, label)])]: what a word of a column may be said to mean."""
    groups = []
    if column.name in SCHOOLS:
        schools = [
            (f"{SCHOOL}{place.pk}", f"{place.name} ({place.code})") for place in schools_of(organization)
        ]
        groups.append((_("Schools"), sorted(schools, key=lambda school: school[1])))
    elif own := own_words(column):
        groups.append((_("Known words"), [(f"{WORD}{ours}", label) for ours, label in own]))
    may_be_missing = not column.required or column.type == "count"
    if may_be_missing and column.name not in SCHOOLS and not is_group(column):
        groups.append(
            (_("No value"), [(f"{KIND}{kind}", str(label)) for kind, label in KINDS_OF_MISSING.items()])
        )
    return [*groups, (_("The rows"), [(LEAVE_OUT, _("Leave these rows out"))])]


# Letters of a word that is rather a code.
MOST_OF_A_CODE = 3


def own_words(column):
    """[(our word, how people read it)] of a column with a short list of words; else []."""
    if column.type == "flag":
        return [("yes", _("Yes")), ("no", _("No"))]
    if column.type == "grade":
        known = dict.fromkeys([*(f"{grade:02d}" for grade in range(1, 13)), *GRADES.values()])
        return [(grade, grade.lstrip("0")) for grade in known]
    if is_group(column):
        return [(key, str(group.title)) for key, group in GROUPS.items()]
    best = {}
    for word, ours in column.words.items():
        known = best.setdefault(ours, word)
        # A code of a few letters says nothing to people; else what the declaration names first is its best word.
        if len(known) <= MOST_OF_A_CODE < len(word):
            best[ours] = word
    return [(ours, label[:1].upper() + label[1:]) for ours, label in best.items()]


def notices_of(data, submission, words):
    """That the file was read as people said before, as notices. words: the Mapping of words, or None."""
    is_remembered = data.mapping and data.mapping.made_at < submission.created_at
    found = [notice("columns_remembered", **_said(data.mapping))] if is_remembered else []
    number = used(data, words) if words else 0
    return found + ([notice("words_remembered", number=number, **_said(words))] if number else [])


def _said(mapping):
    return {
        "person": mapping.made_by.get_full_name() or str(mapping.made_by),
        "date": date_format(timezone.localtime(mapping.made_at), "DATE_FORMAT"),
        "version": mapping.version,
    }


def used(data, mapping):
    """How many words of a file people had said the meaning of."""
    keys = {"school": SCHOOLS}
    return sum(
        word_key(text) in words
        for key, words in mapping.choices.items()
        for name in keys.get(key, {key}) & data.columns.keys()
        for text in data.columns[name].values
    )


def _is_asked_about(column):
    is_listed = column.type in WORDLIKE or is_group(column)
    return not column.personal and (
        is_listed or (column.type in NUMBERS and not column.required) or column.type == "count"
    )


def _count(found, key, column, rows, only_words=False):
    """Count the texts of some rows of a column, each distinct text looked at once; the rows that have none."""
    words = found.setdefault(key, Counter())
    codes = column.codes[rows]
    counts = np.bincount(codes, minlength=len(column.values))
    if np.count_nonzero(counts) > 100 * MOST:
        # No list of words: nobody is asked about it, whatever the words are.
        words.update(map(str, range(MOST + 1)))
        return rows[:0]
    blank = np.zeros(len(column.values), bool)
    spelled = {word_key(word): word for word in words}
    for code in np.flatnonzero(counts):
        text = " ".join(column.values[code].split())
        blank[code] = not text
        if len(words) > MOST:
            continue
        if text and not (only_words and any(map(str.isdigit, text))):
            words[spelled.setdefault(word_key(text), text)] += int(counts[code])
    return rows[blank[codes]]


def _is_a_list(words):
    """Whether these may be asked about at all."""
    return 0 < len(words) <= MOST and max(map(len, words)) <= LONGEST and not personal_content(list(words))


def targets_by_word(unknown, targets):
    """{key: {word as kept: target}} of what was chosen, without what was left open. Raises ValidationError where
    a word was not asked about or cannot mean that.
    """
    said, asked = {}, {each.key: each for each in unknown}
    for key, words in targets.items():
        allowed = (
            {target for _label, group in asked[key].groups for target, _name in group}
            if key in asked
            else set()
        )
        known = {word for word, _rows in asked[key].words} if key in asked else set()
        for word, target in words.items():
            if not target or (key in asked and target == asked[key].meanings.get(word)):
                continue
            if word not in known or target not in allowed:
                raise ValidationError(_("Choose a meaning that is offered."), code="no_such_meaning")
            said.setdefault(key, {})[word_key(word)] = target
    return said
