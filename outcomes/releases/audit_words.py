"""How the audit log words the verbs of releases."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "release.built": _("built the release"),
    "release.discarded": _("discarded the draft of the release"),
    "release.downloaded": _("downloaded a file of the release"),
    "release.published": _("published the release"),
    "release.share_opened": _("opened by a link the release"),
    "release.share_revoked": _("revoked a link to the release"),
    "release.shared": _("shared by a link the release"),
    "release.signed": _("signed the release"),
    "release.superseded": _("replaced the release by a corrected one"),
}
