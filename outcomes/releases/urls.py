from django.urls import path

from . import views
from .evaluations.views import build_evaluation
from .review import screens
from .sharing import desk

urlpatterns = [
    path("outcomes/", views.outcomes, name="outcomes"),
    path("releases/", views.releases, name="releases"),
    path("releases/build/", views.build, name="build_release"),
    path("releases/building/<uuid:result>/", views.building, name="release_building"),
    path("releases/of-evaluation/<uuid:pk>/", build_evaluation, name="release_evaluation"),
    path("releases/<slug:slug>/", views.release, name="release"),
    path("releases/<slug:slug>/who/", views.who, name="release_who"),
    path("releases/<slug:slug>/sign/", views.sign, name="sign_release"),
    path("releases/<slug:slug>/publish/", views.publish, name="publish_release"),
    path("releases/<slug:slug>/discard/", views.discard, name="discard_release"),
    path("releases/<slug:slug>/correct/", views.correct, name="correct_release"),
    path("releases/<slug:slug>/review/", screens.review, name="open_review"),
    path("releases/<slug:slug>/schedule/", screens.schedule, name="schedule_release"),
    path("releases/<slug:slug>/rebuild/", screens.rebuild, name="rebuild_release"),
    path("releases/<slug:slug>/story/", screens.story, name="release_story"),
    path("releases/<slug:slug>/own/<slug:organization>/", screens.own, name="release_own"),
    path("releases/<slug:slug>/sources/", screens.sources, name="release_sources"),
    path("releases/<slug:slug>/changes/", screens.changes, name="release_changes"),
    path("releases/<slug:slug>/share/", desk.share, name="share_release"),
    path("share-links/<uuid:pk>/revoke/", desk.revoke, name="revoke_share_link"),
    path("releases/<slug:slug>/sheet/", views.sheet, name="release_sheet"),
    path("releases/<slug:slug>/compare/", views.compare, name="compare_releases"),
    path("releases/<slug:slug>/files/<str:name>", views.download, name="release_download"),
    path("releases/<slug:slug>/charts/<str:name>", views.drawing, name="release_drawing"),
    path("releases/<slug:slug>/measures/<slug:key>/", views.measure, name="release_measure"),
]
