from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class PartnershipConfig(AppConfig):
    name = "partnership"
    verbose_name = _("Partnership")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .access.groups import after_migrate
        from .access.second_factor import count_failures_apart, let_codes_work_once, note_changes
        from .web import checks  # noqa: F401  (registers them)

        let_codes_work_once()
        note_changes()
        count_failures_apart()
        # Django's auth comes last among the apps with permissions: by then, all of them are there.
        post_migrate.connect(after_migrate, sender=apps.get_app_config("auth"))
