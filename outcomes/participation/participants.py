"""The participants of a program as its manager sees them: by code, because the names are not here."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from outcomes.datasets.facts import Engagement
from outcomes.submissions.models import Claim
from outcomes.submissions.participants import ParticipantCode, keys_of_codes

ROSTER = "program_roster"


@dataclass
class Participant:
    """is_known: on the program's roster in effect, or came to a session; else its card was not handed out yet.
    consent: as the latest roster in effect tells, or "".
    """

    code: ParticipantCode
    key: int
    times: int = 0
    last: object = None
    is_on_roster: bool = False
    consent: str = ""

    @property
    def is_known(self):
        return self.is_on_roster or self.times > 0


def participants_of(codes):
    """[Participant] of a queryset of codes, in four queries whatever their number."""
    closed = Q(sign_ins__session__closed_at__isnull=False)
    codes = list(
        codes.annotate(
            times=Count("sign_ins", filter=closed), last=Max("sign_ins__session__date", filter=closed)
        ).select_related("organization", "program")
    )
    keys = keys_of_codes(codes)
    consents = _consents({code.program_id for code in codes}, set(keys.values()))
    found = []
    for code in codes:
        key = keys[code.pk]
        consent = consents.get((code.program_id, key))
        found.append(Participant(code, key, code.times, code.last, consent is not None, consent or ""))
    return found


def _consents(programs, keys):
    """{(program, student key): consent} under the rosters in effect; the latest year's word counts."""
    claims = dict(
        Claim.objects.filter(in_effect=True, dataset=ROSTER, program__in=programs)
        .order_by("period")
        .values_list("pk", "program_id")
    )
    order = {claim: number for number, claim in enumerate(claims)}
    rows = Engagement.objects.filter(claim_id__in=list(claims)).values_list(
        "claim_id", "student_key", "entry_date", "consent"
    )
    told = sorted((row for row in rows if row[1] in keys), key=lambda row: (order[row[0]], row[2]))
    return {(claims[claim], key): consent for claim, key, _entry, consent in told}
