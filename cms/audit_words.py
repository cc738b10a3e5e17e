"""How the audit log words the verbs of this app."""

from django.utils.translation import gettext_lazy as _

POSTINGS = ("event", "update", "commitment", "policy", "feedbackways", "training", "opening")
_VERBS = {
    "written": _("wrote"),
    "changed": _("changed"),
    "change_proposed": _("proposed a change of"),
    "handed_in": _("handed in"),
    "published": _("published"),
    "given_back": _("gave back"),
    "withdrawn": _("withdrew from the public"),
    "reviewed": _("read again"),
}
WORDS = {
    "commitment.followed_up": _("followed up"),
    "event.called_off": _("told of the calling off of"),
    "page.newer_numbers_taken": _("accepted newer released numbers on the page"),
    "program_page.opened": _("opened the page of the program"),
    "program_page.shared": _("gave its owners the page of the program"),
    "question.asked": _("asked a question about"),
    "question.declined": _("did not publish a question about"),
    "question.published": _("published a question about"),
    "registration.made": _("registered for"),
    "registration.cancelled": _("gave back a place at"),
    "registrations.read": _("read who registered for"),
    "review.reminded": _("reminded of the review of"),
    "section.opened": _("opened the section"),
    "section.renamed": _("renamed the section"),
    "site.language_added": _("gave a further language to"),
    "site.approval_founded": _("set up the approval of pages at"),
    "update.revised": _("confirmed, corrected or added to"),
    **{f"{kind}.{verb}": words for kind in POSTINGS for verb, words in _VERBS.items()},
}
