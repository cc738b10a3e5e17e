from django.urls import path

from . import views

urlpatterns = [
    path("evaluations/", views.plans, name="evaluations"),
    path("evaluations/plan/", views.begin, name="plan_evaluation"),
    path("evaluations/<uuid:pk>/", views.plan, name="evaluation"),
    path("evaluations/<uuid:pk>/change/", views.change, name="change_evaluation"),
    path("evaluations/<uuid:pk>/lock/", views.lock, name="lock_evaluation"),
    path("evaluations/<uuid:pk>/amend/", views.amend, name="amend_evaluation"),
    path("evaluations/<uuid:pk>/discard/", views.discard, name="discard_evaluation"),
    path("evaluations/<uuid:pk>/run/", views.run, name="run_evaluation"),
    path("evaluations/<uuid:pk>/progress/", views.progress, name="evaluation_progress"),
    path("evaluations/<uuid:pk>/drawings/<str:name>", views.drawing, name="evaluation_drawing"),
]
