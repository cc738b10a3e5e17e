"""Template tags of the visual language; what they look like is in docs/design-language.md.

`{% component "card" title=… %}…{% endcomponent %}` renders `components/card.html` around its content. Components
without content are plain includes: `{% include "components/stat.html" with label=… value=… only %}`.
"""

from functools import lru_cache

from django import template
from django.http import QueryDict
from django.templatetags.static import static
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from partnership import brand

register = template.Library()

# What is handed on into a component, which otherwise sees only its own parameters.
CARRIED = ("request", "csrf_token", "csp_nonce", "user")

# state word: (tone, icon, label). Tones and icons say the same thing twice, so that color is never alone.
STATES = {
    # A submission, from the file to the claim.
    "received": ("info", "clock", _("Received")),
    "queued": ("info", "clock", _("Waiting to start")),
    "reading": ("info", "refresh", _("Reading")),
    "checking": ("info", "refresh", _("Checking")),
    "running": ("info", "refresh", _("In progress")),
    "mapping": ("warn", "pause", _("Waiting for its columns")),
    "staged": ("info", "eye", _("Ready for review")),
    "held": ("warn", "pause", _("Held for a second person")),
    "unconfirmed": ("warn", "clock", _("Waiting for the partner")),
    "accepting": ("info", "refresh", _("Being accepted")),
    "accepted": ("good", "success", _("Accepted")),
    "refused": ("bad", "refused", _("Refused")),
    "failed": ("bad", "error", _("Failed")),
    "withdrawn": ("neutral", "undo", _("Withdrawn")),
    "replaced": ("neutral", "undo", _("Replaced")),
    # Who is late.
    "up_to_date": ("good", "success", _("Up to date")),
    "due": ("info", "clock", _("Due")),
    "overdue": ("warn", "warning", _("Overdue")),
    "delinquent": ("bad", "error", _("Delinquent")),
    "not_reported": ("warn", "warning", _("Not reported")),
    # A release, a page, an approval.
    "draft": ("neutral", "draft", _("Draft")),
    "waiting": ("warn", "clock", _("Waiting for approval")),
    "in_review": ("info", "eye", _("In review")),
    "approved": ("good", "success", _("Approved")),
    "scheduled": ("info", "clock", _("Scheduled")),
    "published": ("good", "success", _("Published")),
    "superseded": ("neutral", "undo", _("Superseded")),
    # An agreement, a membership, an award.
    "in_force": ("good", "success", _("In force")),
    "ending_soon": ("warn", "warning", _("Ending soon")),
    "lapsed": ("bad", "error", _("Lapsed")),
    "ended": ("neutral", "minus", _("Ended")),
    "invited": ("info", "mail", _("Invited")),
    "active": ("good", "success", _("Active")),
    "used": ("good", "success", _("Used")),
    "inactive": ("neutral", "minus", _("Inactive")),
    # Facts of an incident update.
    "preliminary": ("warn", "clock", _("Preliminary")),
    "confirmed": ("good", "success", _("Confirmed")),
    "corrected": ("info", "edit", _("Corrected")),
}

# Why a number is not shown: (short text, what it means). None of them is zero, and none is blank.
ABSENT = {
    "suppressed": ("*", _("hidden to protect the students counted")),
    "protecting": ("*", _("hidden to protect the students counted")),
    "step": (_("at most, at least"), _("near 0 or 100 %: a step that leaves 0 to 10 students open")),
    "not_enough_data": (_("not enough data"), _("too few cases or schools to say anything reliable")),
    "not_reported": (_("not reported"), _("nobody has handed in this number")),
    "does_not_add_up": (_("does not add up"), _("the groups reported are more than the total reported")),
    "not_applicable": (_("not applicable"), _("the measure does not exist here")),
    "not_measurable": (_("not measurable"), _("the data needed for this measure is missing")),
}


@register.simple_block_tag(takes_context=True)
def component(context, content, name, **parameters):
    """The template `components/<name>.html` with `parameters` and the enclosed markup as `body`."""
    carried = {key: context[key] for key in CARRIED if key in context}
    # The enclosed template has escaped its own values already.
    inside = context.new({**carried, **parameters, "body": mark_safe(content.strip())})
    return context.template.engine.get_template(f"components/{name}.html").render(inside)


