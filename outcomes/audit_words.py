"""How the audit log words the verbs of this app."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "calendar.link_made": _("made a calendar address"),
    "calendar.link_revoked": _("revoked the calendar address"),
    "data.condemned": _("took out of effect, to be destroyed,"),
    "data.destroyed": _("completed"),
    "places.named_by_file": _("entered places that a file named"),
    "student.erased": _("erased a student with an id of"),
    "student.erased_again": _("erased students again that a backup had brought back"),
    "student_rows.read": _("read student-level rows of"),
    "submission.accepting_by_token": _("let a token accept the submission"),
    "submission.confirmation_asked": _("asked the partner to confirm the submission"),
    "submission.confirmed": _("confirmed the submission"),
    "submission.declined": _("did not confirm the submission"),
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
    "upload_link.made": _("sent an upload link to"),
    "upload_link.revoked": _("revoked the upload link sent to"),
    "upload_token.made": _("made the upload token"),
    "upload_token.revoked": _("revoked the upload token"),
    "submission.withdrawn": _("withdrew the submission"),
}
