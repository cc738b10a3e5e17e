"""Two districts, Alder and Birch, each with one of everything that an address can name.

What Birch keeps to itself carries the word CANARY: it must never turn up in what people of Alder are sent.
"""

from datetime import date, timedelta
from unittest import mock
from uuid import uuid4

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from cms.models import Download, OrganizationPage, Picture, SectionPage
from outcomes.evaluation.extracts.actions import made as make
from outcomes.evaluation.extracts.models import EvaluationExtract
from outcomes.evaluation.linking.actions import hand_over_roster
from outcomes.evaluation.plans.actions import draft_plan, lock_plan, order_run
from outcomes.evaluation.plans.run import compute
from outcomes.evaluation.plans.terms import Terms
from outcomes.participation.codes import print_codes
from outcomes.participation.signing import begin_session, tick
from outcomes.releases.build import build_release
from outcomes.releases.contributors import RELATED, answers_for
from outcomes.releases.models import Contributor, Release
from outcomes.releases.sharing.models import ShareLink
from outcomes.retention.models import DestructionCertificate
from outcomes.submissions.journey import stage_now
from outcomes.submissions.mapping.models import Mapping
from outcomes.submissions.models import Claim
from outcomes.submissions.receive import receive
from outcomes.ways_in.links import make_link
from outcomes.ways_in.tokens import make_token
from partnership.access.roles import ROLES
from partnership.actions.admissions import admit_evaluator
from partnership.actions.agreements import sign_agreement
from partnership.actions.invitations import invite
from partnership.actions.memberships import end_role, grant_role
from partnership.models import SignOn, User
from programs.actions.awards import make_award
from programs.actions.challenges import add_challenge
from programs.actions.programs import add_program
from programs.actions.targets import add_target
from tests.conftest import small_world
from tests.kept_world import world_of
from tests.outcomes.factories import school_year_of_data

from .postings import postings_of

CANARY = "Zeisig"
ENROLLMENT = "school_code,student_id,school_year,entry_date,exit_date,grade\n{},100,2024-25,2024-08-15,,06\n"


def kept_scene():
    """The scene in its small world: made once, copied afterwards (kept_world). Whoever asks for files sets MEDIA_ROOT to
    where they were put the first time.
    """
    return world_of(_scene)


def _scene():
    return set_the_scene(small_world())


def set_the_scene(world):
    """The world with `actors` {column: User or None} and `things` {"own" | "other": {kind: what its address needs}}."""
    for school in ("alder-1", "birch-1"):
        school_year_of_data(
            world, world.places[school], "2023-24", range(100, 180), suspended=range(100, 115)
        )
    world.actors = {"anon": None, "none": person("nobody@elsewhere.example.org")}
    for role in ROLES:
        organization = world.partnership if ROLES[role].partnership_wide else world["alder"]
        if not ROLES[role].is_possible_in(organization):
            organization = world["harbor-police"]
        world.actors[COLUMN[role]] = person(f"{role}@{organization.slug}.example.org", role, organization)
    # Drawing charts takes seconds, and nobody looks at these.
    with mock.patch("vl_convert.vegalite_to_svg", return_value="<svg></svg>"):
        world.release = build_release(by=world.actors["pcoo"], title="Release of all")
    evaluator = person("evaluator@field.example.org", "evaluator", world["field-university"])
    world.things = {
        "own": things_of(world, world["alder"], evaluator, "Alder"),
        "other": things_of(world, world["birch"], evaluator, CANARY),
    }
    return world


COLUMN = {
    "partnership_administrator": "padm",
    "partnership_coordinator": "pcoo",
    "organization_administrator": "oadm",
    "editor": "edit",
    "page_approver": "appr",
    "release_signer": "sign",
    "data_coordinator": "data",
    "program_manager": "mana",
    "data_steward": "stew",
    "incident_officer": "inci",
    "funder": "fund",
    "evaluator": "eval",
    "statistics_coordinator": "stat",
}


def person(email, role=None, organization=None, name=""):
    """A person who cannot sign in by password, which is slow to make."""
    user = User.objects.create(email=email, name=name or email.split("@")[0], password="!")
    if role:
        grant_role(by=None, user=user, organization=organization, role=role)
    return user


