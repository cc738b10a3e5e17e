"""The access matrix, written out by hand: who gets what answer where.

RIGHTS says, for each class of route, what each person is answered: first for what belongs to the own
organization (Alder), then for the same of another one (Birch); a single sign where nothing belongs to one.
The statistics coordinator (stat) is of the police, and so a stranger to both.

    +  let in      3  403      4  404      l  sent to the sign-in      1  401
    x  sent away in Wagtail's own way      !  let in, or told that there is no such thing

ROUTES gives every route of the site its class, what its address names (see scene.py) and its methods: `get`
and `post` routes answer the other method with 405, whoever asks. A route is named as in `reverse`; one
without a name by its address. `*` stands for every name. The first line that fits counts.

A new route needs one line here; without it, test_matrix.py fails with its name.
"""

RIGHTS = """
                anon none padm pcoo oadm edit appr sign data mana stew inci fund eval stat

public            +    +    +    +    +    +    +    +    +    +    +    +    +    +    +
signed_in         l    +    +    +    +    +    +    +    +    +    +    +    +    +    +
unlocked          l    3    3    3    3    3    3    3    3    3    3    3    3    3    3
second_step       l    4    4    4    4    4    4    4    4    4    4    4    4    4    4
sign_in           l    l    l    l    l    l    l    l    l    l    l    l    l    l    l
secret            4    4    4    4    4    4    4    4    4    4    4    4    4    4    4
# Only whom one has a role with.
acting            44   44   44   44   +4   +4   +4   +4   +4   +4   +4   +4   +4   +4   44

# An organization's own screens.
member            ll   44   ++   ++   +4   +4   +4   +4   +4   +4   +4   +4   +4   +4   44
administrator     ll   44   ++   33   +4   34   34   34   34   34   34   34   34   34   44
only_its_own      ll   44   33   33   +4   34   34   34   34   34   34   34   34   34   44
log               l    3    +    3    +    3    3    3    3    3    3    3    3    3    3

# What the partnership keeps.
keeper            l    3    +    3    3    3    3    3    3    3    3    3    3    3    3
keeper_there      ll   44   ++   33   34   34   34   34   34   34   34   34   34   34   44

# Data.
follower          l    3    +    +    +    3    3    +    +    3    +    3    3    3    +
submitter         l    3    3    3    3    3    3    3    +    3    3    3    3    3    +
submission        ll   44   ++   ++   +4   44   44   +4   +4   44   +4   44   44   44   44
own_submission    ll   44   33   33   34   44   44   34   +4   44   34   44   44   44   44
contested         ll   44   33   ++   34   44   44   34   34   44   34   44   44   44   44
student_rows      ll   44   33   33   34   34   34   34   +4   34   34   34   34   34   44
# The evaluator's project was admitted by the own organization.
admitted_rows     ll   44   33   33   34   34   34   34   +4   34   34   34   34   +4   44
steward           ll   44   33   33   34   34   34   34   34   34   +4   34   34   34   44
session_keeper    ll   44   33   33   34   34   34   34   +4   +4   34   34   34   34   44
chaser            l    3    +    +    3    3    3    3    3    3    3    3    3    3    3
chaser_there      ll   44   ++   ++   34   34   34   34   34   34   34   34   34   34   44
contact           ll   44   ++   ++   +4   34   34   34   34   34   34   34   34   34   44
deadlines         ll   44   ++   ++   +4   34   34   +4   +4   34   +4   34   34   34   44
# What was handed in on a partner's behalf: asked by the partnership's coordinator, answered by the partner.
asked             ll   44   33   ++   34   44   44   34   34   44   34   44   44   44   44
answered          ll   44   33   33   +4   44   44   34   +4   44   34   44   44   44   44
on_behalf         l    3    3    +    3    3    3    3    3    3    3    3    3    3    3
clerk             ll   44   33   33   34   34   34   34   +4   34   34   34   34   34   44
ways_in           ll   44   ++   ++   +4   34   34   34   +4   34   34   34   34   34   44
token_maker       ll   44   33   33   34   34   34   34   +4   34   34   34   34   34   44
token_ender       ll   44   ++   33   +4   34   34   34   +4   34   34   34   34   34   44
link_maker        ll   44   33   ++   34   34   34   34   +4   34   34   34   34   34   44
endpoint          1    1    1    1    1    1    1    1    1    1    1    1    1    1    1

# Evaluations: plans are seen by those who follow a program's data, results by those who plan and sign.
planner           l    3    3    +    3    3    3    3    3    3    3    3    3    +    3
plan              ll   44   ++   ++   +4   44   44   +4   +4   44   +4   44   44   +4   44
plan_results      ll   44   33   ++   34   44   44   +4   34   44   34   44   44   +4   44
extract_maker     ll   44   33   33   34   44   44   34   34   44   34   44   44   +4   44
extract           ll   44   44   44   44   44   44   44   44   44   44   44   44   +4   44
plan_keeping      ll   44   33   ++   34   44   44   34   34   44   34   44   44   +4   44

# Releases: drafts are read by those who build them and by those who sign for the students they count.
build_unknown     l    3    3    4    3    3    3    3    3    3    3    3    3    3    3
builder           l    3    3    +    3    3    3    3    3    3    3    3    3    3    3
draft             ll   44   44   ++   44   44   44   +4   44   44   44   44   44   44   44
draft_corrected   ll   44   44   44   44   44   44   44   44   44   44   44   44   44   44
draft_signature   ll   44   44   33   44   44   44   +4   44   44   44   44   44   44   44
draft_unshared    ll   44   44   33   44   44   44   34   44   44   44   44   44   44   44
draft_keeping     ll   44   44   ++   44   44   44   34   44   44   44   44   44   44   44
draft_correction  ll   33   33   ++   33   33   33   33   33   33   33   33   33   33   33

# A document that no published page links to: for those who may write where it lies.
file_of_draft     44   44   44   ++   44   +4   +4   44   44   44   44   +4   44   44   44

# What organizations post: written by their editors, published by their approvers and the coordinators.
writers           l    3    3    +    3    +    +    3    3    3    3    +    3    3    3
writing           ll   44   33   ++   34   +4   +4   34   34   34   34   +4   34   34   44
publishing        ll   44   33   ++   34   34   +4   34   34   34   34   34   34   34   44

# The page editor: what everybody who writes pages may open, what coordinators alone; pages and files of sections.
desk              l    3    3    +    3    +    +    3    3    3    3    +    3    3    3
leaving           l    3    3    l    3    l    l    3    3    3    3    l    3    3    3
desk_or_nothing   l    3    3    !    3    !    !    3    3    3    3    !    3    3    3
coordinators_desk l    3    3    +    3    3    3    3    3    3    3    3    3    3    3
page              ll   33   33   ++   33   +4   +4   33   33   33   33   +4   33   33   33
page_publishing   ll   33   33   ++   33   x4   +4   33   33   33   33   x4   33   33   33
page_locking      ll   33   33   ++   33   x4   x4   33   33   33   33   x4   33   33   33
page_of_a_state   ll   33   33   xx   33   x4   x4   33   33   33   33   x4   33   33   33
file              ll   33   33   ++   33   +x   +x   33   33   33   33   +x   33   33   33
"""

