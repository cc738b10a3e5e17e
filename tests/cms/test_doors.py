"""Every route of Wagtail's admin is open by decision or closed."""

from django.urls import URLResolver, get_resolver

from cms.access.doors import DOORS

CLOSED_SPACES = {
    "wagtailadmin_collections",
    "wagtailadmin_workflows",
    "wagtailforms",
    "wagtailredirects",
    "simple_translation",
    "wagtailsettings",
    "wagtailembeds",
    "wagtailsnippets",
    "wagtaillocales",
    "wagtailsites",
    "wagtailusers_users",
    "wagtailusers_groups",
}
CLOSED = {
    "",
    "wagtailadmin_error_test",
    "wagtail_bulk_action",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_api:pages:find",
    "wagtailadmin_api:pages:action",
    "wagtailadmin_api:documents:listing",
    "wagtailadmin_api:documents:detail",
    "wagtailadmin_api:documents:find",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_api:images:detail",
    "wagtailadmin_api:images:find",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:type_use_results",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
    "wagtailimages:url_generator",
    "wagtailimages:url_generator_output",
}


def routes(patterns, space=()):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(
                pattern.url_patterns, space + ((pattern.namespace,) if pattern.namespace else ())
            )
        else:
            yield ":".join((*space, pattern.name or ""))


def admin_routes():
    admin = next(p for p in walk(get_resolver().url_patterns) if str(p.pattern) == "admin/")
    return set(routes(admin.url_patterns))


def walk(patterns):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield pattern
            if str(pattern.pattern) == "":
                yield from walk(pattern.url_patterns)


def test_every_door_is_open_by_decision_or_closed():
    found = admin_routes()
    undecided = {
        name
        for name in found - DOORS.keys() - CLOSED
        if name.split(":")[0] not in CLOSED_SPACES and name.rpartition(":")[2]
    }
    assert not undecided
    assert not DOORS.keys() - found, "doors that no longer exist"
    assert not DOORS.keys() & CLOSED
    assert not {name for name in DOORS if name.split(":")[0] in CLOSED_SPACES}
