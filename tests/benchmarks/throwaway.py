"""A migrated database that is gone after the benchmark: a SQLite file, or a test database beside DATABASE_URL."""

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def database():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "partnership.settings")
    import django
    from django.conf import settings

    with tempfile.TemporaryDirectory() as folder:
        chosen = settings.DATABASES["default"]
        if chosen["ENGINE"].endswith("sqlite3"):
            chosen.setdefault("TEST", {})["NAME"] = str(Path(folder) / "bench.sqlite3")
        settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
        django.setup()
        from django.db import connection

        old = chosen["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield connection
        finally:
            connection.creation.destroy_test_db(old, verbosity=0)


def address():
    """DATABASE_URL of the database that is open now, for a process of its own."""
    from django.db import connection

    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    return (
        f"postgres://{chosen['USER']}:{chosen['PASSWORD']}@{chosen['HOST']}:{chosen['PORT']}/{chosen['NAME']}"
    )
