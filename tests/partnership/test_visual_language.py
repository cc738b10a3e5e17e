"""The visual language: colors stay readable whatever is chosen, and components say what they show."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template
from hypothesis import given, settings
from hypothesis import strategies as st

from partnership.brand import DEFAULT_ACCENT, DEFAULT_BRAND, PAPER, SURFACE, contrast, palette
from partnership.templatetags.components import ABSENT, STATES

APP = Path(__file__).resolve().parents[2] / "partnership"
CSS = (APP / "static/partnership/site.css").read_text()
TEMPLATES = sorted((APP / "templates").rglob("*.html"))
colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def render(source, **context):
    return engines["django"].from_string("{% load i18n components %}" + source).render(context)


def tokens_of(block):
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block))


LIGHT, DARK = (tokens_of(part) for part in CSS.split("/* ---- Base")[0].split("prefers-color-scheme: dark"))


def test_the_defaults_of_the_stylesheet_are_what_the_palette_computes():
    expected = palette(DEFAULT_BRAND, DEFAULT_ACCENT)
    assert {token: LIGHT[token] for token in expected["light"]} == expected["light"]
    assert {token: DARK[token] for token in expected["dark"]} == expected["dark"]
    assert (LIGHT["paper"], LIGHT["surface"]) == (PAPER["light"], SURFACE["light"])
    assert (DARK["paper"], DARK["surface"]) == (PAPER["dark"], SURFACE["dark"])


@settings(deadline=None, max_examples=300)
@given(brand=colors, accent=colors)
def test_any_two_colors_give_a_readable_site(brand, accent):
    for scheme, neutral in (("light", LIGHT), ("dark", DARK)):
        look = {**neutral, **palette(brand, accent)[scheme]}
        for ground in ("paper", "surface", "sunken", "wash"):
            for text in ("link", "accent-ink"):
                assert contrast(look[text], look[ground]) >= 4.5, (scheme, text, ground)
            assert contrast(look["focus"], look[ground]) >= 3
            assert contrast(look["ink"], look[ground]) >= 7
        for ground in ("paper", "surface"):
            assert contrast(look["accent"], look[ground]) >= 3
        for fill in ("brand", "brand-strong"):
            assert contrast(look["on-brand"], look[fill]) >= 4.5
        for band in ("band", "band-raised"):
            assert contrast("#ffffff", look[band]) >= 4.5
            assert contrast(look["band-accent"], look[band]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_tones_and_soft_text_are_readable_on_their_grounds(scheme):
    for tone in ("info", "good", "warn", "bad"):
        for ground in (f"{tone}-wash", "paper", "surface"):
            assert contrast(scheme[tone], scheme[ground]) >= 4.5
        assert contrast(scheme["ink"], scheme[f"{tone}-wash"]) >= 4.5
    for ground in ("paper", "surface", "sunken"):
        assert contrast(scheme["ink-soft"], scheme[ground]) >= 4.5
        assert contrast(scheme["edge"], scheme[ground]) >= 3


def test_only_a_real_color_reaches_the_page():
    css = render(
        "{% brand_style %}", brand_color="#7a0019", accent_color="red;}body{display:none", csp_nonce="abc"
    )
    assert css.startswith('<style nonce="abc">@layer tokens{:root{--band:')
    assert "display" not in css
    assert render("{% brand_style %}", brand_color="url(x)") == ""


def test_a_component_sees_its_own_parameters_only_and_escapes_them():
    html = render(
        '{% component "card" title=name %}<p>{{ name }}</p>{% endcomponent %}',
        name="<b>Oak</b>",
        url="/leak/",
    )
    assert "/leak/" not in html
    assert html.count("&lt;b&gt;Oak&lt;/b&gt;") == 2


def test_a_zero_is_shown_as_a_zero():
    assert "<dd>0</dd>" in render('{% include "components/facts.html" %}', facts=[("Rows", 0)])
    assert 'value">0' in render('{% include "components/stat.html" %}', label="New", value=0)
    assert 'value="0"' in render('{% include "components/progress.html" %}', label="Reading", value=0)


@pytest.mark.parametrize("kind", ABSENT)
def test_an_absent_number_says_why_and_is_neither_zero_nor_blank(kind):
    text = re.sub(r"<[^>]*>", "", render("{% absent kind %}", kind=kind))
    assert text and "0" not in text


def test_an_unknown_state_is_shown_by_its_label():
    assert "Handed over" in render('{% state "handed_over" label="Handed over" %}')
    assert "handed over" in render('{% state "handed_over" %}')


def test_pages_keep_the_filters(rf):
    page = Paginator(range(100), 10).page(3)
    html = get_template("components/pagination.html").render({"page": page}, rf.get("/?city=Alder&page=3"))
    assert 'href="?city=Alder&amp;page=4"' in html
    assert 'aria-current="page"' in html


class Report(forms.Form):
    name = forms.CharField(help_text="As families know it.")
    how = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")])
    sure = forms.BooleanField()
    note = forms.CharField(required=False)


def test_a_form_names_its_fields_its_hints_and_its_errors():
    html = str(Report({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert html.count("(optional)") == 1
    ids = set(re.findall(r'id="([^"]+)"', html))
    for reference in re.findall(r'aria-describedby="([^"]+)"', html):
        assert set(reference.split()) <= ids
    linked = re.findall(r'href="#([^"]+)"', html)
    assert linked == ["id_name", "id_how_0", "id_sure"]
    assert set(linked) <= ids
    assert "error-summary" not in str(Report())


def test_the_skeleton_renders_without_any_context():
    for name in ("base.html", "workspace/base.html", "400.html", "500.html", "403_csrf.html"):
        html = get_template(name).render()
        assert '<main id="main"' in html
        assert re.search(r'<html lang="en', html)


def test_templates_carry_no_inline_style_and_no_inline_script():
    for path in TEMPLATES:
        source = path.read_text()
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*src=)", source), path


def test_every_icon_that_is_named_exists():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (APP / "static/partnership/icons.svg").read_text()))
    named = {sign for _tone, sign, _label in STATES.values() if sign}
    for path in TEMPLATES:
        named |= set(re.findall(r'{% icon "([^"]+)"', path.read_text()))
    assert named <= drawn
