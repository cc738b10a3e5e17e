"""The registry of places: counties, cities, districts and schools, and who answers for each."""

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ..access.decorators import with_right
from ..actions.place_history import close_place, merge_places, reopen_place
from ..actions.places import add_place, change_place
from ..models import Place
from .common import crumbs, page_of, show_form
from .forms.places import AddPlaceForm, ChangePlaceForm, ClosePlaceForm, MergePlaceForm, PlaceFilter


@with_right("manage_partnership")
@require_safe
def places(request):
    filter_form = PlaceFilter(request.GET)
    found = filter_form.narrow(Place.objects.select_related("parent", "city", "steward", "merged_into"))
    return render(
        request,
        "partnership/places.html",
        {
            "page": page_of(request, found),
            "filter": filter_form,
            "crumbs": crumbs((_("Places"), "")),
        },
    )


@with_right("manage_partnership")
def add(request):
    form = AddPlaceForm(request.POST or None)
    if form.is_valid():
        place = add_place(by=request.user, **form.cleaned_data)
        messages.success(request, _("%(place)s is in the registry.") % {"place": place})
        return redirect("workspace:places")
    return show_form(
        request,
        form,
        title=_("Enter a place"),
        submit=_("Enter the place"),
        steps=[_step(), (_("Enter a place"), "")],
    )


@with_right("manage_partnership")
def change(request, pk):
    place = get_object_or_404(Place, pk=pk)
    # The form writes what was typed onto its instance; the action must still see what was there before.
    form = ChangePlaceForm(request.POST or None, instance=copy(place))
    if form.is_valid():
        change_place(place, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(place)s is changed.") % {"place": place})
        return redirect("workspace:places")
    return show_form(
        request,
        form,
        title=place.name,
        lead=_("%(kind)s, code %(code)s. The code never changes.")
        % {"kind": place.get_kind_display(), "code": place.code},
        submit=_("Save"),
        steps=[_step(), (place.name, "")],
        template="partnership/place.html",
        place=place,
    )


@with_right("manage_partnership")
def close(request, pk):
    place = get_object_or_404(Place, pk=pk)
    form = ClosePlaceForm(request.POST or None)
    if form.is_valid() and _done(form, lambda: close_place(place, by=request.user, **form.cleaned_data)):
        messages.success(request, _("%(place)s is closed.") % {"place": place})
        return redirect("workspace:change_place", pk=pk)
    return show_form(
        request,
        form,
        title=_("Close %(place)s") % {"place": place},
        lead=_("Its history stays. It can be opened again."),
        submit=_("Close the place"),
        steps=[_step(), _step_of(place), (_("Close"), "")],
    )


@with_right("manage_partnership")
def merge(request, pk):
    place = get_object_or_404(Place, pk=pk)
    form = MergePlaceForm(request.POST or None, place=place)
    if form.is_valid() and _done(form, lambda: merge_places(place, by=request.user, **form.cleaned_data)):
        messages.success(
            request,
            _("%(place)s is merged into %(other)s.") % {"place": place, "other": form.cleaned_data["into"]},
        )
        return redirect("workspace:change_place", pk=pk)
    return show_form(
        request,
        form,
        title=_("Merge %(place)s into another place") % {"place": place},
        lead=_(
            "Its history stays with it. Programs that work there keep it as their site; add the other place to them."
        ),
        submit=_("Merge"),
        steps=[_step(), _step_of(place), (_("Merge"), "")],
    )


@with_right("manage_partnership")
@require_POST
def reopen(request, pk):
    place = get_object_or_404(Place, pk=pk)
    reopen_place(place, by=request.user)
    messages.success(request, _("%(place)s is open again.") % {"place": place})
    return redirect("workspace:change_place", pk=pk)


def _done(form, action):
    """Whether the action went through; else its reasons stand on the form."""
    try:
        action()
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


def _step_of(place):
    return place.name, reverse("workspace:change_place", args=[place.pk])


def _step():
    return _("Places"), reverse("workspace:places")
