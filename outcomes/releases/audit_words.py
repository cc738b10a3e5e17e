"""How the audit log words the verbs of releases."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "release.built": _("built the release"),
    "release.discarded": _("discarded the draft of the release"),
    "release.downloaded": _("downloaded a file of the release"),
    "release.published": _("published the release"),
    "release.not_published": _("did not publish the release at its time"),
    "release.review_opened": _("asked the organizations to read and sign the draft of the release"),
    "release.story_told": _("told the story behind the numbers of the release"),
    "release.built_without": _("built the release again without silent organizations"),
    "release.scheduled": _("set the time of publication of the release"),
    "release.share_opened": _("opened by a link the release"),
    "release.share_revoked": _("revoked a link to the release"),
    "release.shared": _("shared by a link the release"),
    "release.signed": _("signed the release"),
    "release.superseded": _("replaced the release by a corrected one"),
}
