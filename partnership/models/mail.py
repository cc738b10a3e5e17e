from django.db import models


class WaitingMail(models.Model):
    """An e-mail that the mail server did not take yet (partnership.mail), sealed: it names people and holds links."""

    sealed = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)
    tried_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"of {self.created_at}"
