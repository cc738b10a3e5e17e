"""What the screens of every app do alike."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from ..navigation import Item

PER_PAGE = 50


def page_of(request, queryset, per_page=PER_PAGE):
    """The page of a list that the address asks for; a page that does not exist gives the nearest one."""
    return Paginator(queryset, per_page).get_page(request.GET.get("page"))


def crumbs(*steps):
    """Breadcrumb items: the workspace's home, then (label, address) pairs, the last one without address."""
    home = Item(_("Workspace"), reverse("workspace:home"))
    return [home, *(Item(str(label), address) for label, address in steps)]


def refused(request, form, refusal):
    """Put the reasons of an action that refused onto the form, so that nothing typed is lost."""
    form.add_error(None, refusal)


def show_form(
    request, form, *, title, submit, steps, lead="", danger=False, template="workspace/form.html", **more
):
    """One form on a page of its own."""
    context = {
        "form": form,
        "title": title,
        "lead": lead,
        "submit_label": submit,
        "crumbs": crumbs(*steps),
        "cancel_url": steps[-2][1] if len(steps) > 1 else reverse("workspace:home"),
        "danger": danger,
        **more,
    }
    return render(request, template, context)


def try_action(request, action, *, to, done):
    """Call an action without a form, tell what happened, and go on. A refusal is told in its own words."""
    try:
        action()
    except ValidationError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, done)
    return redirect(to)