@register.simple_tag
def icon(name, label="", css=""):
    """An icon of `icons.svg`. Decoration unless it has a `label`, which then is its text alternative."""
    return _icon(str(name), str(label), css)


@lru_cache(maxsize=256)
def _icon(name, label, css):
    """Made once: a page has dozens of few kinds."""
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon {}" {} focusable="false"><use href="{}#{}"></use></svg>',
        css,
        meaning,
        static("partnership/icons.svg"),
        name,
    )


@register.simple_tag
def state(word, label="", tone="", sign=""):
    """A state as a badge: `{% state submission.state label=submission.get_state_display %}`.

    An unknown word is shown neutrally, by its label or itself.
    """
    known_tone, known_sign, known_label = STATES.get(str(word), ("neutral", "", str(word).replace("_", " ")))
    sign = sign or known_sign
    return format_html(
        '<span class="state tone-{}">{}{}</span>',
        tone or known_tone,
        icon(sign) if sign else "",
        label or known_label,
    )


@register.simple_tag
def absent(kind):
    """The place of a number that is not shown: `*` or a few words, never 0 and never blank."""
    short, meaning = ABSENT[str(kind)]
    if short == "*":
        return format_html(
            '<span class="absent"><span class="absent-symbol" aria-hidden="true">*</span>'
            '<span class="visually-hidden">{}</span></span>',
            meaning,
        )
    return format_html('<span class="absent">{}</span>', short)


@register.filter
def meaning(kind):
    """The sentence part that explains an absent number, for legends."""
    return ABSENT[str(kind)][1]


@register.simple_tag
def fact_lines(facts):
    """The lines of a list of facts: pairs (term, value), or items with `term`, `value` and perhaps `url`."""
    return format_html_join("\n", "<div><dt>{}</dt><dd>{}</dd></div>", map(_fact, facts))


def _fact(fact):
    if isinstance(fact, tuple | list):
        return fact[0], localize(fact[1])
    value = localize(fact["value"])
    return fact["term"], format_html('<a href="{}">{}</a>', fact["url"], value) if fact.get("url") else value


@register.filter
def elided(page):
    """Page numbers around the current one, with `…` for the gaps: for `components/pagination.html`."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def page_query(context, key, number):
    """The address's query with `key` set to `number`; filters and order stay as they are."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    query[key] = number
    return f"?{query.urlencode()}"


@register.filter
def error_target(field):
    """The id an error message links to: the control, or the first of a group of controls."""
    return field.id_for_label or f"{field.auto_id}_0"


@register.simple_tag(takes_context=True)
def brand_style(context):
    """The partnership's own colors as custom properties; nothing where it keeps the default ones."""
    chosen = [context.get("brand_color"), context.get("accent_color")]
    colors = [
        color if brand.is_color(color) else default
        for color, default in zip(chosen, (brand.DEFAULT_BRAND, brand.DEFAULT_ACCENT), strict=True)
    ]
    if colors == [brand.DEFAULT_BRAND, brand.DEFAULT_ACCENT]:
        return ""
    schemes = brand.palette(*colors)
    light, dark = (
        mark_safe("".join(f"--{token}:{color};" for token, color in schemes[scheme].items()))
        for scheme in ("light", "dark")
    )
    nonce = context.get("csp_nonce")
    return format_html(
        "<style{}>@layer tokens{{:root{{{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}}}</style>",
        format_html(' nonce="{}"', nonce) if nonce else "",
        light,
        dark,
    )


@register.simple_tag
def attributes(**pairs):
    """HTML attributes from keyword arguments: True stands alone, None, False and "" are left out; `_` becomes `-`."""
    given = [
        (name.replace("_", "-"), value) for name, value in pairs.items() if value not in (None, False, "")
    ]
    return format_html_join(
        "", " {}{}", ((name, "" if value is True else format_html('="{}"', value)) for name, value in given)
    )
