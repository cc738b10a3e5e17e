"""The registry of places: counties, cities, districts and schools, and who answers for each."""

from copy import copy

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..access.decorators import with_right
from ..actions.places import add_place, change_place
from ..models import Place
from .common import crumbs, page_of, show_form
from .forms.places import AddPlaceForm, ChangePlaceForm, PlaceFilter


@with_right("manage_partnership")
@require_safe
def places(request):
    filter_form = PlaceFilter(request.GET)
    found = filter_form.narrow(Place.objects.select_related("parent", "city", "steward"))
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
    )


def _step():
    return _("Places"), reverse("workspace:places")
