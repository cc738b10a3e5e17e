"""Every way by which a file, or an answer that a program reads, leaves the platform, and the rule that it rests on.

EXPORTS says of each route who is handed what: in words, and as a slow reading of the rows (slow.py). OPEN names the
routes that hand nobody anything that is not everybody's or the person's own, each with its reason. A route that hands
something out and stands in neither turns test_matrix.py red; a new function that makes such an answer, test_exports.py.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from outcomes.releases.models import Release
from outcomes.submissions.models import Submission
from outcomes.submissions.rights import READ
from partnership.access.rights import organizations_with
from partnership.models import Agreement
from partnership.models.organization import LAW_ENFORCEMENT

from .literal import STUDENT_LEVEL
from .slow import may

STUDENT_ROWS = ("student_enrollment", "student_attendance", "student_discipline")


@dataclass(frozen=True)
class Export:
    """kind: of the things that it hands out. rule(person, thing): the oracle's word. listed(user): the same things as
    the platform's own list holds them, where there is one. sent(thing): (method, what is sent with it).
    holds(text, thing): whether an answer that could hold many things holds this one.
    """

    rests_on: str
    kind: str
    rule: Callable
    listed: Callable | None = None
    sent: Callable = lambda thing: ("get", {})
    holds: Callable = lambda text, thing: True


def agreed(organization, *datasets):
    """Whether agreements in force cover all the datasets, read one by one."""
    today = timezone.localdate()
    covered = {
        covering.dataset
        for agreement in Agreement.objects.filter(organization=organization)
        if agreement.starts_on <= today <= agreement.ends_on
        and not (agreement.terminated_on and agreement.terminated_on <= today)
        for covering in agreement.datasets.all()
    }
    return covered.issuperset(datasets)


def holds(codename):
    """A rule: the right in the organization that the thing is, or belongs to."""
    return lambda person, thing: person.holds(codename, getattr(thing, "organization", thing))


def _rows(person, submission):
    organization = submission.organization
    reads = person.holds("read_student_rows", organization) or organization in person.admitting
    return reads and organization.kind not in LAW_ENFORCEMENT and agreed(organization, submission.dataset)


def _readable(user):
    """Keys of the submissions whose rows the screens say the person may read."""
    return [each.pk for each in READ.among(user, Submission.objects.all()) if READ.needs(each) is not None]


def _fix_it(person, submission):
    return (
        may(person, "see", submission)
        and person.within("submit_data", submission.organization)
        and agreed(submission.organization, submission.dataset)
    )


def _extract(person, extract):
    return (
        extract.evaluator == person.user
        and person.has_role("evaluator")
        and may(person, "plan", extract.plan.program)
        and all(
            each in person.admitting and agreed(each, *STUDENT_ROWS) for each in extract.organizations.all()
        )
    )


def _answers(person, challenge):
    organization = challenge.organization
    return (
        person.holds("read_student_rows", organization)
        and organization.kind not in LAW_ENFORCEMENT
        and agreed(organization, *STUDENT_ROWS)
    )


def _release(person, release):
    return may(person, "see", release)


def _public_release(person, release):
    return release.state in ("published", "superseded") and release.audience == "public"


def _writes(person, file):
    organization = file.organization
    return person.holds("edit_pages", organization) or person.holds("approve_pages", organization)


def _stands(membership):
    """Whether a role counts today, and so whatever was made under it."""
    today = timezone.localdate()
    return (
        membership.user.is_active
        and not membership.ended_at
        and membership.starts_on <= today
        and not (membership.ends_on and membership.ends_on < today)
        and not (membership.role in STUDENT_LEVEL and membership.organization.kind in LAW_ENFORCEMENT)
    )


def token_opens(token, submission):
    """A token reads what became of files of its own organization, while the role stands that it was made under."""
    return (
        _stands(token.membership)
        and submission.organization == token.membership.organization
        and submission.dataset in token.datasets
    )


def link_opens(link, person):
    """A link opens what its maker may read today, while the role stands that it was made under. person: the maker."""
    released = link.release.state in ("published", "superseded")
    return _stands(link.membership) and released and may(person, "see", link.release)


def _approves_everywhere(person, _thing):
    return person.everywhere("approve_pages")


EXPORTS = {
    "workspace:submission_rows": Export(
        "read_student_rows there or an admission, and an agreement in force over the dataset",
        "submission",
        _rows,
        listed=lambda user: Submission.objects.filter(pk__in=_readable(user)),
    ),
    "workspace:submission_fix_it": Export(
        "submit_data there, and an agreement in force over the dataset",
        "submission",
        _fix_it,
        sent=lambda submission: ("get", {"rows": "whole"}),
    ),
    "workspace:template": Export(
        "submit_data there",
        "organization",
        holds("submit_data"),
        listed=lambda user: organizations_with(user, "submit_data"),
        sent=lambda organization: ("get", {"organization": organization.slug, "dataset": "school_totals"}),
    ),
    "workspace:own_file_answers": Export(
        "read_student_rows there, and agreements in force over enrollment, attendance and discipline",
        "challenge",
        _answers,
        sent=lambda challenge: (
            "post",
            {"challenge": challenge.pk, "file": SimpleUploadedFile("ids.csv", b"student_id,seat\n100,1\n")},
        ),
    ),
    "workspace:evaluation_extract": Export(
        "the own extract, the role of an evaluator, and an admission and agreements of every organization in it",
        "extract",
        _extract,
    ),
    "workspace:evaluation_drawing": Export(
        "planning the program's evaluations or signing for an owner of it",
        "evaluation",
        lambda person, plan: may(person, "results", plan.program),
    ),
    "workspace:read_agreement_document": Export(
        "manage_agreements there",
        "agreement",
        holds("manage_agreements"),
        listed=lambda user: Agreement.objects.filter(
            organization__in=organizations_with(user, "manage_agreements")
        ),
    ),
    "workspace:release_download": Export(
        "seeing the release: as a builder, a signer, a funder with an open award, or because it is public",
        "release",
        _release,
        listed=lambda user: Release.objects.visible_to(user),
    ),
    "workspace:release_drawing": Export("seeing the release", "chart", _release),
    "outcomes:download": Export(
        "nobody's right: published for everybody",
        "release",
        _public_release,
        listed=lambda user: Release.objects.public(),
    ),
    "outcomes:drawing": Export("nobody's right: published for everybody", "chart", _public_release),
    "wagtaildocs_serve": Export(
        "writing where it lies, while no published page offers it", "document", _writes
    ),
    "media/images/<str:name>": Export(
        "writing where it lies, while no published page shows it", "image", _writes
    ),
    "wagtailadmin_explore": Export(
        "writing in the section", "page", _writes, sent=lambda page: ("get", {"export": "csv"})
    ),
    "wagtailadmin_api:pages:listing": Export(
        "writing in the section",
        "page",
        _writes,
        sent=lambda page: ("get", {"child_of": page.get_parent().pk}),
        holds=lambda text, page: f'"id": {page.pk},' in text,
    ),
    "wagtailadmin_reports:site_history": Export(
        "approving pages everywhere",
        "page",
        _approves_everywhere,
        sent=lambda page: ("get", {"export": "csv"}),
        holds=lambda text, page: page.title in text,
    ),
}

# These are asked with a secret that somebody made: see `link_opens`, `token_opens` and the calendar in test_exports.py.
BY_SECRET = {
    "shared:download": "what its maker may read today, while the role stands that it was made under",
    "shared:drawing": "the same",
    "submission_endpoint": "files of the token's organization, while the role stands that it was made under",
    "workspace:calendar_feed": "deadlines where the person follows data, ends of agreements that the person keeps",
}


# Lists of the page editor as a table (`?export=csv`): (kind, rule, the rule in words); as many rows as things by the rule.
TABLES = {
    "wagtaildocs:index": ("document", _writes, "writing where the document lies"),
    "wagtailimages:index": ("image", _writes, "writing where the image lies"),
}

# Patterns of routes that hand out nothing of an organization's that is not published, and why.
OPEN = {
    "health_*": "whether the platform is well",
    "metrics": "numbers about the machine, behind a secret of the operator's",
    "security_contact": "for everybody",
    "robots": "for everybody",
    "sitemap": "published pages",
    "site:*": "published postings",
    "outcomes:feed": "public releases",
    "api:*": "public releases",
    "submissions_endpoint": "what became of the file that was just sent",
    "wagtailadmin_sprite": "the editor's own drawings",
    "wagtailadmin_javascript_catalog": "the editor's own words",
    "wagtailadmin_dismissibles": "what the person does not want to see again",
    "wagtailadmin_editing_sessions:*": "that the page is being edited",
    "wagtailadmin_api:pages:detail": "one page, refused as its screen is",
    "wagtailimages:preview": "one image, refused as its screen is",
    # JSON with a screen inside.
    "wagtailadmin_pages:*": "a dialogue about one page",
    "wagtailadmin_choose_*": "a dialogue that the matrix looks into",
    "wagtail*_chooser:*": "a dialogue that the matrix looks into",
    "wagtail*:*_multiple": "a dialogue about one file",
}

# {function that makes an answer which is no page: a route that it answers; "": nothing that anybody owns}
MADE_BY = {
    "partnership/screens/agreements.py read_document": "workspace:read_agreement_document",
    "partnership/web/contact.py security_contact": "security_contact",
    "partnership/web/health.py live": "health_live",
    "partnership/web/health.py ready": "health_ready",
    "partnership/web/health.py metrics": "metrics",
    "partnership/web/nowhere.py nowhere": "",
    "outcomes/evaluation/answers/screens/views.py own_file": "workspace:own_file_answers",
    "outcomes/evaluation/extracts/screens/views.py download": "workspace:evaluation_extract",
    "outcomes/evaluation/plans/screens/views.py drawing": "workspace:evaluation_drawing",
    # A refusal in one sentence.
    "outcomes/participation/screens/sessions.py tick_one": "",
    "outcomes/releases/pages.py stored_file": "workspace:release_download",
    "outcomes/submissions/screens/fix_it.py download_rows": "workspace:submission_fix_it",
    "outcomes/submissions/screens/templates.py download": "workspace:template",
    "outcomes/timeliness/screens/calendar.py feed": "workspace:calendar_feed",
    "outcomes/ways_in/endpoint.py _answer": "submission_endpoint",
    # A refusal in one sentence.
    "outcomes/ways_in/endpoint.py __init__": "",
    "cms/public/calendar.py _as_calendar": "site:feed",
    "cms/public/library.py policies_csv": "site:policies_csv",
    "cms/views.py serve_image": "media/images/<str:name>",
    "cms/views.py robots": "robots",
    "cms/views.py sitemap": "sitemap",
}


def is_known(name):
    """Whether the rule of a route that hands something out is written down here."""
    tables = (EXPORTS, BY_SECRET, TABLES)
    return any(name in table for table in tables) or any(fnmatchcase(name, pattern) for pattern in OPEN)


def hands_out(response):
    """Whether an answer is a file, or for a program to read, and no page."""
    page = response.headers.get("Content-Type", "text/html").startswith("text/html")
    return response.status_code == 200 and (not page or "Content-Disposition" in response.headers)
