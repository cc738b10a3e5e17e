from django.urls import include, path

urlpatterns = [
    path("", include("outcomes.submissions.screens.urls")),
    path("", include("outcomes.ways_in.screens.urls")),
    path("", include("outcomes.participation.screens.urls")),
    path("", include("outcomes.sheets.screens.urls")),
    path("", include("outcomes.retention.screens.urls")),
    path("", include("outcomes.timeliness.screens.urls")),
    path("", include("outcomes.evaluation.plans.screens.urls")),
    path("", include("outcomes.evaluation.answers.screens.urls")),
    path("", include("outcomes.evaluation.extracts.screens.urls")),
    path("", include("outcomes.evaluation.linking.screens.urls")),
    path("", include("outcomes.releases.urls")),
]
