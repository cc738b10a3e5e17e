"""What is reached with a secret instead of an account."""

from django.urls import path

from . import endpoint
from .screens import by_link

urlpatterns = [
    path("api/submissions/", endpoint.hand_in, name="submissions_endpoint"),
    path("api/submissions/<uuid:pk>/", endpoint.state, name="submission_endpoint"),
    path("upload/<str:secret>/", by_link.upload, name="upload_by_link"),
    path("upload/receipt/<str:signed>/", by_link.receipt, name="upload_receipt"),
    path("confirm/<str:secret>/", by_link.confirm, name="confirm_by_link"),
]
