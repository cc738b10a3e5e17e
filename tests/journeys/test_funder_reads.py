"""A funder before the board meets: reads, compares, takes the workbook, shares; a board member without account
reads the same; the link expires.
"""

import io
import re
from datetime import date, timedelta

import openpyxl
import pytest
from django.utils import timezone

from outcomes.releases.build import build_release
from outcomes.releases.sharing.models import ShareLink
from outcomes.releases.supersede import supersede_release
from partnership.models import AuditEvent
from programs.actions.awards import make_award
from programs.actions.targets import add_target
from tests.journeys.people_at_work import sign_in_by_form
from tests.outcomes.releases.conftest import charts, data, publish  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.looks]


@pytest.fixture
def drawn():
    """Somebody looks at the charts here."""


def test_a_funder_reads_compares_takes_and_shares(data, drawn, open_window):
    world, coordinator = data, data.person("partnership_coordinator")
    program = world.programs["mentoring"]
    today = timezone.localdate()
    award = make_award(
        by=None,
        funder=world["lantern-fund"],
        program=program,
        title="Mentors for Alder",
        dollars=540_000,
        starts_on=date(2023, 7, 1),
        ends_on=today + timedelta(days=30),
    )
    add_target(
        award,
        by=None,
        measure="attendance_rate",
        population="participants",
        year="2024-25",
        bound="at_least",
        value=90,
        due_on=today,
    )
    first = publish(world, build_release(by=coordinator, program=program), coordinator)
    second = publish(
        world,
        supersede_release(first, by=coordinator, erratum="Two school days were counted twice."),
        coordinator,
    )

    window = sign_in_by_form(open_window(), world.person("funder"))
    page = window.page
    page.get_by_role("link", name="Review outcomes").first.click()
    page.get_by_role("link", name="1 promise: 1 kept").click()
    page.get_by_role("heading", name="Promised against delivered").wait_for()
    assert page.get_by_text("$540,000").is_visible()
    assert page.get_by_text("Kept", exact=True).is_visible()
    window.assert_accessible()
    delivered = page.locator("#promised ~ .table-scroll td[data-label=Delivered]").inner_text().split()[0]

    page.get_by_role("link", name="Compare").click()
    page.get_by_label("Compare with").select_option(first.slug)
    page.get_by_role("button", name="Compare").click()
    page.get_by_text("Two school days were counted twice.").wait_for()
    assert page.get_by_text("numbers that both hold are the same").is_visible()
    window.assert_accessible()

    window.go(second.get_absolute_url())
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel workbook").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert {"data", "definitions", "about"} <= set(book.sheetnames)
    head, *rows = book["data"].iter_rows(values_only=True)
    told = [dict(zip(head, row, strict=True)) for row in rows]
    (row,) = [
        row
        for row in told
        if (row["measure"], row["school_year"], row["population"])
        == ("attendance_rate", "2024-25", "participants")
        and not row["dimension"]
        and row["level"] == "program"
    ]
    assert f"{row['value']}%" == delivered

    page.get_by_role("link", name="Board sheet").click()
    page.get_by_text("One page for the board").wait_for()
    window.assert_accessible()
    paper = page.pdf(format="Letter")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, "the sheet is one page of paper"

    window.go(second.get_absolute_url())
    page.get_by_role("link", name="Share").click()
    page.get_by_label("For whom").fill("Board, spring meeting")
    page.get_by_label("Days that it works").fill("3")
    page.get_by_role("button", name="Make the link").click()
    page.get_by_text("it is shown only this once").wait_for()
    window.assert_accessible()
    path = re.search(r"/shared/[\w-]+/", page.content())[0]

    reader = open_window(phone=True)
    assert reader.go(path).status == 200
    reader.assert_accessible()
    assert reader.page.get_by_text("Shared with you for reading by Lantern Fund").is_visible()
    assert reader.page.locator("td[data-label=Delivered]").first.inner_text().split()[0] == delivered

    page.reload()
    assert AuditEvent.objects.filter(verb="release.share_opened").count() == 1
    ShareLink.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert reader.go(path).status == 404