ROUTES = """
health_*                              public           -              get
metrics                               secret           -              get
security_contact                      secret           -              get
# Coming in.
accept_invitation                     public           token
choose_language                       public           -              get
account_login                         public           -              any
account_logout                        public           -              any
account_inactive                      public           -              any
account_signup                        public           -              any
account_reset_password*               public           -              any
account_reauthenticate                unlocked         -              any
mfa_reauthenticate                    unlocked         -              any
mfa_reauthenticate_webauthn           unlocked         -              any
mfa_remove_webauthn                   second_step      -              any
mfa_edit_webauthn                     second_step      -              any
mfa_deactivate_totp                   second_step      -              any
mfa_view_recovery_codes               second_step      -              any
mfa_download_recovery_codes           second_step      -              any
account_*                             signed_in        -              any
mfa_*                                 signed_in        -              any
usersessions_list                     signed_in        -              any
end_session                           second_step      -              post
act_for                               acting           organization   post
# No organization has a sign-on of its own here.
openid_connect_*                      secret           -              any
saml_acs                              public           -              any
saml_*                                secret           -              any
socialaccount_login_error             endpoint         -              any
socialaccount_login_cancelled         public           -              any

# The workspace: people and organizations.
workspace:home                        signed_in        -              get
workspace:organizations               signed_in        -              get
workspace:add_organization            keeper           -
workspace:organization                member           organization   get
workspace:change_organization         keeper_there     organization
workspace:confirm_roles               administrator    organization
workspace:leave_organization          administrator    member         post
workspace:see_as                      only_its_own     organization   post
workspace:stop_seeing_as              signed_in        -              post
workspace:sign_on                     keeper_there     organization
workspace:open_sign_on                keeper_there     sign_on        post
workspace:close_sign_on               keeper_there     sign_on        post
workspace:people                      administrator    organization   get
workspace:invite                      administrator    organization
workspace:send_invitation_again       administrator    invitation     post
workspace:revoke_invitation           administrator    invitation     post
workspace:change_role                 administrator    membership
workspace:give_role_again             administrator    ended_role     post
workspace:end_role                    administrator    membership
workspace:everybody                   keeper           -              get
workspace:person                      administrator    person         get
workspace:forget_second_factor        administrator    person         post
workspace:close_account               keeper_there     person         post
workspace:reopen_account              keeper_there     person         post
workspace:admissions                  only_its_own     organization   get
workspace:admit_evaluator             only_its_own     organization
workspace:end_admission               only_its_own     admission      post
workspace:agreements                  signed_in        -              get
workspace:agreement                   administrator    agreement      get
workspace:sign_agreement              administrator    organization
workspace:terminate_agreement         administrator    agreement
workspace:agreement_document          administrator    agreement
workspace:read_agreement_document     administrator    agreement      get
workspace:hold_agreement              administrator    agreement
workspace:lift_agreement_hold         administrator    agreement      post
workspace:places                      keeper           -              get
workspace:add_place                   keeper           -
workspace:change_place                keeper           place
workspace:close_place                 keeper           place
workspace:merge_place                 keeper           place
workspace:reopen_place                keeper           place          post
workspace:audit                       log              -              get

# The workspace: programs.
workspace:programs                    signed_in        -              get
workspace:add_program                 keeper           -
workspace:program                     member           program        get
workspace:program_who                 member           program        get
workspace:change_program              keeper_there     program
workspace:program_owners              keeper_there     program
workspace:program_sites               keeper_there     program
workspace:add_award                   keeper_there     program
workspace:add_challenge               keeper_there     program
workspace:award                       member           award          get
workspace:change_award                keeper_there     award
workspace:add_target                  keeper_there     award
workspace:change_target               keeper_there     target
workspace:drop_target                 keeper_there     target         post
workspace:change_challenge            keeper_there     challenge

# The workspace: evaluations.
workspace:evaluations                 signed_in        -              get
workspace:plan_evaluation             planner          -
workspace:evaluation                  plan             evaluation     get
workspace:evaluation_progress         plan             evaluation     get
workspace:evaluation_drawing          plan_results     evaluation     get
workspace:change_evaluation           plan_keeping     evaluation
workspace:lock_evaluation             plan_keeping     evaluation
workspace:amend_evaluation            plan_keeping     evaluation
workspace:hand_over_roster            session_keeper   program
workspace:rosters_to_link             steward          organization
workspace:link_roster                 steward          roster
workspace:destroy_roster              steward          roster         post
workspace:release_evaluation          draft_correction evaluation
workspace:evaluation_extracts         extract_maker    evaluation
workspace:evaluation_extract          extract          extract        get
workspace:own_file_answers            student_rows     organization
workspace:discard_evaluation          plan_keeping     evaluation     post
workspace:run_evaluation              plan_keeping     evaluation     post

# The workspace: data.
workspace:submissions                 follower         -              get
workspace:submit                      submitter        -
workspace:template                    submitter        -              get
workspace:recipes                     signed_in        -              get
workspace:submission                  submission       submission     get
workspace:submission_who              submission       submission     get
workspace:submit_on_behalf            on_behalf        -
workspace:ask_to_confirm              asked            submission     post
workspace:confirm_submission          answered         submission     post
workspace:decline_submission          answered         submission     post
workspace:ways_in                     ways_in          organization   get
workspace:make_upload_token           token_maker      organization
workspace:revoke_upload_token         token_ender      upload_token   post
workspace:make_upload_link            link_maker       organization
workspace:revoke_upload_link          ways_in          upload_link    post
workspace:submission_progress         submission       submission     get
workspace:submission_rows             admitted_rows    submission     get
workspace:submission_fix_it           own_submission   submission     get
workspace:submission_examples         admitted_rows    submission     get
workspace:submission_effect           admitted_rows    submission     get
workspace:submission_decide           contested        submission     post
workspace:submission_columns          own_submission   submission
workspace:submission_words            own_submission   submission
workspace:mappings                    deadlines        organization   get
workspace:revoke_mapping              clerk            mapping        post
workspace:submission_*                own_submission   submission     post
workspace:sheets                      submitter        -              get
workspace:sheet                       submitter        sheet
workspace:program_sessions            session_keeper   program        get
workspace:open_session                session_keeper   program
workspace:session                     session_keeper   session
workspace:tick_session                session_keeper   session        post
workspace:close_session               session_keeper   session        post
workspace:reopen_session              session_keeper   session        post
workspace:participant_codes           session_keeper   program
workspace:code_cards                  session_keeper   program        get
workspace:retire_code                 session_keeper   code           post
workspace:link_codes                  steward          organization   get
workspace:link_code                   steward          code
workspace:unlink_code                 steward          code           post
workspace:certificates                signed_in        -              get
workspace:certificate                 administrator    certificate    get
workspace:erase_student               steward          organization
workspace:timeliness                  chaser           -              get
workspace:nudge_late                  chaser           -              post
workspace:timeliness_of               deadlines        organization   get
workspace:choose_contact              contact          organization
workspace:note_call                   chaser_there     organization
workspace:extend_deadline             chaser_there     organization
workspace:calendar_link               signed_in        -
workspace:calendar_feed               secret           token          get
workspace:outcomes                    signed_in        -              get
workspace:releases                    signed_in        -              get
workspace:build_release               builder          -
workspace:release_building            build_unknown         -              get
workspace:release                     draft            release        get
workspace:release_who                 draft            release        get
workspace:release_measure             draft            release        get
workspace:release_download            draft            release        get
workspace:release_drawing             draft            chart          get
workspace:sign_release                draft_signature  release        post
workspace:publish_release             draft_keeping    release        post
workspace:discard_release             draft_keeping    release        post
workspace:correct_release             draft_correction release
workspace:open_review                 draft_keeping    release        post
workspace:schedule_release            draft_keeping    release        post
workspace:rebuild_release             draft_keeping    release        post
workspace:release_story               draft_signature  release        post
workspace:release_own                 draft            release_own    get
workspace:release_sources             draft            release        get
workspace:release_changes             draft_corrected  release        get
workspace:release_sheet               draft            release        get
workspace:compare_releases            draft            release        get
workspace:share_release               draft_unshared   release
workspace:revoke_share_link           draft_keeping    share_link     post

# The workspace: what the public reads.
workspace:desk                        writers          -              get
workspace:postings                    writers          -              get
workspace:add_posting                 writers          -
workspace:posting                     writing          posting        get
workspace:preview_posting             writing          posting        get
workspace:change_posting              writing          posting
workspace:hand_in_posting             writing          posting        post
workspace:publish_posting             publishing       posting        post
workspace:give_back_posting           publishing       posting        post
workspace:withdraw_posting            writing          posting        post
workspace:review_posting              writing          posting        post
workspace:registrations               writing          event          get
workspace:question                    writing          question
workspace:compose                     writers          -
workspace:broken_links                writers          -              get
workspace:keep_draft                  secret           -              post
workspace:revise_update               writing          update
workspace:follow_up                   publishing       commitment

# With a secret instead of an account.
api_nowhere                           secret           -              any
submissions_endpoint                  endpoint         -              post
submission_endpoint                   endpoint         submission     get
upload_by_link                        public           upload_secret
confirm_by_link                       secret           upload_secret
upload_receipt                        secret           -              get
shared:*                              secret           release        get

# The public site.
outcomes:releases                     public           -              get
outcomes:feed                         public           -              get
api:openapi-json                      public           -              get
api:list_releases                     public           -              get
api:*                                 secret           release        get
outcomes:*                            secret           release        get
site:registration                     secret           -
site:confirm_subscription             secret           -
site:unsubscribe                      secret           -
site:register                         public           published
site:question                         public           published
site:subscribe                        public           -
site:policy                           public           policy         get
site:feedback                         public           organization   get
site:partner_feed                     public           organization   get
site:refer                            public           program        get
site:city                             public           published      get
site:city_updates_feed                public           published      get
site:calendar                         public           -              get
site:feed                             public           -              get
site:listening                        public           -              get
site:commitments                      public           -              get
site:updates*                         public           -              get
site:subscription_asked               public           -              get
site:policies*                        public           -              get
site:feedback_index                   public           -              get
site:trainings                        public           -              get
site:openings                         public           -              get
site:cities                           public           -              get
site:search                           public           -              get
site:news_feed                        public           -              get
site:families                         public           -              get
site:accessibility                    public           -              get
site:data_request                     public           -              get
site:data_consent                     public           -              get
site:numbers                          public           topic          get
site:*                                public           published      get
sitemap                               public           -              any
robots                                public           -              any
wagtail_serve                         secret           address        any
wagtaildocs_serve                     file_of_draft    download       any
media/images/<str:name>               secret           -              any

# The page editor. Whatever is not named here is closed to everybody.
wagtailadmin_login                    sign_in          -              any
wagtailcore_login                     sign_in          -              any
wagtailadmin_sprite                   public           -              any
wagtailadmin_javascript_catalog       public           -              any
wagtailadmin_home                     desk             -              any
wagtailadmin_account                  desk             -              any
wagtailadmin_logout                   leaving          -              any
wagtailadmin_dismissibles             desk             -              any
wagtailadmin_explore_root             desk             -              any
wagtailadmin_explore*                 page             page           any
wagtailadmin_api:pages:listing        desk             -              any
wagtailadmin_api:pages:detail         page             page           any
wagtailadmin_pages:search*            desk             -              any
wagtailadmin_pages:set_privacy        coordinators_desk page          any
wagtailadmin_pages:usage              coordinators_desk page          any
wagtailadmin_pages:type_use*          secret           page           any
wagtailadmin_pages:choose_parent      secret           page           any
# Only a published page can be taken back, only an alias converted, only a page in a workflow decided on:
# the draft of the scene is none of them.
wagtailadmin_pages:unpublish          page_of_a_state  page           any
wagtailadmin_pages:convert_alias      page_of_a_state  page           any
wagtailadmin_pages:*workflow_action*  page_of_a_state  page           any
wagtailadmin_pages:workflow_preview   page_of_a_state  page           any
wagtailadmin_pages:workflow_history_detail page_of_a_state page       any
wagtailadmin_pages:set_page_position  page_publishing  page           any
wagtailadmin_pages:revisions_unschedule page_publishing page          any
wagtailadmin_pages:lock               page_locking     page           any
wagtailadmin_pages:unlock             page_locking     page           any
wagtailadmin_pages:*                  page             page           any
cms_newer_numbers                     page             page           any
cms_choose_released                   desk             -              any
wagtailadmin_choose_page_child        desk             page           any
wagtailadmin_choose_*                 desk             -              any
# These want a session, block or upload that exists.
wagtailadmin_block_preview            desk_or_nothing  -              any
wagtailadmin_editing_sessions:*       desk_or_nothing  -              any
wagtail*:create_multiple_from_*       desk_or_nothing  -              any
wagtail*:delete_upload_multiple       desk_or_nothing  -              any
wagtail*:add_multiple                 desk             -              any
wagtailadmin_reports:page_types_*     secret           -              any
wagtailadmin_reports:*                coordinators_desk -             any
wagtailimages:url_generator*          secret           picture        any
wagtailimages:image_usage             coordinators_desk picture       any
wagtaildocs:document_usage            coordinators_desk download      any
wagtailimages:edit                    file             picture        any
wagtailimages:delete                  file             picture        any
wagtailimages:preview                 file             picture        any
wagtailimages:*_multiple              file             picture        any
wagtailimages:*                       desk             -              any
wagtaildocs:edit                      file             download       any
wagtaildocs:delete                    file             download       any
wagtaildocs:*_multiple                file             download       any
wagtaildocs:*                         desk             -              any
wagtailimages_chooser:chosen          file             picture        any
wagtailimages_chooser:select_format   file             picture        any
wagtaildocs_chooser:chosen            file             download       any
wagtailimages_chooser:*               desk             -              any
wagtaildocs_chooser:*                 desk             -              any
wagtailusers_users:*                  secret           person         any
wagtail*                              secret           -              any
simple_translation:*                  secret           page           any
admin/*                               secret           -              any
"""

