"""The recipes on screen: complete, linked from where a file is handed in, and in step with what is read."""

import pytest
from django.urls import reverse

from outcomes.datasets.layouts.daily_codes import LETTERS
from outcomes.submissions.recipes import as_html, recipes

SYSTEMS = {"aeries", "powerschool", "infinite-campus", "ed-fi", "calpads", "salesforce-pmm", "aspen"}


def test_each_system_has_its_recipe_on_the_page(world, client):
    client.force_login(world.person("data_coordinator", world["alder"]))
    page = client.get(reverse("workspace:recipes")).content.decode()
    assert {recipe.key for recipe in recipes()} == SYSTEMS
    for recipe in recipes():
        assert f'id="{recipe.key}"' in page and f'href="#{recipe.key}"' in page
        assert "Leave out" in recipe.body
    assert reverse("workspace:recipes") in client.get(reverse("workspace:submit")).content.decode()


@pytest.mark.parametrize("system", ["aeries", "powerschool"])
def test_the_codes_of_a_recipe_are_those_that_are_read(system):
    body = next(recipe.body for recipe in recipes() if recipe.key == system)
    for code in ("X", "E", "V", "I", "M", "A", "U", "C", "S", "SUS", "T", "L"):
        assert f"<code>{code}</code>" in body and code.lower() in LETTERS


def test_what_the_recipes_use_of_markdown_and_nothing_else():
    assert as_html("a `b` **c** <script>\nd") == "<p>a <code>b</code> <strong>c</strong> &lt;script&gt; d</p>"
    assert (
        as_html("## T\n\n1. a\n2. b\n\n- c")
        == "<h3>T</h3>\n<ol><li>a</li><li>b</li></ol>\n<ul><li>c</li></ul>"
    )
    table = as_html("| code | as |\n| --- | --- |\n| `A` | absent |")
    assert '<th scope="row"><code>A</code></th><td data-label="as">absent</td>' in table