def things_of(world, organization, evaluator, word):
    """{kind: arguments of an address}, each thing named with the word."""
    slug, today = organization.slug, timezone.localdate()
    member = person(f"{word.lower()}@{slug}.example.org", "editor", organization, name=f"Member {word}")
    membership = member.memberships.get()
    membership.ends_on = today + timedelta(days=20)
    membership.save()
    invited = invite(
        by=None, email=f"invited-{word.lower()}@{slug}.example.org", organization=organization, role="editor"
    )
    agreement = sign_agreement(
        by=None,
        organization=organization,
        datasets=["student_enrollment", "service_log"],
        title=f"Agreement {word}",
        # Families read it on the public page of their data, so it is nobody's secret.
        purpose="To count attendance.",
        starts_on=date(2020, 7, 1),
        ends_on=today + timedelta(days=30),
    )
    admission = admit_evaluator(
        by=None, organization=organization, evaluator=evaluator, project=f"Project {word}", ends_on=today
    )
    program = add_program(
        by=None,
        name=f"Mentors of {slug}",
        slug=f"mentors-{slug}",
        strategy="social_intervention",
        owners=[organization],
        sites=[world.places[f"{slug}-1"]],
    )
    term = {"starts_on": today, "ends_on": today + timedelta(days=90)}
    award = make_award(by=None, funder=world["lantern-fund"], program=program, title=f"Award {word}", **term)
    challenge = add_challenge(by=None, program=program, title=f"Challenge {word}", **term)
    submission = submission_of(world, organization, word)
    clerk, last_day = submission.created_by, today + timedelta(days=30)
    token = make_token(organization, by=clerk, name=word, datasets=["student_enrollment"], ends_on=last_day)
    link = make_link(
        organization, by=clerk, dataset="student_enrollment", email=f"{word.lower()}@elsewhere.example.org"
    )
    manager = person(f"manager-{word.lower()}@{slug}.example.org", "program_manager", organization)
    (code,) = print_codes(by=manager, program=program, organization=organization, number=1)
    session = begin_session(
        by=manager, program=program, organization=organization, date=today, service=f"Session {word}", hours=1
    )
    tick(session, by=manager, came=[code])
    plan = plan_of(program, word)
    release = draft_for(world.release, organization, f"Release {word}")
    artifact = release.artifacts.order_by("name")
    return {
        "organization": {"slug": slug},
        "sign_on": {"slug": sign_on_of(organization).organization.slug},
        "membership": {"pk": membership.pk},
        "ended_role": {"pk": ended_role_of(member, organization).pk},
        "member": {"slug": slug, "pk": member.pk},
        "person": {"pk": member.pk},
        "invitation": {"pk": invited.pk},
        "token": {"token": invited.link.rstrip("/").rsplit("/", 1)[1]},
        "agreement": {"pk": agreement.pk},
        "certificate": {"pk": certificate_of(agreement, word).pk},
        "admission": {"pk": admission.pk},
        "place": {"pk": world.places[f"{slug}-1"].pk},
        "program": {"slug": program.slug},
        "session": {"pk": session.pk},
        "code": {"slug": slug, "pk": code.pk},
        "sheet": {"key": "school_totals"},
        "award": {"pk": award.pk},
        "target": {"pk": target_of(award).pk},
        "challenge": {"pk": challenge.pk},
        "submission": {"pk": submission.pk},
        "roster": {"pk": roster_of(program, organization, manager, word).pk},
        "extract": {"pk": extract_of(world, plan, organization, evaluator, word).pk},
        "evaluation": {"pk": plan.pk, "name": "estimates"},
        "mapping": {"pk": mapping_of(organization, member, word).pk},
        "upload_token": {"pk": token.pk},
        "upload_link": {"pk": link.pk},
        "upload_secret": {"secret": link.address.rstrip("/").rsplit("/", 1)[1]},
        "release": {
            "slug": release.slug,
            "name": artifact.exclude(name__endswith=".svg").first().name,
            "key": release.definitions[0]["key"],
            "signer": slug,
        },
        "release_own": {"slug": release.slug, "organization": organization.slug},
        "share_link": {"pk": share_link_of(world, release, word).pk},
        "chart": {"slug": release.slug, "name": artifact.filter(name__endswith=".svg").first().name},
        "topic": {"topic": "stops"},
        **pages_of(organization, word),
        **postings_of(organization, member, word, program, world.places["harbor"]),
    }


def ended_role_of(member, organization):
    """A role that ended, and can be given again."""
    grant_role(by=None, user=member, organization=organization, role="incident_officer")
    return end_role(member.memberships.get(role="incident_officer"), by=None)


def roster_of(program, organization, manager, word):
    """A roster of names that waits for the district's list."""
    return hand_over_roster(
        by=manager,
        program=program,
        organization=organization,
        district=organization,
        name="roster.csv",
        content=f"Participant ID,First Name,Last Name,Birth Date\n1,{word},{word},2014-03-09\n".encode(),
    )


def extract_of(world, plan, organization, evaluator, word):
    """An extract that its evaluator may read: the own organization's, or another one's."""
    own = world.actors["eval"] if organization == world["alder"] else evaluator
    last_day = timezone.localdate()
    admit_evaluator(by=None, organization=organization, evaluator=own, project=word, ends_on=last_day)
    extract = EvaluationExtract.objects.create(
        plan=plan, version=plan.versions.get(), project=word, evaluator=own, expires_on=last_day
    )
    return make(extract)


