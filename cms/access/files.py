"""Who gets an image or a document: everybody once a live public page shows it; before that, those who may
put it on one."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import IntegerField
from django.db.models.functions import Cast
from django.http import Http404
from wagtail.models import Page, ReferenceIndex

from .choosing import choosable


def may_fetch(thing, request):
    """None where the file may be fetched. Raises Http404 where it may not: that it exists says something."""
    if is_shown(thing) or choosable(type(thing), request.user).filter(pk=thing.pk).exists():
        return None
    raise Http404


def is_shown(thing):
    """Whether a live page that everybody may read shows the image or offers the document, or a published policy
    or training does.
    """
    if any(
        getattr(thing, name).published().exists()
        for name in ("policies", "trainings")
        if hasattr(thing, name)
    ):
        return True
    references = ReferenceIndex.get_references_to(thing).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    pages = references.annotate(page=Cast("object_id", IntegerField())).values("page")
    return Page.objects.filter(pk__in=pages).live().public().exists()


def follow_publication(instance, **kwargs):
    """A page was published: what it shows is open from now on, not when a worker gets to it."""
    ReferenceIndex.create_or_update_for_object(instance)
