"""Sections and program pages: opened by actions, written by whom their grants say, and nobody else."""

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
)

from cms.actions.sections import open_section, open_sections
from cms.models import NewsIndexPage, OrganizationPage, ProgramPage, SectionPage
from partnership.actions.memberships import end_role, grant_role
from partnership.actions.organizations import add_organization, change_organization
from partnership.models import AuditEvent, Organization, RoleGroup, User
from programs.actions.programs import set_owners

from .conftest import add_picture, page_form, paragraph, program_page_of, root_of

WRITE = {"add_page", "change_page"}
FILES = {
    *("add_image", "change_image", "choose_image"),
    *("add_document", "change_document", "choose_document"),
}


def page_grants(organization, role):
    """{address in the tree: {codename}} of a role's group."""
    group = RoleGroup.objects.get(organization=organization, role=role).group
    held = {}
    for grant in GroupPagePermission.objects.filter(group=group).select_related("page", "permission"):
        held.setdefault(grant.page.url_path, set()).add(grant.permission.codename)
    return held


def file_grants(organization, role):
    group = RoleGroup.objects.get(organization=organization, role=role).group
    held = {}
    grants = GroupCollectionPermission.objects.filter(group=group)
    for grant in grants.select_related("collection", "permission"):
        held.setdefault(grant.collection.name, set()).add(grant.permission.codename)
    return held


def test_an_organization_without_people_is_an_entry_of_the_directory(client, world):
    assert not OrganizationPage.objects.filter(organization=world["birch"]).exists()
    assert client.get("/en/partners/birch/").status_code == 200


def test_the_first_role_that_writes_pages_opens_the_section(world):
    world.person("data_coordinator")
    with pytest.raises(ObjectDoesNotExist):
        root_of(world["birch"])
    world.person("editor", world["birch"])
    english, spanish = root_of(world["birch"]), root_of(world["birch"], "es")
    assert english.live and spanish.live
    assert spanish.alias_of_id == english.pk and spanish.translation_key == english.translation_key
    assert english.collection == spanish.collection and english.collection.name == world["birch"].name
    assert AuditEvent.objects.filter(verb="section.opened", organization_id=world["birch"].pk).count() == 1


def test_what_each_role_holds_in_a_section(world):
    for role in ("editor", "page_approver"):
        world.person(role, world["birch"])
    world.person("incident_officer")
    pages = ["/home/partners/birch/", "/inicio/socios/birch/"]
    assert page_grants(world["birch"], "editor") == dict.fromkeys(pages, WRITE)
    assert page_grants(world["birch"], "page_approver") == dict.fromkeys(pages, WRITE | {"publish_page"})
    assert file_grants(world["birch"], "editor") == {world["birch"].name: FILES}
    assert page_grants(world["harbor-police"], "incident_officer") == dict.fromkeys(
        ["/home/partners/harbor-police/", "/inicio/socios/harbor-police/"], WRITE
    )


def test_the_partnership_writes_the_news_of_the_whole(world):
    world.person("editor", world.partnership)
    assert page_grants(world.partnership, "editor") == dict.fromkeys(
        ["/home/partners/partnership/", "/inicio/socios/partnership/"]
        + [page.url_path for page in NewsIndexPage.objects.all()],
        WRITE,
    )


