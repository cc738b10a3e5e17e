from django.urls import path

from . import columns, fix_it, preview, second_person, templates, views

urlpatterns = [
    path("submissions/", views.submissions, name="submissions"),
    path("submissions/new/", views.submit, name="submit"),
    path("submissions/template/", templates.download, name="template"),
    path("submissions/recipes/", views.how_to_export, name="recipes"),
    path("submissions/<uuid:pk>/", views.submission, name="submission"),
    path("submissions/<uuid:pk>/who/", views.who, name="submission_who"),
    path("submissions/<uuid:pk>/progress/", views.progress, name="submission_progress"),
    path("submissions/<uuid:pk>/rows/", views.student_rows, name="submission_rows"),
    path("submissions/<uuid:pk>/columns/", columns.columns, name="submission_columns"),
    path("submissions/<uuid:pk>/words/", columns.words, name="submission_words"),
    path("organizations/<slug:slug>/how-files-are-read/", columns.mappings, name="mappings"),
    path("mappings/<int:pk>/revoke/", columns.revoke_mapping, name="revoke_mapping"),
    path("submissions/<uuid:pk>/examples/", preview.row_examples, name="submission_examples"),
    path("submissions/<uuid:pk>/effect/", preview.effect, name="submission_effect"),
    path("submissions/<uuid:pk>/accept/", views.accept_submission, name="submission_accept"),
    path("submissions/<uuid:pk>/leave-out/", views.leave_out_rows, name="submission_leave_out"),
    path("submissions/<uuid:pk>/fix-it/", fix_it.download_rows, name="submission_fix_it"),
    path("submissions/<uuid:pk>/correct/", fix_it.correct_rows, name="submission_correct"),
    path("submissions/<uuid:pk>/discard/", views.discard_submission, name="submission_discard"),
    path("submissions/<uuid:pk>/withdraw/", views.withdraw_submission, name="submission_withdraw"),
    path("submissions/<uuid:pk>/decide/", views.decide_submission, name="submission_decide"),
    path("submissions/<uuid:pk>/approve/", second_person.approve, name="submission_approve"),
    path("submissions/<uuid:pk>/reject/", second_person.reject, name="submission_reject"),
]