# Routes that have no name, and an address that they answer.
WITHOUT_NAME = {
    "media/images/<str:name>": "/media/images/no-such-image.png",
    "admin/test404/": "/admin/test404/",
    "admin/^.*/$": "/admin/no-such-screen/",
}

# Parts of addresses that belong to nobody.
FILLERS = {
    "provider_id": "x",
    "organization_slug": "x",
    "kind": "events",
    "code": "es",
    "uidb36": "1",
    "key": "x",
    "result": "00000000-0000-0000-0000-000000000000",
    "pk": 1,
    "action_name": "x",
    "app_label": "cms",
    "app_name": "cms",
    "model_name": "sectionpage",
    "action": "delete",
    "page_pk": 1,
    "workflow_pk": 1,
    "task_id": 1,
    "task_state_id": 1,
    "workflow_state_id": 1,
    "collection_id": 1,
    "redirect_id": 1,
    "page_id": 1,
    "session_id": 1,
    "object_id": 1,
    "uploaded_file_id": 1,
    "name": "x",
    "filter_spec": "width-10",
    "uidb64": "x",
    "token": "x",
    "secret": "x",
    "signed": "x",
}

# Screens where the names of other partners, which the public directory shows, are there to be chosen.
NAMES_PARTNERS = {
    "workspace:sign_agreement",
    # A release names the schools and districts that it counts, and those that did not report.
    "workspace:release",
    "workspace:release_measure",
    "workspace:release_download",
    "workspace:release_sheet",
}

# Wagtail's own forms that break on an empty POST; that they do shows that the door was passed.
BREAKS_WHEN_EMPTY = {
    "wagtailadmin_pages:add",
    "wagtailadmin_pages:edit",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:revisions_revert",
    "wagtailadmin_choose_page_external_link",
}

# What a POST must hold to come as far as the question who may.
FORMS = {
    "workspace:sign_release": lambda things: {"organization": things["signer"]},
    "workspace:release_story": lambda things: {"organization": things["signer"], "text": "Told."},
}
