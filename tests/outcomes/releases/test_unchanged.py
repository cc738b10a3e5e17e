"""A further year of submissions, a second release, the end of every agreement and the purge by `tick`: of what was
released before, no byte has changed, and it still says the same everywhere.
"""

import re

import pytest
from django.core.management import call_command

from outcomes.models import AttendanceMonth, DestructionCertificate, DisciplineEvent, Engagement, Enrollment
from outcomes.releases.build import build_release
from outcomes.releases.published import cells_for
from outcomes.releases.quoting import quotes
from outcomes.releases.tables import headlines, rows
from partnership.models import Agreement, AuditEvent
from tests.outcomes.retention.conftest import over  # noqa: F401
from tests.outcomes.submissions.conftest import accepted, hand_in  # noqa: F401

from ..factories import engage, school_year_of_data
from .conftest import SCHOOLS, publish

ATTENDANCE = "school_code,student_id,month,days_expected,days_excused,days_unexcused"
OF_THE_MOMENT = re.compile(r' name="csrfmiddlewaretoken" value="[^"]+"| nonce="[^"]+"')


def everything_of(release, client):
    """{address: bytes} of all that anybody gets of a release."""
    at = f"/en/outcomes/{release.slug}/"
    addresses = [f"{at}files/{name}" for name in release.artifacts.values_list("name", flat=True)]
    for definition in release.definitions:
        key = definition["key"]
        addresses += [f"{at}measures/{key}/", f"{at}measures/{key}/?year={release.years[0]}"]
        page = client.get(addresses[-1]).content.decode()
        addresses += re.findall(r'href="([^"]+/files/bars-[^"]+\.svg)"', page)
    addresses += [
        f"{at}?all=1",
        f"{at}sheet/",
        f"/api/v1/releases/{release.slug}",
        f"/api/v1/releases/{release.slug}/cells",
    ]
    found = {address: client.get(address) for address in addresses}
    assert {answer.status_code for answer in found.values()} == {200}
    return {
        address: OF_THE_MOMENT.sub("", answer.content.decode())
        if "html" in answer["Content-Type"]
        else answer.content
        for address, answer in found.items()
    }


def a_further_year(world, accepted):
    """By file where a coordinator would, the rest as it is left behind by files."""
    for slug, (students, suspended, chronic, expelled) in SCHOOLS.items():
        students = list(students)
        school_year_of_data(
            world,
            world.places[slug],
            "2025-26",
            students,
            suspended=students[: suspended + 3],
            expelled=students[:expelled],
            absent=dict.fromkeys(students[: chronic + 2], 20),
        )
    engage(world, world.programs["mentoring"], "2025-26", range(1010, 1060))
    code = world.places["alder-2"].code
    return accepted("student_attendance", ATTENDANCE, [f"{code},{n},2025-10,20,1,0" for n in range(1, 41)])


def test_no_byte_changes_by_new_data_or_by_the_purge(
    drawn, data, coordinator, release_of, client, accepted, over
):
    first = release_of(audience="public")
    before = everything_of(first, client)
    checksum, stored = first.checksum, {one.name: bytes(one.content) for one in first.artifacts.all()}
    submission = a_further_year(data, accepted)
    second = publish(data, build_release(by=coordinator, audience="public"), coordinator)
    assert "2025-26" in second.years and submission.claims.filter(in_effect=True).exists()
    between = everything_of(first, client)
    assert between == before
    assert Enrollment.objects.exists() and AttendanceMonth.objects.exists()

    for agreement in Agreement.objects.all():
        over(agreement)
    call_command("tick")
    for fact in (Enrollment, AttendanceMonth, DisciplineEvent, Engagement):
        assert not fact.objects.exists(), fact
    assert DestructionCertificate.objects.filter(completed_at__isnull=False).count() >= 3
    assert AuditEvent.objects.filter(verb="data.destroyed").exists()

    first.refresh_from_db()
    assert first.checksum == checksum
    assert {one.name: bytes(one.content) for one in first.artifacts.all()} == stored
    after = everything_of(first, client)
    assert {address for address in before if after[address] != before[address]} == set()
    sources = client.get(f"/en/outcomes/{first.slug}/sources/").content.decode()
    assert re.search("destroyed|purged", sources)


def test_it_cannot_be_built_again_from_nothing(data, coordinator, release_of, over):
    release_of(audience="public")
    for agreement in Agreement.objects.all():
        over(agreement)
    call_command("tick")
    with pytest.raises(Exception, match="no data"):
        build_release(by=coordinator, audience="public")


def test_quotes_and_other_apps_say_the_same_after_the_purge(data, release_of, over):
    release = release_of(audience="public")
    shown = [row for row in headlines(release, release.cells.headlines()) if row.is_shown]
    references = ["/".join([release.slug, row.definition.key, row.year, row.population]) for row in shown]
    before = {one: quotes([one])[one].number.text for one in references}, cells_for(release)
    for agreement in Agreement.objects.all():
        over(agreement)
    call_command("tick")
    assert not Enrollment.objects.exists()
    assert ({one: quotes([one])[one].number.text for one in references}, cells_for(release)) == before
    assert len(rows(release, release.cells.all())) > len(shown) > 20
