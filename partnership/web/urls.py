from django.urls import path

from . import contact, health

urlpatterns = [
    path("health/live/", health.live, name="health_live"),
    path("health/ready/", health.ready, name="health_ready"),
    path("metrics/", health.metrics, name="metrics"),
    path(".well-known/security.txt", contact.security_contact, name="security_contact"),
]
