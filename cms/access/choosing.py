"""What a page may show: only what its writer was allowed to choose."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

from .own import choosable_pages_q


def references_of(page):
    """{(model, key)} of the pages, images and documents that a page's present content refers to."""
    chosen = _chosen_models()
    kinds = {ContentType.objects.get_for_model(model).pk: model for model in chosen}
    return {
        (kinds[content_type], int(key))
        for content_type, key, _model_path, path in ReferenceIndex._extract_references_from_object(page)
        if content_type in kinds and path != "alias_of"
    }


def unchoosable(references, user):
    """Sentences, one for each kind of thing among the references that the person may not choose."""
    sentences = {
        "page": _(
            "This page links to a page that is not yours and not published. "
            "Choose a page of your own or a published one. Nothing is saved yet."
        ),
        "picture": _(
            "This page shows an image of another section. "
            "Upload the image to your own section, or choose one from there. Nothing is saved yet."
        ),
        "download": _(
            "This page offers a document of another section. "
            "Upload the document to your own section, or choose one from there. Nothing is saved yet."
        ),
    }
    return [
        sentences[model._meta.model_name]
        for model in _chosen_models()
        if (wanted := {key for kind, key in references if kind is model})
        and choosable(model, user).filter(pk__in=wanted).count() < len(wanted)
    ]


def choosable(model, user):
    """The pages, images or documents that a person may put on a page."""
    if model is Page:
        return Page.objects.filter(choosable_pages_q(user))
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, ["choose"])


def _chosen_models():
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model

    return [Page, get_image_model(), get_document_model()]
