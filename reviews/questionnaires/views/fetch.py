"""Finding a questionnaire of one's office, or none (404); what its pages have in common."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse

from registry.organisation.models import Seat
from reviews.questionnaires.models import Questionnaire

TITLE = "问卷调查"


def require_office(request):
    if not request.reach.holds(Seat.DISCIPLINE_OFFICE):
        raise PermissionDenied("问卷由纪检监察机构发起，结果只有发起的机构看得到。")


def seen_by(request):
    return Questionnaire.objects.visible_to(request.reach).listed()


def fetch(request, pk):
    return get_object_or_404(seen_by(request), pk=pk)


def fetch_question(request, pk, question_pk):
    questions = fetch(request, pk).questions.select_related("questionnaire")
    return get_object_or_404(questions, pk=question_pk)


def crumbs(*steps):
    """问卷调查 › what follows: a questionnaire with its page, or a label."""
    found = [{"label": TITLE, "url": reverse("questionnaire-list")}]
    for step in steps:
        if isinstance(step, Questionnaire):
            url = reverse("questionnaire", args=[step.pk])
            found.append({"label": step.title, "url": url})
        else:
            found.append({"label": step})
    return found
