from django import forms
from django.db.models import Q


class Filter(forms.Form):
    """The parameters of a list, all optional, as its address holds them.

    A subclass says in `narrow` what each means. A value that makes no sense is left out, so that an old
    bookmark still opens the list.
    """

    def __init__(self, data):
        super().__init__(data, auto_id="filter_%s")
        for field in self.fields.values():
            field.required = False

    def is_used(self):
        return any(self.chosen(name) for name in self.fields)

    def chosen(self, name):
        """The value of one parameter, or None."""
        self.is_valid()
        return self.cleaned_data.get(name) or None


def named(words, *fields):
    """Q for rows where every word occurs in one of the fields."""
    condition = Q()
    for word in words.split():
        any_field = Q()
        for field in fields:
            any_field |= Q(**{f"{field}__icontains": word})
        condition &= any_field
    return condition
