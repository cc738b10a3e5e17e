"""One stamp for everything the public reads: it is another one as soon as a row of that has changed.

The database itself sees to it, by a trigger on each public table: whoever writes, by whichever way (an action, a bulk
statement, a person at the database's own prompt), and in the same transaction, so that a page made from older rows is
never found under a newer stamp. Why not signals, the audit log or a counter: docs/decisions.
"""

from django.apps import apps
from django.db import connections, models

from ..models.change import PublicChange

# A draft that is saved changes none of these; publishing, moving, expiring and renaming do.
PAGE_COLUMNS = ["live", "title", "slug", "path", "url_path", "seo_title", "search_description"] + [
    "show_in_menus",
    "last_published_at",
    "expired",
    "alias_of_id",
]
FROM_WAGTAIL = ["PageViewRestriction", "Site", "Locale"]
FROM_PARTNERSHIP = ["Organization", "Place", "Agreement", "AgreementDataset"]
# Rows that no page shows.
PRIVATE = {"Knock", "ComposerDraft", "Subscription", "PublicChange", "Chore", "BrokenLink"}
REMEMBERED = 200


def stamp():
    """The present stamp, as text: one small query."""
    found = PublicChange.objects.aggregate(number=models.Sum("number"), newest=models.Max("pk"))
    return f"{found['number']}.{found['newest']}"


def public_tables():
    """{table: columns, or None for all} of what public pages are made of."""
    chosen = [
        *(model for model in apps.get_app_config("cms").get_models() if model.__name__ not in PRIVATE),
        *(apps.get_model("wagtailcore", name) for name in FROM_WAGTAIL),
        *(apps.get_model("partnership", name) for name in FROM_PARTNERSHIP),
        *apps.get_app_config("programs").get_models(include_auto_created=True),
        apps.get_model("wagtailredirects", "Redirect"),
    ]
    released = ("outcomes.releases", "outcomes.evaluation")
    chosen += [
        model
        for model in apps.get_app_config("outcomes").get_models(include_auto_created=True)
        if model.__module__.startswith(released)
    ]
    return {model._meta.db_table: None for model in chosen} | {"wagtailcore_page": PAGE_COLUMNS}


def install(using="default", **kwargs):
    """Put the triggers on the tables, in place of those that are there (after every `migrate`)."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if PublicChange._meta.db_table not in tables:
            return
        for statement in _statements(connection.vendor, tables):
            cursor.execute(statement)


def forget_changes():
    """Delete all but the newest entries (`manage.py tick`); that is a change of the stamp and does no harm."""
    newest = list(PublicChange.objects.order_by("-pk").values_list("pk", flat=True)[:REMEMBERED])
    if len(newest) < REMEMBERED:
        return 0
    return PublicChange.objects.filter(pk__lt=newest[-1]).delete()[0]


def _statements(vendor, existing):
    if vendor == "postgresql":
        yield """CREATE OR REPLACE FUNCTION cms_public_changed() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN INSERT INTO cms_publicchange (number) VALUES (trunc(random() * 1e12)::bigint); RETURN NULL; END $$"""
    for table, columns in public_tables().items():
        if table in existing:
            make = _for_postgresql if vendor == "postgresql" else _for_sqlite
            yield from make(table, f"UPDATE OF {', '.join(columns)}" if columns else "UPDATE")


def _for_postgresql(table, update):
    yield f'DROP TRIGGER IF EXISTS public_changed ON "{table}"'
    yield (
        f'CREATE TRIGGER public_changed AFTER INSERT OR DELETE OR TRUNCATE OR {update} ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION cms_public_changed()"
    )


def _for_sqlite(table, update):
    """SQLite has one writer at a time, so one row that is replaced will do."""
    for event, name in (("INSERT", "insert"), ("DELETE", "delete"), (update, "update")):
        yield f'DROP TRIGGER IF EXISTS "public_{name}_{table}"'
        yield (
            f'CREATE TRIGGER "public_{name}_{table}" AFTER {event} ON "{table}" BEGIN '
            "REPLACE INTO cms_publicchange (id, number) VALUES (1, abs(random() % 1000000000000)); END"
        )
