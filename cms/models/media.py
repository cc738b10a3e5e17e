"""Images and documents. Each lives in the collection of one section; nobody tags, so no tag tells tales."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition


class Picture(AbstractImage):
    """An image. Its description is what someone hears who cannot see it, and is required by its form."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "credit",
        "collection",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def __str__(self):
        return self.title

    @property
    def default_alt_text(self):
        return self.description


class PictureRendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_filter"
            )
        ]

    def __str__(self):
        return f"{self.image_id} {self.filter_spec}"


class Download(AbstractDocument):
    """A file to download. The public gets it once a live page shows it (cms.access.files)."""

    admin_form_fields = ("title", "file", "collection")

    class Meta(AbstractDocument.Meta):
        verbose_name = WagtailDocument._meta.verbose_name
        verbose_name_plural = WagtailDocument._meta.verbose_name_plural

    def __str__(self):
        return self.title
