"""Whether any count that must not be known can be computed from all that is released together."""

import json

from django.core.management.base import BaseCommand, CommandError

from outcomes.releases.auditing.audit import audit_releases


class Command(BaseCommand):
    help = (
        "Audits everything released, together and with its differences: can any count of 1 to 10 be narrowed from the "
        "released numbers alone? Ends with an error when one can."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="print the findings as JSON")

    def handle(self, *args, **options):
        findings = audit_releases()
        if options["json"]:
            self.stdout.write(json.dumps(findings.as_dict(), indent=1, ensure_ascii=False))
        else:
            self.stdout.write(
                f"{findings.releases} releases, {findings.cells} cells, {findings.hidden} hidden, "
                f"{findings.judged} counts judged, {len(findings.under_protected)} under-protected."
            )
            for one in findings.under_protected:
                self.stdout.write(f"  {one['cell']}: {one['lowest']} to {one['highest']}")
        if not findings.passed:
            raise CommandError(
                "Some counts can be narrowed. Publish nothing more until a correction hides them."
            )
