"""A small table handed to a statement as one parameter, so that its length does not change the statement."""

import json

from django.db import connection


def json_table(parameter, columns):
    """SQL of a table whose rows are in a JSON parameter (`as_parameter`). columns: {name: SQL type}.

    What is true or false is a boolean and asked as such: PostgreSQL would take one row in 200 to be equal to 1.
    """
    if connection.vendor == "sqlite":
        picked = [f"json_extract(value, '$[{i}]') AS {name}" for i, name in enumerate(columns)]
        return f"SELECT {', '.join(picked)} FROM json_each(%({parameter})s)"
    picked = [f"CAST(value ->> {i} AS {kind}) AS {name}" for i, (name, kind) in enumerate(columns.items())]
    return f"SELECT {', '.join(picked)} FROM json_array_elements(CAST(%({parameter})s AS json))"


def as_parameter(rows):
    """The rows, each a sequence of texts, integers, booleans or None, as the parameter of a `json_table`."""
    return json.dumps([list(row) for row in rows])
