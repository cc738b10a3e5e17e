"""How the audit log words the verbs of evaluation."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "answers.given": _("handed a list of students back with answers, of"),
    "evaluation.amended": _("amended the evaluation plan"),
    "evaluation.changed": _("changed the draft of the evaluation plan"),
    "evaluation.computed": _("had computed the evaluation plan"),
    "evaluation.discarded": _("discarded the draft of the evaluation plan"),
    "evaluation.drafted": _("wrote down the evaluation plan"),
    "evaluation.locked": _("locked the evaluation plan"),
    "evaluation.ordered": _("ordered the result of the evaluation plan"),
    "extract.destroyed_for_erasure": _("erased a student, and with it destroyed the evaluator's extract"),
    "extract.made": _("had made the evaluator's extract"),
    "extract.ordered": _("ordered the evaluator's extract"),
    "extract.read": _("read the evaluator's extract"),
    "roster.destroyed_for_erasure": _("erased a student, and with it destroyed the roster of names"),
    "roster.handed_over": _("handed a roster of names over to be linked,"),
    "roster.linked": _("linked and destroyed the roster of names"),
    "roster.matched": _("compared with the district's students the roster of names"),
    "roster.shortened_for_erasure": _("erased a student, also on the roster of names"),
}
