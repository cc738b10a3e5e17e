"""What docs/scheduled-exports.md says of the endpoint for files, as an OpenAPI description."""

from outcomes.datasets import DATASETS

FIELDS = {
    "dataset": {"type": "string", "enum": sorted(DATASETS)},
    "period": {"type": "string", "maxLength": 20},
    "program": {"type": "string", "maxLength": 60},
    "note": {"type": "string"},
    "accept": {"type": "string", "enum": ["true", "false", ""]},
}
REFUSAL = {
    "type": "object",
    "required": ["error", "message"],
    "properties": {
        "error": {"type": "string", "pattern": "^[a-z0-9_]+$"},
        # A full sentence.
        "message": {"type": "string", "pattern": r"[.!?”]$"},
    },
}
COUNT = {"type": ["integer", "null"]}
STATE = {
    "type": "object",
    "required": ["submission", "state", "problems", "notices", "refusal", "url", "page", "message"],
    "properties": {
        "submission": {"type": "string", "format": "uuid"},
        "state": {"type": "string"},
        "rows": COUNT,
        "new": COUNT,
        "problems": {"type": "array"},
        "url": {"type": "string", "format": "uri"},
        "page": {"type": "string", "format": "uri"},
    },
}
SENTENCES = {
    202: "Received, being read.",
    200: "The state asked for, or the same bytes are here already.",
    400: "The form could not be read.",
    401: "No token, or one that does not work any more.",
    403: "Not for this token.",
    404: "No such submission of the token's organization.",
    409: "It waits and cannot be accepted.",
    413: "Too large.",
    422: "Something is missing or not understood.",
    429: "Too many requests.",
}


def _answers(*statuses):
    return {
        str(status): {
            "description": SENTENCES[status],
            "content": {"application/json": {"schema": STATE if status < 300 else REFUSAL}},
        }
        for status in statuses
    }


DESCRIPTION = {
    "openapi": "3.1.0",
    "info": {"title": "Files from other systems", "version": "1"},
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "security": [{"token": []}],
    "paths": {
        "/api/submissions/": {
            "post": {
                "parameters": [
                    {"name": name, "in": "query", "schema": schema} for name, schema in FIELDS.items()
                ],
                "requestBody": {
                    "content": {
                        "multipart/form-data": {
                            "schema": {
                                "type": "object",
                                "properties": FIELDS | {"file": {"type": "string", "format": "binary"}},
                            }
                        },
                        "text/csv": {"schema": {"type": "string"}},
                    }
                },
                "responses": _answers(200, 202, 400, 401, 403, 409, 413, 422, 429),
            }
        },
        "/api/submissions/{pk}/": {
            "get": {
                "parameters": [
                    {
                        "name": "pk",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string", "format": "uuid"},
                    }
                ],
                "responses": _answers(200, 401, 404, 429),
            }
        },
    },
}
