"""Every field that may hold something about a person is named in docs/security/personal-data.md."""

import re
from pathlib import Path

from django.apps import apps
from django.db import models

PAGE = (Path(__file__).resolve().parents[2] / "docs/security/personal-data.md").read_text()
TELLING = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.FileField,
    models.GenericIPAddressField,
)
# Looked at, and nothing about a person: titles, codes and short names, addresses of the web, terms, sums, words of an
# organization for everybody, what Wagtail and Django keep for themselves. Background work is given numbers only
# (tests/outcomes/submissions/test_tasks.py).
NOTHING_PERSONAL = """
auth.Group name
auth.Permission name codename
cms.BrokenLink address
cms.Chore what
cms.Commitment slug title proposed text
cms.DirectoryPage intro
cms.Download title file_hash
cms.Entry part before after
cms.Event slug title proposed summary text agenda access skipped languages
cms.Fact text
cms.FeedbackWays slug title proposed commend complain afterwards url
cms.FollowUp text
cms.HomePage headline lead
cms.Knock form
cms.NewsIndexPage intro
cms.NewsPage lead
cms.Opening slug title proposed text how url
cms.Picture title file_hash
cms.PictureRendition filter_spec file focal_point_key
cms.Policy slug title proposed summary changes url
cms.ProgramIndexPage intro
cms.Question language answer
cms.Registration language
cms.SectionPage lead
cms.Subscription language
cms.Training slug title proposed text audience url
cms.Update slug title proposed unknown coming
cms.WayIndexPage intro
cms.WayPage lead
contenttypes.ContentType app_label model
django_tasks_database.DBTaskResult args_kwargs task_path worker_ids queue_name backend_name return_value exception_class_path traceback
guardian.GroupObjectPermission object_pk
guardian.UserObjectPermission object_pk
outcomes.Artifact name content_type content sha256
outcomes.Claim dataset period family
outcomes.Confirmation secret_hash
outcomes.Correction refusal
outcomes.DestructionCertificate terms datasets
outcomes.DirectoryChange before after
outcomes.DirectoryEntry name kind city website
outcomes.EvaluationExtract project refusal
outcomes.EvaluationPlan title terms seed people released_before
outcomes.EvaluationRun step refusal drawings
outcomes.Extension dataset period reason
outcomes.Mapping dataset signature choices
outcomes.NamedPlace code name other_names parent_code
outcomes.PlanVersion terms why
outcomes.Problem reason column sheet
outcomes.Release title slug years places reporting pins definitions checksum erratum checks
outcomes.ReleaseCell measure year place dimension group kind trend
outcomes.ReleaseGuard facts
outcomes.SchoolTotal group element
outcomes.ShareLink secret_hash
outcomes.Signature checksum
outcomes.StudentEvent unit
outcomes.StudentResult unit
outcomes.StudentYear year
outcomes.StudentYearBuild year claims
outcomes.Submission dataset period content_hash step refusal compared_with
outcomes.Tally item group element
outcomes.UploadLink secret_hash dataset period
outcomes.UploadToken name datasets
partnership.Admission project
partnership.Agreement title legal_basis purpose permitted_recipients first_year last_year hold_reason
partnership.AgreementDataset dataset withheld
partnership.AuditEvent verb target_type target_id right request_id
partnership.Invitation role
partnership.Membership role
partnership.Organization name slug summary website
partnership.Place code name grades
partnership.PlaceName name
partnership.RoleGroup role
partnership.SignOn server_url client_id entity_id sso_url certificate
partnership.SignOnDomain domain
partnership.VaultItem purpose secret_version
partnership.WorkerBeat worker_id
programs.Award title
programs.Challenge title reward
programs.Program name slug summary grades
programs.Session service
programs.Target words measure survey year baseline_year
socialaccount.SocialAccount provider
socialaccount.SocialApp provider provider_id name client_id secret key settings
taggit.Tag name slug
wagtailadmin.EditingSession object_id
wagtailadmin.FormState object_id parent_object_id
wagtailcore.APIToken name key_hash prefix
wagtailcore.Collection path name
wagtailcore.CollectionViewRestriction password
wagtailcore.Comment contentpath position
wagtailcore.Locale language_code
wagtailcore.ModelLogEntry action object_id
wagtailcore.Page path title draft_title slug url_path seo_title search_description
wagtailcore.PageLogEntry action
wagtailcore.PageViewRestriction password
wagtailcore.ReferenceIndex object_id to_object_id model_path content_path
wagtailcore.Revision object_id
wagtailcore.Site hostname site_name
wagtailcore.Task name
wagtailcore.UploadedFile file
wagtailcore.Workflow name
wagtailcore.WorkflowState object_id
wagtaildocs.Document title file file_hash
wagtailembeds.Embed url hash html title author_name provider_name thumbnail_url
wagtailforms.FormSubmission form_data
wagtailimages.Image title file description file_hash
wagtailimages.Rendition filter_spec file focal_point_key
wagtailredirects.Redirect old_path redirect_page_route_path redirect_link
wagtailsearch.IndexEntry object_id autocomplete
wagtailsearch.SQLiteFTSIndexEntry autocomplete title body
wagtailusers.UserProfile dismissibles
"""


def telling_fields():
    """{label of a model: its fields of free content}: texts without choices, files, student keys."""
    found = {}
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            free = isinstance(field, TELLING) and not field.choices
            if not model._meta.proxy and not field.is_relation and (free or field.name == "student_key"):
                found.setdefault(model._meta.label, set()).add(field.name)
    return found


def named_fields():
    """The same as the page names it."""
    found = {}
    for label, fields in re.findall(r"`(\w+\.\w+)`(?:\s\(([\w,\s]+)\))?", PAGE):
        if label.partition(".")[0] in apps.app_configs:
            found.setdefault(label, set()).update(fields.replace(",", " ").split())
    return found


def test_every_field_that_may_tell_of_a_person_is_named():
    nothing = {label: set(fields) for label, *fields in map(str.split, NOTHING_PERSONAL.strip().splitlines())}
    told, named = telling_fields(), named_fields()
    unknown = {
        label: left
        for label, fields in told.items()
        if (left := fields - named.get(label, set()) - nothing.get(label, set()))
    }
    assert unknown == {}, (
        "Name each in docs/security/personal-data.md, or below if it holds nothing personal."
    )
    assert not {label: both for label in nothing if (both := nothing[label] & named.get(label, set()))}
    # The index of the search is another on each database.
    gone = {
        label: left
        for label, fields in nothing.items()
        if (left := fields - told.get(label, set())) and not label.startswith("wagtailsearch.")
    }
    assert gone == {}


def test_the_page_names_only_what_there_is():
    for label, fields in named_fields().items():
        model = apps.get_model(label)
        assert fields <= {field.name for field in model._meta.get_fields()}, (label, fields)
