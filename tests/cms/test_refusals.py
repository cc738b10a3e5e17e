"""What an editor asks for by hand outside the own section, and does not get."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision, WorkflowState

from cms.models import Download, OrganizationPage, Picture, SectionPage
from tests.conftest import ON_THE_SECOND_DATABASE

from .conftest import (
    add_download,
    add_draft,
    add_live,
    add_picture,
    page_form,
    paragraph,
    root_of,
)

PAGES = "wagtailadmin_pages:"
SECRETS = ["Secret plan of Birch", "Secret image of Birch", "Secret document of Birch", "Editor, Birch"]


@pytest.fixture
def there(world, sections):
    """Everything that Birch has: a draft, a published page, an image, a document."""
    birch = sections["birch"]
    draft = add_draft(birch)
    live = add_live(birch)
    draft.locked = False
    world.person("partnership_coordinator")
    handed_in = add_draft(birch, "Secret plan of Birch handed in")
    state = handed_in.get_workflow().start(handed_in, world.person("editor", world["birch"]))
    return {
        "root": birch,
        "draft": draft,
        "live": live,
        "handed_in": handed_in,
        "task": state.current_task_state,
        "state": state,
        "revision": draft.latest_revision,
        "picture": add_picture(birch.collection),
        "download": add_download(birch.collection),
        "own": sections["alder"],
        "own_page": add_live(sections["alder"], "Page of Alder"),
        "task_kind": state.current_task_state.task,
    }


def everything():
    """What none of these requests may change."""
    return {
        "pages": list(
            Page.objects.order_by("pk").values_list(
                "pk", "path", "title", "draft_title", "slug", "live", "locked", "alias_of", "latest_revision"
            )
        ),
        "revisions": Revision.objects.count(),
        "states": list(WorkflowState.objects.values_list("pk", "status")),
        "pictures": list(Picture.objects.values_list("pk", "title", "collection")),
        "downloads": list(Download.objects.values_list("pk", "title", "collection")),
    }


# (route, arguments as words of `there`); each is asked by GET and by POST, plainly and as a script would.
PAGE_DOORS = [
    ("wagtailadmin_explore", ["draft"]),
    ("wagtailadmin_explore_results", ["draft"]),
    ("wagtailadmin_api:pages:detail", ["draft"]),
    (f"{PAGES}edit", ["draft"]),
    (f"{PAGES}edit", ["live"]),
    (f"{PAGES}edit", ["root"]),
    (f"{PAGES}edit", ["handed_in"]),
    (f"{PAGES}add_subpage", ["root"]),
    (f"{PAGES}add", ["cms", "sectionpage", "root"]),
    (f"{PAGES}preview_on_add", ["cms", "sectionpage", "root"]),
    (f"{PAGES}preview_on_edit", ["draft"]),
    (f"{PAGES}view_draft", ["draft"]),
    (f"{PAGES}delete", ["draft"]),
    (f"{PAGES}delete", ["live"]),
    (f"{PAGES}unpublish", ["live"]),
    (f"{PAGES}convert_alias", ["alias"]),
    (f"{PAGES}move", ["draft"]),
    (f"{PAGES}move_confirm", ["draft", "own"]),
    (f"{PAGES}move_confirm", ["own_page", "root"]),
    (f"{PAGES}set_page_position", ["draft"]),
    (f"{PAGES}copy", ["draft"]),
    (f"{PAGES}copy", ["live"]),
    (f"{PAGES}lock", ["draft"]),
    (f"{PAGES}unlock", ["draft"]),
    (f"{PAGES}lock", ["own_page"]),
    (f"{PAGES}set_privacy", ["draft"]),
    (f"{PAGES}set_privacy", ["own_page"]),
    (f"{PAGES}usage", ["draft"]),
    (f"{PAGES}usage", ["own_page"]),
    (f"{PAGES}history", ["draft"]),
    (f"{PAGES}history_results", ["draft"]),
    (f"{PAGES}revisions_index", ["draft"]),
    (f"{PAGES}revisions_view", ["draft", "revision"]),
    (f"{PAGES}revisions_view", ["own_page", "revision"]),
    (f"{PAGES}revisions_revert", ["draft", "revision"]),
    (f"{PAGES}revisions_revert", ["own_page", "revision"]),
    (f"{PAGES}revisions_unschedule", ["draft", "revision"]),
    (f"{PAGES}revisions_compare", ["draft", "earliest", "latest"]),
    (f"{PAGES}revisions_compare", ["own_page", "revision", "latest"]),
    (f"{PAGES}workflow_action", ["handed_in", "approve", "task"]),
    (f"{PAGES}workflow_action", ["handed_in", "reject", "task"]),
    (f"{PAGES}workflow_action", ["own_page", "approve", "task"]),
    (f"{PAGES}collect_workflow_action_data", ["handed_in", "approve", "task"]),
    (f"{PAGES}confirm_workflow_cancellation", ["handed_in"]),
    (f"{PAGES}workflow_preview", ["handed_in", "task_kind"]),
    (f"{PAGES}workflow_history", ["handed_in"]),
    (f"{PAGES}workflow_history_detail", ["handed_in", "state"]),
    (f"{PAGES}workflow_history_detail", ["own_page", "state"]),
    (f"{PAGES}type_use", ["cms", "sectionpage"]),
    (f"{PAGES}type_use_results", ["cms", "sectionpage"]),
    (f"{PAGES}choose_parent", ["cms", "sectionpage"]),
    ("wagtailadmin_choose_page_child", ["draft"]),
    ("simple_translation:submit_page_translation", ["draft"]),
    ("wagtailadmin_editing_sessions:ping", ["cms", "sectionpage", "draft", 1]),
    ("wagtailimages:edit", ["picture"]),
    ("wagtailimages:delete", ["picture"]),
    ("wagtailimages:preview", ["picture", "width-100"]),
    ("wagtailimages:url_generator", ["picture"]),
    ("wagtailimages:url_generator_output", ["picture"]),
    ("wagtailimages:image_usage", ["picture"]),
    ("wagtailimages:edit_multiple", ["picture"]),
    ("wagtailimages:delete_multiple", ["picture"]),
    ("wagtailimages_chooser:chosen", ["picture"]),
    ("wagtailimages_chooser:select_format", ["picture"]),
    ("wagtaildocs:edit", ["download"]),
    ("wagtaildocs:delete", ["download"]),
    ("wagtaildocs:document_usage", ["download"]),
    ("wagtaildocs:edit_multiple", ["download"]),
    ("wagtaildocs:delete_multiple", ["download"]),
    ("wagtaildocs_chooser:chosen", ["download"]),
    ("wagtailadmin_reports:locked_pages", []),
    ("wagtailadmin_reports:site_history", []),
    ("wagtailadmin_reports:aging_pages", []),
    ("wagtailadmin_reports:workflow", []),
    ("wagtailadmin_reports:workflow_tasks", []),
    ("wagtailadmin_reports:page_types_usage", []),
    ("wagtailadmin_collections:index", []),
    ("wagtailadmin_workflows:index", []),
    ("wagtailadmin_workflows:task_chooser", []),
    ("wagtailusers_users:index", []),
    ("wagtailusers_groups:index", []),
    ("wagtailredirects:index", []),
    ("wagtailsites:index", []),
    ("wagtaillocales:index", []),
    ("wagtailadmin_tag_autocomplete", []),
]

SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
ASKING = [
    lambda client, address, posted: client.get(address),
    lambda client, address, posted: client.get(address, **SCRIPT),
    lambda client, address, posted: client.post(address, posted),
    lambda client, address, posted: client.post(address, posted, **SCRIPT),
]
if ON_THE_SECOND_DATABASE:  # To which it is the same whether a script asks.
    ASKING = ASKING[::2]


def test_refused(client, world, there, sign_in):
    """Every row, and nothing has changed and nothing was told after any of them."""
    spanish = root_of(world["birch"], "es").locale
    there["alias"] = there["live"].copy_for_translation(spanish, alias=True)
    own_page = reverse(f"{PAGES}edit", args=[there["own_page"].pk])
    posted = page_form("Taken over", [paragraph("By hand.")]) | {
        "action-publish": "1",
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": there["own"].pk,
        "publish_copies": "1",
        "alias": "1",
        "copy_subpages": "1",
        "restriction_type": "none",
        "collection": there["own"].collection_id,
        "locales": [spanish.pk],
        "comment": "By hand.",
        "next": "",
    }
    sign_in("editor")
    before, granted = everything(), []
    for route, words in PAGE_DOORS:
        address = reverse(route, args=[getattr(there.get(word, word), "pk", word) for word in words])
        for ask in ASKING:
            answer = ask(client, address, posted)
            told = [secret for secret in SECRETS if secret in answer.content.decode()]
            # The page editor's own redirects: its first screen, or back to the person's own page.
            refused = answer.status_code in (403, 404, 405) or (
                answer.status_code == 302 and answer.url in (reverse("wagtailadmin_home"), own_page)
            )
            if told or not refused or everything() != before:
                granted.append((route, words, answer.status_code, told))
    assert granted == []


def test_nothing_is_copied_or_moved_into_the_section_of_others(client, world, there, sign_in):
    sign_in("editor")
    before = everything()
    copied = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": there["root"].pk,
        "publish_copies": "1",
    }
    own, root = there["own_page"].pk, there["root"].pk
    client.post(reverse(f"{PAGES}copy", args=[own]), copied)
    client.post(reverse(f"{PAGES}copy", args=[own]), copied | {"alias": "1"})
    client.post(reverse(f"{PAGES}move", args=[own]), {"new_parent_page": root})
    client.post(reverse(f"{PAGES}add", args=["cms", "sectionpage", root]), page_form("By hand", []))
    assert everything() == before
    copied["new_parent_page"] = there["own"].pk
    assert client.post(reverse(f"{PAGES}copy", args=[own]), copied).status_code == 302
    assert everything() != before, "the own section takes it"


def test_the_same_doors_open_for_the_own_people(client, world, there, sign_in):
    """So that the table above refuses because of whose the page is, not because nothing works."""
    sign_in("editor", "birch")
    for route, words in PAGE_DOORS:
        mine = [there.get(word, word) for word in words]
        if route.split(":")[-1] in {
            "edit",
            "add",
            "add_subpage",
            "view_draft",
            "delete",
            "history",
            "copy",
            "move",
        }:
            if words[0] in ("handed_in", "root", "live") and route.endswith(("delete", "copy", "move")):
                continue
            address = reverse(route, args=[getattr(one, "pk", one) for one in mine])
            assert client.get(address).status_code == 200, address


def test_what_is_placed_stays_placed(client, world, there, sign_in):
    """Home, indexes and the roots of sections: nobody moves, copies, unpublishes or deletes them."""
    draft_root = there["root"]
    OrganizationPage.objects.filter(pk=draft_root.pk).update(live=False)
    before = everything()
    for role, slug in [("editor", "birch"), ("page_approver", "birch"), ("partnership_coordinator", None)]:
        sign_in(role, slug)
        for page in [draft_root, draft_root.get_parent(), draft_root.get_parent().get_parent()]:
            for route in ("delete", "unpublish", "move"):
                client.post(reverse(PAGES + route, args=[page.pk]), {"new_parent_page": there["own"].pk})
            client.post(
                reverse(f"{PAGES}copy", args=[page.pk]),
                {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk},
            )
            client.post(reverse(f"{PAGES}move_confirm", args=[page.pk, there["own"].pk]))
    assert everything() == before


def test_an_approver_publishes_in_the_own_section_and_nowhere_else(client, world, there, sign_in):
    sign_in("page_approver", "birch")
    client.post(
        reverse(f"{PAGES}edit", args=[there["draft"].pk]), page_form("Plan", []) | {"action-publish": "1"}
    )
    assert SectionPage.objects.get(pk=there["draft"].pk).live
    theirs = add_draft(there["own"], "Plan of Alder")
    client.post(reverse(f"{PAGES}edit", args=[theirs.pk]), page_form("Taken", []) | {"action-publish": "1"})
    assert not SectionPage.objects.get(pk=theirs.pk).live


def test_somebody_without_a_page_role_is_turned_away_without_a_loop(client, world, sign_in):
    sign_in("data_coordinator")
    assert client.get(reverse("wagtailadmin_home")).status_code == 403
    assert client.get(reverse("wagtailadmin_home"), HTTP_X_REQUESTED_WITH="XMLHttpRequest").status_code == 403


def test_wagtails_own_sign_in_is_closed(client, world):
    answer = client.get("/admin/login/?next=/admin/pages/")
    assert answer.status_code == 302 and answer.url == "/accounts/login/?next=/admin/pages/"
    editor = world.person("editor")
    from tests.conftest import PASSWORD

    answer = client.post("/admin/login/", {"username": editor.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session
    for path in ("/admin/password_reset/", "/admin/users/", "/admin/groups/", "/admin/failwhale/"):
        assert client.get(path).status_code == 404
    assert client.get("/admin/").url == "/accounts/login/?next=/admin/"
