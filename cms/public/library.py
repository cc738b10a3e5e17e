"""Policies and who adopted them; commending and complaining; trainings; openings."""

import csv
from datetime import date

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from partnership.models import Organization
from partnership.models.organization import LAW_ENFORCEMENT

from ..models import Commitment, FeedbackWays, Opening, Policy, Training
from ..models.policies import Topic
from ..models.profession import OpeningKind, TrainingTopic
from .common import crumbs


@require_safe
def policies(request):
    """The adoption matrix: agencies by policies, each with the day of the version in force."""
    order = request.GET.get("order", "")
    context = {
        "topics": Topic.choices,
        "rows": matrix(order),
        "order": order if order in Topic.values else "",
        "crumbs": crumbs((_("Policies"), "")),
    }
    return render(request, "cms/site/policies.html", context)


def matrix(order=""):
    """[(agency, [(topic, day of the version in force or None)])], by name, or by the day of a topic: who adopted
    it first stands first, who did not stands last.
    """
    adopted = Policy.objects.published().values("organization", "topic").annotate(day=Max("adopted_on"))
    days = {(each["organization"], each["topic"]): each["day"] for each in adopted}
    agencies = Organization.objects.filter(kind__in=LAW_ENFORCEMENT) | Organization.objects.filter(
        pk__in={agency for agency, _topic in days}
    )
    rows = [
        (agency, [(topic, days.get((agency.pk, topic))) for topic in Topic.values])
        for agency in agencies.order_by("name")
    ]
    if order in Topic.values:
        place = Topic.values.index(order)
        rows.sort(key=lambda row: row[1][place][1] or date.max)
    return rows


@require_safe
def policies_csv(request):
    """The matrix as a table; what a program for tables could take for a formula is not one."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="policies.csv"'
    rows = csv.writer(answer)
    rows.writerow([_("Agency"), *(str(label) for _topic, label in Topic.choices)])
    for agency, days in matrix():
        name = f"'{agency}" if str(agency)[:1] in "=+-@" else str(agency)
        rows.writerow([name, *(day.isoformat() if day else "" for _topic, day in days)])
    return answer


@require_safe
def policy(request, slug, topic):
    """The version in force of an agency's policy."""
    topic = topic.replace("-", "_")
    if topic not in Topic.values:
        raise Http404
    found = Policy.objects.published().filter(organization__slug=slug, topic=topic)
    newest = found.select_related("organization", "document").order_by("-adopted_on", "-published_at").first()
    if newest is None:
        raise Http404
    return policy_page(request, newest)


def policy_page(request, policy):
    """A version of a policy above every other one that was published."""
    others = Policy.objects.published().filter(organization=policy.organization, topic=policy.topic)
    others = others.exclude(pk=policy.pk).select_related("organization", "document")
    context = {
        "policy": policy,
        "earlier": others.order_by("-adopted_on", "-published_at"),
        "topic": policy.get_topic_display(),
        "crumbs": crumbs((_("Policies"), reverse("site:policies")), (str(policy), "")),
    }
    return render(request, "cms/site/policy.html", context)


@require_safe
def feedback(request, slug):
    """How to commend an agency or to complain of it; its policies and commitments."""
    found = FeedbackWays.objects.published().select_related("organization").filter(organization__slug=slug)
    ways = found.first()
    if ways is None:
        raise Http404
    return feedback_page(request, ways)


def feedback_page(request, ways):
    agency = ways.organization
    context = {
        "ways": ways,
        "agency": agency,
        "policies": newest_policies(agency),
        "commitments": Commitment.objects.in_public_order().filter(organization=agency),
        "crumbs": crumbs((_("Commend or complain"), reverse("site:feedback_index")), (str(agency), "")),
    }
    return render(request, "cms/site/feedback.html", context)


@require_safe
def feedback_index(request):
    found = FeedbackWays.objects.published().select_related("organization").order_by("organization__name")
    context = {"ways": found, "crumbs": crumbs((_("Commend or complain"), ""))}
    return render(request, "cms/site/feedback_index.html", context)


def newest_policies(agency):
    """The version in force of each of an agency's policies."""
    newest = {}
    for policy in Policy.objects.published().filter(organization=agency).order_by("adopted_on"):
        newest[policy.topic] = policy
    return [newest[topic] for topic in Topic.values if topic in newest]


@require_safe
def trainings(request):
    topic = request.GET.get("topic", "")
    found = (
        Training.objects.published().select_related("organization", "document").order_by("topic", "-hours")
    )
    context = {
        "trainings": found.filter(topic=topic) if topic in TrainingTopic.values else found,
        "topics": TrainingTopic.choices,
        "topic": topic,
        "crumbs": crumbs((_("Trainings"), "")),
    }
    return render(request, "cms/site/trainings.html", context)


@require_safe
def training(request, slug):
    found = Training.objects.published().select_related("organization", "document")
    return training_page(request, get_object_or_404(found, slug=slug))


def training_page(request, training):
    context = {
        "training": training,
        "crumbs": crumbs((_("Trainings"), reverse("site:trainings")), (str(training), "")),
    }
    return render(request, "cms/site/training.html", context)


@require_safe
def openings(request):
    kind = request.GET.get("kind", "")
    found = Opening.objects.open().select_related("organization", "city").order_by("kind", "closes_on")
    context = {
        "openings": found.filter(kind=kind) if kind in OpeningKind.values else found,
        "kinds": OpeningKind.choices,
        "kind": kind,
        "crumbs": crumbs((_("Openings"), "")),
    }
    return render(request, "cms/site/openings.html", context)


@require_safe
def opening(request, slug):
    """An opening, also after its last day: then it says so."""
    found = Opening.objects.published().select_related("organization", "city")
    return opening_page(request, get_object_or_404(found, slug=slug))


def opening_page(request, opening):
    context = {
        "opening": opening,
        "crumbs": crumbs((_("Openings"), reverse("site:openings")), (str(opening), "")),
    }
    return render(request, "cms/site/opening.html", context)