def plan_of(program, word):
    """A locked plan with a result, of the year that the scene has data of."""
    planner = User.objects.get(email="partnership_coordinator@partnership.example.org")
    terms = Terms(f"Question {word}?", "year", (2024,), 2023, ("attendance",), ("suspensions",))
    plan = draft_plan(by=planner, program=program, title=f"Plan {word}", terms=terms)
    lock_plan(plan, by=planner, people=f"People {word}")
    run = compute(order_run(plan, by=planner))
    run.drawings = {"en": {"estimates": "<svg xmlns='http://www.w3.org/2000/svg'></svg>"}}
    run.save()
    return plan


def target_of(award):
    """What an award promises."""
    return add_target(
        award,
        by=None,
        measure="attendance_rate",
        population="participants",
        year="2024-25",
        bound="at_least",
        value=93,
        due_on=award.ends_on,
    )


def sign_on_of(organization):
    """A sign-on that is not in use."""
    return SignOn.objects.create(organization=organization, kind="saml")


def certificate_of(agreement, word):
    """That data under an agreement was destroyed."""
    terms = {"title": f"Terms {word}", "starts_on": "", "last_day": "", "retention_days": 1, "kept_until": ""}
    return DestructionCertificate.objects.create(
        agreement=agreement, organization=agreement.organization, terms=terms
    )


def submission_of(world, organization, word):
    """A staged file of student-level rows."""
    clerk = person(f"clerk-{word.lower()}@{organization.slug}.example.org", "data_coordinator", organization)
    submission = receive(
        by=clerk,
        organization=organization,
        dataset="student_enrollment",
        name=f"enrollment-{word}.csv",
        content=ENROLLMENT.format(world.places[f"{organization.slug}-1"].code).encode(),
        in_background=False,
    )
    return stage_now(submission)


def mapping_of(organization, member, word):
    """What somebody said about the columns of a kind of file."""
    choices = {"columns": {"student_id": f"Number {word}"}, "fixed": {}, "id_kind": "local"}
    return Mapping.objects.create(
        organization=organization,
        dataset="student_enrollment",
        kind="columns",
        signature=word,
        version=1,
        choices=choices,
        made_by=member,
    )


def draft_for(built, organization, title, slug=""):
    """A copy of a draft that counts one organization's students only."""
    copy = Release.objects.get(pk=built.pk)
    copy.pk, copy.title, copy.slug = uuid4(), title, slug or f"draft-{organization.slug}"
    copy._state.adding = True
    claims = Claim.objects.filter(pk__in=built.pins["claim_ids"]).select_related(*RELATED)
    own = [claim.pk for claim in claims if answers_for(claim) == organization]
    copy.pins = built.pins | {"claim_ids": own}
    copy.save()
    Contributor.objects.create(release=copy, organization=organization)
    for part in [*built.cells.all(), *built.artifacts.all()]:
        part.pk, part.release, part._state.adding = None, copy, True
        part.save()
    return copy


def share_link_of(world, release, word):
    """A link that was made to a release; the draft itself cannot be shared."""
    return ShareLink.objects.create(
        release=release,
        membership=world.actors["pcoo"].memberships.get(),
        reader=f"Board {word}",
        secret_hash=word,
        expires_at=timezone.now() + timedelta(days=3),
    )


def pages_of(organization, word):
    """A draft with two revisions in the organization's section, an image and a document in its collection."""
    section = OrganizationPage.objects.get(organization=organization, locale__language_code="en")
    draft = section.add_child(
        instance=SectionPage(
            title=f"Draft {word}", slug=f"draft-{word.lower()}", locale=section.locale, live=False
        )
    )
    first, second = draft.save_revision(), draft.save_revision()
    collection = section.specific.collection
    picture = Picture.objects.create(
        title=f"Picture {word}", description="A room.", file=get_test_image_file(), collection=collection
    )
    download = Download.objects.create(
        title=f"Download {word}", file=ContentFile(b"text", name=f"{word}.txt"), collection=collection
    )
    page = {
        "page_id": draft.pk,
        "parent_page_id": section.pk,
        "page_to_move_id": draft.pk,
        "destination_id": section.pk,
        "pk": draft.pk,
        "revision_id": first.pk,
        "revision_id_a": first.pk,
        "revision_id_b": second.pk,
        "content_type_app_name": "cms",
        "content_type_model_name": "sectionpage",
    }
    return {
        "page": page,
        "collection": {"pk": collection.pk},
        "picture": {"image_id": picture.pk, "pk": picture.pk},
        "download": {
            "document_id": download.pk,
            "doc_id": download.pk,
            "pk": download.pk,
            "document_filename": download.filename,
        },
        "address": {"": f"partners/{section.slug}/{draft.slug}/"},
    }
