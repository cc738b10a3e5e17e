"""The search that comes with Wagtail; on SQLite without ranking thousands.

To rank what it found, the stock backend asks SQLite's index once more for every row: twice as many rows take four times
as long, and 20,000 take minutes. So many matches keep the order of their queryset instead: of pages that of the tree.
"""

from functools import cache

from django.db import connection
from modelsearch.backends.database import SearchBackend as stock_backend

RANKED = 300


def SearchBackend(params):
    """What settings.WAGTAILSEARCH_BACKENDS names: the database's own backend."""
    return _on_sqlite()(params) if connection.vendor == "sqlite" else stock_backend(params)


@cache
def _on_sqlite():
    from modelsearch.backends.database.sqlite import sqlite
    from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
    from modelsearch.query import MatchAll, Not

    class RankedWhereFew:
        def search(self, config, start, stop, score_field=None):
            if self.order_by_relevance and score_field is None and self._are_many(config):
                self.order_by_relevance = False
            return super().search(config, start, stop, score_field)

        def _are_many(self, config):
            asked = normalize(self.query)
            if isinstance(asked, MatchAll | Not):
                return False
            words = self.build_search_query(asked, config=config)
            found = sqlite.SQLiteFTSIndexEntry.objects.filter(
                MatchExpression(self.fields or self.FTS_TABLE_FIELDS, words)
            )
            return found[: RANKED + 1].count() > RANKED

    class Backend(sqlite.SQLiteSearchBackend):
        query_compiler_class = type("Search", (RankedWhereFew, sqlite.SQLiteSearchQueryCompiler), {})
        autocomplete_query_compiler_class = type(
            "Autocomplete", (RankedWhereFew, sqlite.SQLiteAutocompleteQueryCompiler), {}
        )

    return Backend
