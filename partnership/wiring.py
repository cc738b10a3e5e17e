"""How the four apps meet: what an upper app adds to a lower one, named by string, so that no lower app imports an upper one.

Settings like the others (`settings.FOLLOW_UPS`), and the only ones that no installation changes.
"""

# Each app adds its chapter, lowest first; named here by string so that no lower app imports an upper one.
DEMO_CHAPTERS = ["partnership.demo", "programs.demo", "outcomes.demo", "cms.demo"]

# What upper apps add to an action of a lower one (partnership.follow_ups).
FOLLOW_UPS = {
    "organization_added": ["cms.actions.site.follow_new_organization"],
    "organization_changed": ["cms.actions.sections.rename_section"],
    "role_group_made": ["cms.actions.sections.follow_new_group"],
    "program_added": ["cms.actions.program_pages.open_program_page"],
    "program_owners_changed": ["cms.actions.program_pages.share_program_page"],
    # The claims of a submission came into effect, or went out of it (submission=, claims=).
    "claims_changed": [
        "outcomes.measures.student_year.mark_stale",
        "outcomes.submissions.directory.keep_directory",
    ],
    # A place closes or is merged: no period from `day` on is its own any more (place=, day=).
    "place_ends": ["outcomes.submissions.place_history.refuse_numbers_after"],
    # The file of a submission was read in the background: staged or refused (submission=).
    "submission_read": ["outcomes.ways_in.arrivals.after_reading"],
    # A backup came back (tombstones): students erased and rows purged since then go again.
    "restored": ["outcomes.retention.restored.forget_again"],
    # A student goes for good (keys=, schools=, districts=, by=), or came back with a backup and went again (by=).
    "student_erased": [
        "outcomes.evaluation.linking.erased.forget_on_rosters",
        "outcomes.evaluation.extracts.erased.destroy_extracts",
    ],
    "students_erased_again": [
        "outcomes.evaluation.linking.erased.forget_all_rosters",
        "outcomes.evaluation.extracts.erased.destroy_all_extracts",
    ],
    "award_made": ["outcomes.releases.publish.let_new_funder_in"],
}
# What acceptance of a submission would do to the measures: callables of a submission that return
# outcomes.submissions.effects.Effect.
PREVIEW_EFFECTS = ["outcomes.measures.effect.effects"]
# Published releases that counted a submission, which its withdrawal does not touch: a callable of a submission.
RELEASES_COUNTING = "outcomes.releases.counting.releases_counting"
# Published releases that had shown a program's numbers of some years: a plan locked after them is retrospective.
RELEASES_SHOWING = "outcomes.releases.counting.releases_showing"
# Each app adds its entries to the one navigation and its cards to the workspace's home: callables of a
# request, lowest app first (partnership.navigation).
WORKSPACE_NAVIGATION = [
    "partnership.navigation.workspace",
    "programs.navigation.workspace",
    "outcomes.submissions.navigation.workspace",
    "outcomes.ways_in.navigation.workspace",
    "outcomes.participation.navigation.workspace",
    "outcomes.retention.navigation.workspace",
    "outcomes.timeliness.navigation.workspace",
    "outcomes.evaluation.plans.navigation.workspace",
    "outcomes.releases.navigation.workspace",
    "cms.workspace.workspace",
]
WORKSPACE_HOME_CARDS = [
    "partnership.screens.home.cards",
    "programs.navigation.cards",
    "outcomes.submissions.navigation.cards",
    "outcomes.ways_in.navigation.cards",
    "outcomes.participation.navigation.cards",
    "outcomes.timeliness.navigation.cards",
    "outcomes.releases.navigation.cards",
    "cms.workspace.cards",
]
SITE_NAVIGATION = "cms.navigation.items"
SITE_FOOTER = "cms.navigation.footer"
# The datasets an agreement can name: a callable that returns [(key, title, student_level)].
DATASET_CATALOG = "outcomes.datasets.catalog"
DATASET_ELEMENTS = "outcomes.datasets.elements"
# The measures that an award can promise: a callable that returns [(key, title, unit)].
MEASURE_CATALOG = "outcomes.measures.catalog.catalog"
# How the audit log words its verbs: dictionaries {verb: sentence part}, one per app.
AUDIT_WORDS = [
    "partnership.audit_words.WORDS",
    "programs.audit_words.WORDS",
    "outcomes.audit_words.WORDS",
    "outcomes.evaluation.audit_words.WORDS",
    "outcomes.releases.audit_words.WORDS",
    "cms.audit_words.WORDS",
]
# What people do with a thing of each kind, and on which grounds: callables that return partnership.access.grounds.Deed.
DEEDS = {
    "partnership.organization": ["partnership.access.deeds.of_organization"],
    "programs.program": ["programs.access.of_program", "outcomes.evaluation.plans.visibility.of_program"],
    "outcomes.release": ["outcomes.releases.visibility.of_release"],
    "outcomes.submission": ["outcomes.submissions.rights.of_submission"],
}
# What `manage.py tick` does, each a callable that returns a count.
DUE = [
    "partnership.actions.memberships.end_due_roles",
    "partnership.actions.confirming.remind_to_confirm",
    "partnership.actions.confirming.end_unconfirmed_roles",
    "partnership.actions.reminders.remind_of_ending_agreements",
    "partnership.access.sessions.forget_sessions",
    "partnership.vault.destroy_due",
    "outcomes.retention.purge.purge_due",
    "outcomes.releases.review.actions.publish_due",
    "outcomes.releases.review.actions.remind_of_review",
    "partnership.worker.take_up_abandoned_tasks",
    "partnership.mail.send_waiting",
    "cms.actions.registrations.remind_of_events",
    "cms.actions.registrations.forget_registrations",
    "cms.public.human.forget_knocks",
    "cms.public.subscribing.forget_unconfirmed",
    "cms.actions.questions.forget_contacts",
    "cms.posting.composer.forget_drafts",
    "cms.caching.stamp.forget_changes",
    "cms.actions.site.publish_and_expire",
    "cms.actions.reviews.remind_of_reviews",
    "cms.links.look_for_broken_links",
]
