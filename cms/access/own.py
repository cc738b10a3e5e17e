"""Which pages are a person's own, and which may be linked to or looked into.

Own are the pages beneath any page that one of the person's groups may write: a section, a program's page, or
for a coordinator the root and so everything.
"""

from django.db.models import Q
from wagtail.models import Page

from .policy import policy

WRITING = frozenset({"add", "change", "publish"})


def is_own(user, page):
    """Whether the page lies in what the person may write."""
    return page.path.startswith(tuple(policy.roots(user, WRITING)))


def is_coordinator(user):
    """Whether the person holds the one grant at the root of all pages."""
    return any(len(root) == Page.steplen for root in policy.roots(user, WRITING))


def own_pages_q(user):
    """Condition on pages: the person's own."""
    return policy.beneath_q(policy.roots(user, WRITING))


def choosable_pages_q(user):
    """Condition on pages: one's own, and live ones that everyone may read."""
    return own_pages_q(user) | (Q(live=True, depth__gt=1) & ~Page.objects.all().private_q())


def is_on_the_way(user, page):
    """Whether the page is one's own, or leads to one's own from the root."""
    return is_own(user, page) or any(root.startswith(page.path) for root in policy.roots(user, WRITING))
