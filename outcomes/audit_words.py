"""How the audit log words the verbs of this app."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "calendar.link_made": _("made a calendar address"),
    "calendar.link_revoked": _("revoked the calendar address"),
    "code.brought_back": _("brought back a participant code of"),
    "code.linked": _("linked a participant code to a student, of"),
    "code.retired": _("took a participant code out of use, of"),
    "code.unlinked": _("took back the link of a participant code, of"),
    "codes.made": _("made participant codes for"),
    "codes.read": _("read the participant codes of"),
    "data.condemned": _("took out of effect, to be destroyed,"),
    "data.destroyed": _("completed"),
    "places.named_by_file": _("entered places that a file named"),
    "session.read": _("read who came to the session"),
    "session.ticked": _("ticked who came to the session"),
    "student.erased": _("erased a student with an id of"),
    "student.erased_again": _("erased students again that a backup had brought back"),
    "student_rows.read": _("read student-level rows of"),
    "submission.accepted": _("accepted the submission"),
    "submission.contested": _("met another organization's numbers with the submission"),
    "submission.decided": _("decided whose numbers count for the submission"),
    "submission.discarded": _("discarded the submission"),
    "submission.received": _("handed in the submission"),
    "submission.refused": _("was refused the submission"),
    "submission.rows_left_out": _("left out rows of the submission"),
    "timeliness.call_noted": _("noted a call with"),
    "timeliness.contact_chosen": _("chose whom to call at"),
    "timeliness.extended": _("gave more time to"),
    "timeliness.nudged": _("wrote about overdue files to"),
    "submission.withdrawn": _("withdrew the submission"),
}
