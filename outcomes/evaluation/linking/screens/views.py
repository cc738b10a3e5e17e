"""Rosters of names: handed over by the partner, linked by the district's data steward, nobody else."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from outcomes.participation.links import RIGHT as LINK
from outcomes.participation.screens.common import fetch_program, steps
from partnership.access.decorators import signed_in
from partnership.access.rights import fetch
from partnership.models import Organization
from partnership.screens.common import crumbs, refused, show_form, try_action

from ...plans.hide import is_small
from ..actions import confirm, give_up, hand_over_roster, suggest, suggestions_of
from ..models import LinkingState, RosterLinking


class RosterForm(forms.Form):
    """organization, district: asked only where several are possible."""

    district = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("District whose students they are"),
        empty_label=gettext_lazy("Choose a district"),
    )
    file = forms.FileField(
        label=gettext_lazy("Roster with names"),
        help_text=gettext_lazy(
            "CSV or Excel, with a participant code (or your own participant id), first name, last name and birth date. "
            "Families that declined are left out."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        sites = program.sites.all()
        self.fields["district"].queryset = Organization.objects.filter(
            Q(places__in=sites) | Q(places__in=sites.values("parent"))
        ).distinct()


class ListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Your list of students"),
        help_text=gettext_lazy(
            "CSV or Excel, with student id, first name, last name and birth date. It is compared in memory and not kept."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


@sensitive_variables()
@signed_in
def hand_over(request, slug):
    program, owners = fetch_program(request.user, slug)
    form = RosterForm(request.POST or None, request.FILES or None, program=program)
    if form.is_valid():
        try:
            linking = hand_over_roster(
                by=request.user,
                program=program,
                organization=owners[0],
                district=form.cleaned_data["district"],
                name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
            )
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            messages.success(
                request,
                _(
                    "%(rows)s participants are handed over. Only the data steward of %(district)s can read their names."
                )
                % {"rows": linking.rows, "district": linking.district},
            )
            return redirect("workspace:program", program.slug)
    return show_form(
        request,
        form,
        title=_("Hand a roster of names over"),
        lead=_(
            "For participants of whom you have no school id. The roster is locked away for the district's data steward "
            "alone, who confirms who is who; then the names are destroyed."
        ),
        submit=_("Hand the roster over"),
        steps=steps(program, (_("Hand a roster over"), "")),
    )


@signed_in
def rosters(request, slug):
    """Rosters that wait for the district's steward, and what came of earlier ones."""
    district = fetch(request.user, LINK, Organization.objects.all(), slug=slug)
    found = RosterLinking.objects.filter(district=district).select_related("program", "organization")
    return render(
        request,
        "outcomes/evaluation/rosters.html",
        {
            "district": district,
            "waiting": [each for each in found if each.state != LinkingState.DONE and each.roster_id],
            "done": [_told(each) for each in found if each.state == LinkingState.DONE],
            "crumbs": crumbs((district.name, ""), (_("Rosters to link"), "")),
        },
    )


@sensitive_variables()
@signed_in
def linking(request, pk):
    """First the district's list, then the pairs to confirm."""
    found = _fetch(request, pk)
    if found.state == LinkingState.DONE or found.roster is None:
        return redirect("workspace:rosters_to_link", found.district.slug)
    if found.state == LinkingState.SUGGESTED and "again" not in request.GET:
        return _confirm(request, found)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            suggest(
                found,
                by=request.user,
                name=form.cleaned_data["file"].name,
                content=form.cleaned_data["file"].read(),
            )
        except ValidationError as refusal:
            refused(request, form, refusal)
        else:
            return redirect("workspace:link_roster", found.pk)
    return show_form(
        request,
        form,
        title=_("Link the roster of %(program)s") % {"program": found.program},
        lead=_(
            "Upload your list of students. Pairs that look alike are suggested; you confirm each. Nobody else sees the "
            "names, and they are destroyed when you are done, at the latest on %(day)s."
        )
        % {"day": found.destroy_on},
        submit=_("Compare"),
        steps=_steps(found),
    )


@require_POST
@signed_in
def destroy_roster(request, pk):
    found = _fetch(request, pk)
    return try_action(
        request,
        lambda: give_up(found, by=request.user),
        to=reverse("workspace:rosters_to_link", args=[found.district.slug]),
        done=_("The names are destroyed. Nobody was linked."),
    )


def _confirm(request, found):
    if request.method == "POST":
        chosen = {int(text) for text in request.POST.getlist("row") if text.isdigit()}
        try:
            done = confirm(found, by=request.user, rows=chosen)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return redirect("workspace:link_roster", found.pk)
        messages.success(
            request,
            ngettext(
                "%(linked)s participant is linked; the names are destroyed.",
                "%(linked)s participants are linked; the names are destroyed.",
                done.linked,
            )
            % {"linked": done.linked},
        )
        return redirect("workspace:rosters_to_link", found.district.slug)
    pairs = suggestions_of(found, by=request.user)
    return render(
        request,
        "outcomes/evaluation/link_roster.html",
        {
            "linking": found,
            "pairs": pairs,
            "without": found.rows - len(pairs),
            "crumbs": crumbs(*_steps(found)),
        },
    )


def _told(linking):
    """A finished roster with its match rate, and by group where no number is a few."""
    groups = []
    for group, values in linking.groups.items():
        if any(is_small(n) or is_small(n - m) or is_small(m) for n, m in values.values()):
            continue
        groups += [(f"{group}: {value}", round(100 * m / n)) for value, (n, m) in sorted(values.items())]
    few = is_small(linking.linked) or is_small(linking.unlinked) or is_small(linking.rows)
    rate = None if few else round(100 * linking.linked / linking.rows)
    return {"linking": linking, "rate": rate, "groups": groups}


def _fetch(request, pk):
    found = get_object_or_404(RosterLinking.objects.select_related("program", "district"), pk=pk)
    fetch(request.user, LINK, Organization.objects.all(), pk=found.district_id)
    return found


def _steps(found):
    return [
        (_("Rosters to link"), reverse("workspace:rosters_to_link", args=[found.district.slug])),
        (str(found.program), ""),
    ]
