"""How the audit log words the verbs of this app."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "calendar.link_made": _("made a calendar address"),
    "calendar.link_revoked": _("revoked the calendar address"),
    "data.condemned": _("took out of effect, to be destroyed,"),
    "data.destroyed": _("completed"),
    "mapping.columns_said": _("said which columns are which of the submission"),
    "mapping.revoked": _("revoked how files are read:"),
    "mapping.words_said": _("said what words mean of the submission"),
    "places.named_by_file": _("entered places that a file named"),
    "student.erased": _("erased a student with an id of"),
    "student.erased_again": _("erased students again that a backup had brought back"),
    "student_rows.read": _("read student-level rows of"),
    "submission.accepted": _("accepted the submission"),
    "submission.contested": _("met another organization's numbers with the submission"),
    "submission.corrected": _("uploaded corrected rows for the submission"),
    "submission.correction_refused": _("was refused corrected rows of the submission"),
    "submission.decided": _("decided whose numbers count for the submission"),
    "submission.discarded": _("discarded the submission"),
    "submission.handed_back": _("downloaded the rows to correct of the submission"),
    "submission.received": _("handed in the submission"),
    "submission.refused": _("was refused the submission"),
    "submission.rows_left_out": _("left out rows of the submission"),
    "submission.waits_for_columns": _("was asked about the columns of the submission"),
    "timeliness.call_noted": _("noted a call with"),
    "timeliness.contact_chosen": _("chose whom to call at"),
    "timeliness.extended": _("gave more time to"),
    "timeliness.nudged": _("wrote about overdue files to"),
    "submission.withdrawn": _("withdrew the submission"),
}
