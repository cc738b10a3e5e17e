from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class OutcomesConfig(AppConfig):
    name = "outcomes"
    verbose_name = _("Outcomes")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        pre_migrate.connect(before_migration, sender=self)
        post_migrate.connect(after_migration, sender=self)


def before_migration(using, **_kwargs):
    from .releases.frozen import take_down_triggers

    take_down_triggers(connections[using])


def after_migration(using, **_kwargs):
    from .releases.frozen import put_up_triggers

    if "outcomes_release" in connections[using].introspection.table_names():
        put_up_triggers(connections[using])
