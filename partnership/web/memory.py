"""A cache in the memory of each process, bounded by bytes: for what can be made anew and is the same for everybody."""

from collections import Counter

from django.core.cache.backends.locmem import LocMemCache

# Bytes held under each name; the caches of all threads of a process share what they hold.
_held = Counter()


class BoundedMemory(LocMemCache):
    """Django's memory cache, but what was used longest ago goes when MOST_BYTES are held, not at a number of entries.

    Pages differ a thousandfold in size, and whoever adds "?x=1", "?x=2" ... to an address would fill a cache that
    counts entries with the largest of them.
    """

    def __init__(self, name, params):
        options = dict(params.get("OPTIONS", {}))
        self.most = options.pop("MOST_BYTES")
        super().__init__(name, {**params, "OPTIONS": {**options, "MAX_ENTRIES": 1_000_000}})
        self.name = name

    # The parent calls these with its lock held.

    def _set(self, key, value, timeout=None):
        _held[self.name] += len(value) - len(self._cache.get(key, b""))
        super()._set(key, value, timeout)
        while _held[self.name] > self.most:
            self._delete(next(reversed(self._cache)))

    def _delete(self, key):
        _held[self.name] -= len(self._cache.get(key, b""))
        return super()._delete(key)

    def clear(self):
        with self._lock:
            _held[self.name] = 0
            self._cache.clear()
            self._expire_info.clear()
