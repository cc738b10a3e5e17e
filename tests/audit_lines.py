"""All that the audit log tells, as it leaves the platform."""

from io import StringIO

from django.core.management import call_command

from partnership.models import AuditEvent

# Typed where people give reasons and names: it must not come out anywhere.
CHILD = "Vandersloot Tamsin 7755331"


def all_lines():
    """The log as `manage.py export_audit` writes it, and beside it every column of its rows."""
    out = StringIO()
    call_command("export_audit", stdout=out)
    return out.getvalue() + "\n".join(map(str, AuditEvent.objects.values_list()))


def untold(verb):
    """Whether an entry of the verb stands in the log, and none tells what was typed."""
    told = all_lines()
    assert AuditEvent.objects.filter(verb=verb).exists(), verb
    return all(word not in told for word in CHILD.split())
