"""Typing a small sheet of counts: choose what it is for, type, look at what the checks say, hand it in."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.datasets import DATASETS
from outcomes.sheets.columns import cells_of, is_typed, typed_datasets
from outcomes.sheets.hand_in import Remark, hand_in, look
from outcomes.sheets.prefill import rows_in_effect
from partnership.access.decorators import signed_in
from partnership.access.rights import holds_anywhere
from partnership.screens.common import crumbs

from .forms import ScopeForm, fitting

MORE_ROWS, FIRST_ROWS, MOST_ROWS = 5, 3, 300


@dataclass
class Row:
    """One typed row. number: as people count; cells: [(Cell, text)]; is_out: left out by its tick."""

    number: int
    cells: list
    is_out: bool = False
    remarks: list = field(default_factory=list)

    @property
    def wrong(self):
        """Names of the columns that a remark tells to mend."""
        return {remark.column for remark in self.remarks if remark.stops}

    @property
    def texts(self):
        return {cell.name: text for cell, text in self.cells}

    @property
    def is_blank(self):
        return self.is_out or not any(text for _cell, text in self.cells)


@signed_in
@require_safe
def sheets(request):
    """Which sheets may be typed."""
    _require(request.user)
    return render(
        request,
        "outcomes/sheets/list.html",
        {
            "datasets": [each for each in typed_datasets() if fitting(request.user, each)],
            "crumbs": crumbs(_step(), (_("Type a small sheet"), "")),
        },
    )


@signed_in
def sheet(request, key):
    _require(request.user)
    dataset = DATASETS.get(key)
    if dataset is None or not is_typed(dataset):
        raise Http404
    form = ScopeForm(request.GET or None, user=request.user, dataset=dataset)
    context = {"dataset": dataset, "form": form, "crumbs": crumbs(_step(), (dataset.title, ""))}
    if not form.is_valid():
        return render(request, "outcomes/sheets/scope.html", context)
    organization, scope = form.cleaned_data["organization"], form.scope
    cells = cells_of(dataset, scope["period"])
    if request.method == "POST":
        rows = _typed(request.POST, cells)
        context["note"] = request.POST.get("note", "")[:2000]
        if "hand_in" in request.POST:
            submission = _hand_in(request, dataset, rows, organization, scope, context)
            if submission:
                return redirect("workspace:submission", submission.pk)
        else:
            rows += _blank(cells, len(rows), min(MORE_ROWS, MOST_ROWS - len(rows)))
    else:
        told = rows_in_effect(dataset, cells, scope)
        rows = [_row(at, cells, texts) for at, texts in enumerate(told)]
        context["in_effect"] = len(rows)
        rows += _blank(cells, len(rows), FIRST_ROWS if told else MORE_ROWS)
    context |= {
        "organization": organization,
        "scope": scope,
        "cells": cells,
        "rows": rows,
        "width": len(cells) + 2,
    }
    return render(request, "outcomes/sheets/sheet.html", context)


def _hand_in(request, dataset, rows, organization, scope, context):
    """The Submission, or None where something is to be mended or confirmed first; `context` then says what."""
    given = [row for row in rows if not row.is_blank]
    if not given:
        context["of_sheet"] = [
            Remark(_("The sheet is blank. Type at least one row; nothing was stored."), True)
        ]
        return None
    found = look(dataset, [row.texts for row in given], organization=organization, scope=scope)
    for at, remarks in found.remarks.items():
        given[at].remarks = remarks
    context["of_sheet"] = found.of_sheet
    if found.stops or not (found.is_clean or "seen" in request.POST):
        context["ask_again"] = not found.stops
        context["stops"] = found.stops
        return None
    try:
        return hand_in(
            dataset,
            [row.texts for row in given],
            by=request.user,
            organization=organization,
            scope=scope,
            note=context["note"],
        )
    except ValidationError as refusal:
        context["of_sheet"] = [Remark(sentence, True) for sentence in refusal.messages]
    return None


def _typed(posted, cells):
    """The rows as the browser sent them."""
    try:
        number = min(int(posted.get("rows", 0)), MOST_ROWS)
    except ValueError:
        number = 0
    return [
        _row(
            at,
            cells,
            {cell.name: posted.get(f"r{at}-{cell.name}", "").strip()[:200] for cell in cells},
            is_out=f"r{at}-out" in posted,
        )
        for at in range(max(number, 0))
    ]


def _row(at, cells, texts, is_out=False):
    return Row(at + 1, [(cell, texts.get(cell.name, "")) for cell in cells], is_out)


def _blank(cells, after, number):
    return [_row(after + at, cells, {}) for at in range(number)]


def _require(user):
    if not holds_anywhere(user, "submit_data"):
        raise PermissionDenied


def _step():
    return _("Submissions"), reverse("workspace:submissions")
