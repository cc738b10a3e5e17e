"""Wagtail's permission policy of pages, made flat.

Wagtail's own joins one condition per grant, nested; on SQLite that breaks near a hundred grants. Here a person's
grants come down to the few topmost pages they hold, whatever the number of grants and organizations.
"""

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

EXPLORING = frozenset({"add", "change", "publish", "lock", "unlock", "bulk_delete"})


class SectionPolicy(PagePermissionPolicy):
    """The rules are Wagtail's; only an owner of a page has no more rights than the role gives."""

    def roots(self, user, actions=EXPLORING):
        """Tree paths of the topmost pages on which the person holds one of the actions."""
        if not user.is_authenticated or not user.is_active:
            return []
        wanted = {f"{action}_page" for action in actions}
        held = self.get_cached_permissions_for_user(user)
        paths = sorted({grant.page.path for grant in held if grant.permission.codename in wanted})
        return [path for place, path in enumerate(paths) if not path.startswith(tuple(paths[:place]))]

    def beneath_q(self, roots):
        """Condition on pages: one of these, or beneath one."""
        condition = Q(pk__in=[])
        for root in roots:
            condition |= Q(path__startswith=root)
        return condition

    def instances_user_has_any_permission_for(self, user, actions):
        return self.model._default_manager.filter(self.beneath_q(self.roots(user, actions)))

    def explorable_instances(self, user):
        """One's own pages, and the pages on the way to them from their first common one."""
        roots = self.roots(user)
        on_the_way = {root[:end] for root in roots for end in range(Page.steplen, len(root), Page.steplen)}
        first = self.explorable_root_instance(user)
        above = Q(path__in=on_the_way) & Q(path__startswith=first.path if first else "-")
        return self.model._default_manager.filter(self.beneath_q(roots) | above)

    def user_has_any_permission_for_instance(self, user, actions, instance):
        return instance.path.startswith(tuple(self.roots(user, actions)))


policy = SectionPolicy(Page)
