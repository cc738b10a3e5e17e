"""What each role gives, written out by hand, so that a slip of the pen in access/roles.py turns tests red."""

GIVES = {
    "partnership_administrator": "manage_partnership every_manage_people every_manage_agreements "
    "every_view_submissions every_view_audit",
    "partnership_coordinator": "every_approve_pages every_view_submissions every_decide_claims "
    "every_submit_on_behalf every_build_release",
    "organization_administrator": "manage_people manage_agreements admit_evaluators view_submissions view_audit",
    "editor": "edit_pages",
    "page_approver": "edit_pages approve_pages",
    "release_signer": "sign_release view_submissions",
    "data_coordinator": "submit_data view_submissions read_student_rows sign_in_sessions",
    "program_manager": "sign_in_sessions",
    "statistics_coordinator": "submit_data view_submissions",
    "data_steward": "link_students view_submissions",
    "incident_officer": "edit_pages post_incident",
    "funder": "review_outcomes",
    "evaluator": "evaluate",
}
GIVES = {role: set(codenames.split()) for role, codenames in GIVES.items()}
WIDE = {"partnership_administrator", "partnership_coordinator"}
STUDENT_LEVEL = {"data_coordinator", "program_manager", "data_steward", "evaluator"}
EDITORS = {"editor", "page_approver", "incident_officer"}
