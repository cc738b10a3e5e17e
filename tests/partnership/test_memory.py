"""What is kept in memory stays within its bounds, and pushes nothing else out."""

import os

import pytest
from django.conf import settings

from partnership.web.memory import BoundedMemory


@pytest.fixture
def memory(request):
    made = BoundedMemory(request.node.name, {"OPTIONS": {"MOST_BYTES": 10_000}})
    yield made
    made.clear()


def held(memory):
    return sum(map(len, memory._cache.values()))


def test_it_holds_so_many_bytes_and_forgets_what_was_used_longest_ago(memory):
    for number in range(9):
        memory.set(number, os.urandom(1000))
    assert memory.get(0)
    for number in range(9, 12):
        memory.set(number, os.urandom(1000))
    assert memory.get(0) and memory.get(11)
    assert not memory.get(1) and not memory.get(2)
    assert held(memory) <= 10_000


def test_many_small_things_fit_and_what_is_too_large_is_not_kept(memory):
    for number in range(400):
        memory.set(number, b"")
    assert memory.get(0) == b""
    memory.set("large", os.urandom(20_000))
    assert memory.get("large") is None
    assert held(memory) <= 10_000


def test_what_is_replaced_deleted_or_cleared_is_no_longer_counted(memory):
    for _again in range(50):
        memory.set("page", os.urandom(3000))
        memory.set("drawing", os.urandom(3000))
        memory.delete("drawing")
    assert memory.get("page")
    memory.clear()
    memory.set("page", os.urandom(9000))
    assert memory.get("page")
    # Another thread's cache of the same name holds and counts the same.
    other = BoundedMemory(memory.name, {"OPTIONS": {"MOST_BYTES": 10_000}})
    other.set("drawing", os.urandom(9000))
    assert memory.get("page") is None and memory.get("drawing")


def test_readers_of_pages_cannot_push_out_the_attempts_to_sign_in():
    """Guesses are counted in the default cache; what is asked for by address goes into the other one."""
    assert settings.CACHES["pages"]["LOCATION"] != settings.CACHES["default"].get("LOCATION")
    assert "memory" in settings.CACHES["pages"]["BACKEND"]