def test_a_coordinator_holds_one_grant_at_the_root_however_many_sections(world):
    everywhere = {"/": {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"}}
    assert page_grants(world.partnership, "partnership_coordinator") == everywhere
    for slug in ("alder", "birch", "open-door"):
        world.person("editor", world[slug])
    assert page_grants(world.partnership, "partnership_coordinator") == everywhere
    assert file_grants(world.partnership, "partnership_coordinator") == {"Root": FILES}
    whole = WorkflowPage.objects.get(page__depth=1).workflow
    assert whole == Workflow.objects.get(name="Approval by the partnership")


def test_roles_that_write_no_pages_hold_no_page(world):
    for role in ("data_coordinator", "funder", "release_signer", "organization_administrator", "evaluator"):
        user = world.person(role)
        assert not GroupPagePermission.objects.filter(group__user=user).exists()
        assert not GroupCollectionPermission.objects.filter(group__user=user).exists()
        assert not User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")


def test_a_role_that_ended_opens_nothing_at_the_next_request(client, world, sign_in):
    editor = sign_in("editor")
    edit = reverse("wagtailadmin_pages:edit", args=[root_of(world["alder"]).pk])
    assert client.get(edit).status_code == 200
    editor.memberships.update(ends_on=timezone.localdate() - timezone.timedelta(days=1))
    assert client.get(edit).status_code == 403


def test_many_sections_at_once_stand_in_a_sound_tree(world):
    Organization.objects.bulk_create(
        Organization(name=f"Partner {number}", slug=f"partner-{number}", kind="faith") for number in range(40)
    )
    world.person("editor")
    open_sections(Organization.objects.all(), by=None)
    open_sections(Organization.objects.all(), by=None)
    assert Page.find_problems() == ([], [], [], [], [])
    assert Collection.find_problems() == ([], [], [], [], [])
    assert OrganizationPage.objects.count() == 2 * Organization.objects.count()
    assert root_of(Organization.objects.get(slug="partner-7")).get_url() == "/en/partners/partner-7/"
    assert Page.objects.autocomplete("partner 7").count() >= 2


def test_a_new_name_and_address_reach_pages_drafts_and_files(
    client, world, django_capture_on_commit_callbacks
):
    editor = world.person("editor", world["birch"])
    page = open_section(world["birch"], by=editor)
    page.save_revision(user=editor)
    with django_capture_on_commit_callbacks(execute=True):
        change_organization(world["birch"], by=None, name="Birch Valley Schools", slug="birch-valley")
    for language, address in [("en", "/en/partners/birch-valley/"), ("es", "/es/socios/birch-valley/")]:
        page = root_of(world["birch"], language)
        assert (page.title, page.slug, page.get_url()) == ("Birch Valley Schools", "birch-valley", address)
    assert root_of(world["birch"]).get_latest_revision_as_object().title == "Birch Valley Schools"
    assert root_of(world["birch"]).collection.name == "Birch Valley Schools"
    answer = client.get("/en/partners/birch/")
    assert answer.status_code == 301 and answer.url == "/en/partners/birch-valley/"
    assert Redirect.objects.exists()


def test_every_owner_writes_the_program_page_and_a_former_owner_no_longer(client, world, sign_in):
    program, page = world.programs["mentoring"], program_page_of(world.programs["mentoring"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    picture = add_picture(page.collection, "Mentors at lunch")
    for slug, words in [("alder", "Lunch with a mentor."), ("open-door", "Every Tuesday.")]:
        sign_in("editor", slug)
        assert (
            client.post(edit, page_form("", [paragraph(words)]) | {"picture": picture.pk}).status_code == 302
        )
        assert "Mentors at lunch" in client.get(reverse("wagtailimages_chooser:choose")).content.decode()
    sign_in("editor", "birch")
    assert client.get(edit).status_code == 404

    set_owners(program, by=None, owners=[world["open-door"], world["birch"]])
    assert client.get(edit).status_code == 200
    sign_in("editor", "open-door")
    assert client.get(edit).status_code == 200
    sign_in("editor", "alder")
    assert client.get(edit).status_code == 404
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Campus Mentors" not in home, "nor is it named among the pages edited lately"
    assert "Mentors at lunch" not in client.get(reverse("wagtailimages_chooser:choose")).content.decode()
    assert client.get(reverse("wagtailimages:edit", args=[picture.pk])).status_code in (302, 403)
    grants = GroupPagePermission.objects.filter(page__in=ProgramPage.objects.filter(program=program))
    owners = set(grants.values_list("group__role_group__organization__slug", flat=True))
    assert owners == {"open-door", "birch"}


def test_nobody_but_a_coordinator_publishes_a_shared_page(client, world, sign_in):
    page = program_page_of(world.programs["mentoring"])
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    text = page_form("", [paragraph("A promise for all owners.")]) | {"picture": "", "action-publish": "1"}
    for role, published in [("page_approver", False), ("partnership_coordinator", True)]:
        sign_in(role)
        client.post(edit, text)
        assert ("A promise" in client.get("/en/programs/campus-mentors/").content.decode()) is published


def test_ending_and_giving_roles_leaves_the_section_as_it_was(world):
    editor = world.person("editor", world["birch"])
    before = page_grants(world["birch"], "editor")
    end_role(editor.memberships.get(), by=None)
    grant_role(by=None, user=editor, organization=world["birch"], role="editor")
    assert page_grants(world["birch"], "editor") == before
    assert OrganizationPage.objects.filter(organization=world["birch"]).count() == 2


def test_an_organization_added_later_has_its_entry_and_opens_when_asked(client, world):
    late = add_organization(by=None, name="Late Comer", slug="late-comer", kind="business")
    assert "Late Comer" in client.get("/es/socios/late-comer/").content.decode()
    page = open_section(late, by=None)
    assert page.get_url() == "/en/partners/late-comer/"


def test_an_address_left_blank_is_made_from_the_title(client, world, sign_in):
    """The script that fills it in may come later than the person who writes."""
    sign_in("editor")
    section = root_of(world["alder"])
    add = reverse("wagtailadmin_pages:add", args=["cms", "sectionpage", section.pk])
    for slug in ("after-school", "after-school-2"):
        client.post(add, page_form("After school", [paragraph("Text.")]) | {"slug": ""})
        assert SectionPage.objects.child_of(section).filter(slug=slug).exists()
