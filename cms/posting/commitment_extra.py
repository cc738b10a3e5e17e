from django.urls import reverse


def extra(request, commitment):
    """The follow-ups of a commitment, and the way to the next one for those who may."""
    may = commitment.may_be_published_by(request.user)
    return {
        "template": "cms/workspace/commitment_extra.html",
        "follow_ups": commitment.follow_ups.all(),
        "follow_up_url": reverse("workspace:follow_up", args=[commitment.pk]) if may else "",
    }
