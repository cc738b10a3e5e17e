"""What editors build a page from. Each block has one meaning and one look; none takes markup or a template.

Numbers about outcomes are not typed here: they come from releases, by blocks of their own.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from .released_blocks import ReleasedChartBlock, ReleasedNumberBlock

WORDS = ["bold", "italic", "link"]


class HeadingBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Heading"), max_length=120)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("2", _("Section")), ("3", _("Part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    picture = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        max_length=250,
        help_text=_("For people who cannot see the image. Say what matters in it, in a sentence."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    text = blocks.TextBlock(label=_("Words"), max_length=600)
    who = blocks.CharBlock(label=_("Who said it"), required=False, max_length=120)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "cms/blocks/quote.html"


class DocumentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Document"))
    about = blocks.CharBlock(label=_("What is in it"), required=False, max_length=250)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "cms/blocks/document.html"


class ContactBlock(blocks.StructBlock):
    who = blocks.CharBlock(label=_("Name or office"), max_length=120)
    role = blocks.CharBlock(label=_("Role"), required=False, max_length=120)
    phone = blocks.RegexBlock(
        label=_("Telephone"),
        regex=r"^[0-9+()., x/-]{7,30}$",
        required=False,
        error_messages={"invalid": _("Write a telephone number such as (555) 555-0100.")},
    )
    email = blocks.EmailBlock(label=_("E-mail address"), required=False)
    hours = blocks.CharBlock(label=_("When to reach them"), required=False, max_length=120)

    class Meta:
        icon = "user"
        label = _("Contact")
        template = "cms/blocks/contact.html"

    def clean(self, value):
        value = super().clean(value)
        if not value["phone"] and not value["email"]:
            missing = ValidationError(_("Give a telephone number or an e-mail address."))
            raise blocks.StructBlockValidationError(block_errors={"phone": missing})
        return value


class ActionBlock(blocks.StructBlock):
    label = blocks.CharBlock(
        label=_("What to do"), max_length=60, help_text=_("For example “Volunteer as a mentor”.")
    )
    text = blocks.TextBlock(label=_("Why"), required=False, max_length=300)
    page = blocks.PageChooserBlock(label=_("Page of this site"), required=False)
    url = blocks.URLBlock(label=_("or an address elsewhere"), required=False)

    class Meta:
        icon = "redirect"
        label = _("Call to action")
        template = "cms/blocks/action.html"

    def clean(self, value):
        value = super().clean(value)
        if bool(value["page"]) == bool(value["url"]):
            one = ValidationError(
                _("Choose a page of this site or give an address elsewhere, one of the two.")
            )
            raise blocks.StructBlockValidationError(block_errors={"page": one})
        return value


class TableBlock(TypedTableBlock):
    class Meta:
        icon = "table"
        label = _("Table")
        template = "cms/blocks/table.html"

    def clean(self, value):
        value = super().clean(value)
        if not (value and value.caption.strip()):
            raise ValidationError(_("Give the table a caption that says what it shows."))
        return value


BODY = blocks.StreamBlock(
    [
        ("heading", HeadingBlock()),
        (
            "paragraph",
            blocks.RichTextBlock(
                label=_("Text"), icon="pilcrow", features=[*WORDS, "document-link", "ol", "ul"]
            ),
        ),
        ("picture", PictureBlock()),
        ("quote", QuoteBlock()),
        ("document", DocumentBlock()),
        ("contact", ContactBlock()),
        ("action", ActionBlock()),
        ("released_number", ReleasedNumberBlock()),
        ("released_chart", ReleasedChartBlock()),
        ("table", TableBlock([("text", blocks.CharBlock(label=_("Text"), required=False))], required=True)),
    ],
    required=False,
)
