from django.urls import path

from . import views

urlpatterns = [
    path("submissions/", views.submissions, name="submissions"),
    path("submissions/new/", views.submit, name="submit"),
    path("submissions/recipes/", views.how_to_export, name="recipes"),
    path("submissions/<uuid:pk>/", views.submission, name="submission"),
    path("submissions/<uuid:pk>/progress/", views.progress, name="submission_progress"),
    path("submissions/<uuid:pk>/rows/", views.student_rows, name="submission_rows"),
    path("submissions/<uuid:pk>/accept/", views.accept_submission, name="submission_accept"),
    path("submissions/<uuid:pk>/leave-out/", views.leave_out_rows, name="submission_leave_out"),
    path("submissions/<uuid:pk>/discard/", views.discard_submission, name="submission_discard"),
    path("submissions/<uuid:pk>/withdraw/", views.withdraw_submission, name="submission_withdraw"),
    path("submissions/<uuid:pk>/decide/", views.decide_submission, name="submission_decide"),
]
