"""Several people at one moment: each in a thread and on a connection of its own, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier, Thread

from django.core.exceptions import ValidationError
from django.db import connection


def at_once(*actions):
    """What each action returns, or the code of the ValidationError that it raises, all begun together."""
    start, ends = Barrier(len(actions)), [None] * len(actions)

    def run(number, action):
        try:
            start.wait(timeout=30)
            ends[number] = action()
        except ValidationError as refusal:
            ends[number] = refusal.code
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number, action]) for number, action in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


def in_a_thread(action):
    """What an action returns or raises in a thread, on a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        try:
            return pool.submit(action).result()
        finally:
            pool.submit(lambda: connection.close()).result()


@contextmanager
def shared_database(folder):
    """Inside, the connections of threads wait for each other as in production. SQLite's database of the tests is
    in memory, where they would not: the threads work on a copy of it in a file; `at_once` is also how to read it.
    """
    if connection.vendor != "sqlite":
        yield
        return
    path, in_memory = str(folder / "shared.sqlite3"), connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [path])
    connection.settings_dict["NAME"] = path
    try:
        yield
    finally:
        connection.settings_dict["NAME"] = in_memory
