from django.conf import settings
from django.db import models

from outcomes.submissions.participants import ParticipantCode
from programs.models import Session


class SignIn(models.Model):
    """A participant came to a session. It counts once the sessions were handed in and accepted."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sign_ins")
    code = models.ForeignKey(ParticipantCode, on_delete=models.CASCADE, related_name="sign_ins")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "code"], name="sign_in_once")]

    def __str__(self):
        return f"sign-in to {self.session_id}"
