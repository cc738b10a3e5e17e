"""The questions about a file's columns and words, as forms. What may be answered is decided by the actions."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outcomes.submissions.identity import STATE_ID, kind_of_id
from outcomes.submissions.mapping.fixed import fixed_choices
from outcomes.submissions.mapping.look import is_needed
from outcomes.submissions.mapping.reading import NEVER_FIXED
from outcomes.submissions.mapping.suggest import BY_NAME
from outcomes.submissions.targets import SCHOOLS

HEADER, FIXED = "header:", "fixed:"
FREE = {"text", "label", "code"}
ONE_OF = SCHOOLS | {"cds_code"}


class ColumnsForm(forms.Form):
    """One choice for each of our columns; `needed` and `rest` are its bound fields in the order of asking."""

    id_kind = forms.ChoiceField(
        label=gettext_lazy("Whose student ids are these?"),
        choices=[
            ("local", gettext_lazy("Those of the district or school")),
            ("state", gettext_lazy("Those of the state (SSID)")),
        ],
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "The same number may be another student's elsewhere. The state's are the same everywhere."
        ),
        required=False,
    )

    def __init__(self, *args, seen, dataset, submission, **kwargs):
        super().__init__(*args, **kwargs)
        self.seen, self._needed = seen, []
        headers = [(f"{HEADER}{place}", _option(content)) for place, content in enumerate(seen.contents)]
        dispensable = self._dispensable(dataset, seen)
        for column in seen.columns:
            needed = is_needed(dataset, column) and column.name not in dispensable
            field = self._field(column, headers, fixed_choices(column, submission.organization), needed)
            self.fields[column.name] = field
            if needed:
                self._needed.append(column.name)
            if (
                column.type in FREE
                and column.name not in SCHOOLS
                and not fixed_choices(column, submission.organization)
            ):
                self.fields[f"every_{column.name}"] = forms.CharField(
                    label=_("%(column)s: the same in every row") % {"column": column.title},
                    required=False,
                    max_length=200,
                    initial=seen.said.get("fixed", {}).get(column.name, ""),
                )
        self._ask_whose_ids(seen)

    @staticmethod
    def _dispensable(dataset, seen):
        """Columns that nothing in the file looks like, and in whose place others were found."""
        lacking = {column.name for column in dataset.lacking(seen.suggestions)}
        stood_in_for = {column.name for column in dataset.columns if column.unless} - lacking
        return stood_in_for - seen.suggestions.keys()

    def _field(self, column, headers, fixed, needed):
        choices = [("", _("Choose") if column.required else _("Not in the file"))]
        choices += [(_("Columns of the file"), headers)]
        if fixed and column.type not in NEVER_FIXED:
            choices += [(_("The same in every row"), [(f"{FIXED}{text}", label) for text, label in fixed])]
        field = forms.ChoiceField(label=column.title, choices=choices, required=False)
        # The action says what is lacking; whether a school's name or code is told, one field alone cannot know.
        field.required = False
        suggestion = self.seen.suggestions.get(column.name)
        said = self.seen.said.get("fixed", {}).get(column.name)
        if said and any(text == said for text, _label in fixed):
            field.initial = f"{FIXED}{said}"
        elif suggestion:
            field.initial = f"{HEADER}{suggestion.position}"
            field.help_text = (
                _("Suggested by its name.")
                if suggestion.why == BY_NAME
                else _("Suggested by what stands below it.")
            )
        if column.name in ONE_OF and not column.required:
            field.help_text = " ".join(
                filter(None, [str(field.help_text), _("The school's code or its name is enough.")])
            )
        elif needed and column.required and not suggestion:
            field.help_text = _("Nothing in the file looks like it.")
        return field

    def _ask_whose_ids(self, seen):
        if not any(column.type == "student_id" for column in seen.columns):
            del self.fields["id_kind"]
            return
        suggestion = seen.suggestions.get("student_id")
        kind = kind_of_id(seen.header[suggestion.position]) if suggestion else ""
        self.fields["id_kind"].initial = seen.said.get("id_kind") or (
            "state" if kind == STATE_ID else "local"
        )

    def needed(self):
        """Bound fields without which the file cannot be read."""
        fields = [self[name] for name in self._needed]
        return fields + ([self["id_kind"]] if "id_kind" in self.fields else [])

    def rest(self):
        return [self[name] for name in self.fields if name not in self._needed and name != "id_kind"]

    def answer(self):
        """{"columns", "fixed", "id_kind"} as `answer_columns` takes them."""
        told, columns, fixed = self.cleaned_data, {}, {}
        for column in self.seen.columns:
            choice = told.get(column.name, "")
            if choice.startswith(HEADER):
                columns[column.name] = int(choice.removeprefix(HEADER))
            elif choice.startswith(FIXED):
                fixed[column.name] = choice.removeprefix(FIXED)
            elif free := told.get(f"every_{column.name}"):
                fixed[column.name] = free
        return {"columns": columns, "fixed": fixed, "id_kind": told.get("id_kind", "")}


class WhereForm(forms.Form):
    """Which sheet, and in which row its headers stand."""

    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=gettext_lazy("Row with the names of the columns"), min_value=1, max_value=200, required=False
    )

    def __init__(self, *args, seen, **kwargs):
        super().__init__(*args, initial={"sheet": seen.sheet, "header_row": seen.header_row}, **kwargs)
        self.fields["sheet"].choices = [(name, name) for name in seen.sheets]
        if len(seen.sheets) < 2:
            del self.fields["sheet"]


def where(told):
    """{"sheet", "header_row"} from what a request says, as `look` takes them."""
    row = told.get("header_row", "")
    return {"sheet": told.get("sheet", ""), "header_row": int(row) if row.isdecimal() and len(row) < 6 else 0}


def word_fields(unknown, told=None):
    """The words as a page asks about them; told: what was chosen, {field name: target}."""
    return [
        {
            "title": each.title,
            "groups": each.groups,
            "words": [
                {
                    "word": word,
                    "rows": rows,
                    "name": f"{each.key}-{number}",
                    "chosen": (told or {}).get(f"{each.key}-{number}", "") or each.meanings.get(word, ""),
                    "known": word in each.meanings,
                }
                for number, (word, rows) in enumerate(each.words)
            ],
        }
        for each in unknown
    ]


def chosen_targets(unknown, told):
    """{key: {word: target}} as `answer_words` takes it."""
    return {
        each.key: {
            word: told.get(f"{each.key}-{number}", "") for number, (word, _rows) in enumerate(each.words)
        }
        for each in unknown
    }


def _option(content):
    """A header as an option, with what it holds."""
    if content.personal:
        return _("%(header)s (personal data, hidden)") % {"header": content.header}
    samples = ", ".join(content.samples)
    return (
        f"{content.header} ({samples})" if samples else _("%(header)s (blank)") % {"header": content.header}
    )
