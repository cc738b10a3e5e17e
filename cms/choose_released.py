"""The list from which an editor chooses a released number or chart; the page editor opens it in a dialog."""

from django.shortcuts import render

from outcomes.releases import offering


def choose(request):
    """Only what everybody may read is offered, so it is the same for every editor."""
    of_charts = request.GET.get("kind") == "chart"
    chosen, offers, total = offering.offered(request.GET, of_charts=of_charts)
    context = {"filter": chosen, "offers": offers, "total": total, "of_charts": of_charts}
    return render(request, "cms/editor/choose_released.html", context)
