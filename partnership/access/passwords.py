"""What a password may not be, beside what Django's own validators refuse."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..models import Organization

# A word of this many letters is told apart from "of" and "the".
SHORTEST_WORD = 4
# What must be left of a password once the words of the partnership are taken out of it.
LEFT = 8
EVERYBODYS_WORDS = ("partnership", "prevention", "password", "contraseña", "school", "district", "student")


class NothingOfThePartnership:
    """Refuses passwords made of the partnership's, its organizations' and everybody's words: the first that a
    stranger tries.
    """

    def validate(self, password, user=None):
        words = {word for name in self._names() for word in re.findall(r"\w+", name.lower())}
        left = password.lower()
        for word in sorted(words | set(EVERYBODYS_WORDS), key=len, reverse=True):
            if len(word) >= SHORTEST_WORD:
                left = left.replace(word, "")
        if len(left) < len(password) and len(left) < LEFT:
            raise ValidationError(
                _(
                    "Too much of this password is made of names that everybody here knows. Choose other words."
                ),
                code="password_of_the_partnership",
            )

    def get_help_text(self):
        return _("Your password should not be made of the names of the partnership and its organizations.")

    def _names(self):
        for name, slug in Organization.objects.values_list("name", "slug"):
            yield name
            yield slug.replace("-", " ")
