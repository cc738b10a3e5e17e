from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = _("pages")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.db.models.signals import post_migrate, post_save
        from wagtail.models import ModelLogEntry, Page, PageLogEntry
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import page_published

        from .access.files import follow_publication
        from .access.policy import policy
        from .access.scripts import start_by_our_file
        from .caching.stamp import install
        from .camera import leave_out_what_cameras_note
        from .page_log import tell_of_file, tell_of_page

        start_by_our_file()
        leave_out_what_cameras_note()
        register_permission_policy(Page, policy)
        post_migrate.connect(install, sender=self, dispatch_uid="cms.caching")
        page_published.connect(follow_publication, dispatch_uid="cms.files")
        post_save.connect(tell_of_page, sender=PageLogEntry, dispatch_uid="cms.page_log")
        post_save.connect(tell_of_file, sender=ModelLogEntry, dispatch_uid="cms.file_log")
