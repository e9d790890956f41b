"""Answering what was noticed, and looking at the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from registry.papers.stamps import status_of
from registry.standing.keeping import Refused
from reviews.exercises import answering, owners
from reviews.exercises.forms import AnswerForm, LookForm

from .fetch import ANSWERED_BY, LOOKED_AT_BY, crumbs, fetch_finding

editing = require_http_methods(["GET", "HEAD", "POST"])


@editing
def finding_answer(request, pk):
    finding = fetch_finding(request, pk)
    if not owners.answers_for(finding.exercise, request.reach):
        raise PermissionDenied(ANSWERED_BY)
    if hasattr(finding, "answer"):
        return _back(request, finding, answering.ANSWERED)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.answer(finding=finding, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            return _back(request, finding, refusal.text)
        messages.success(request, "说明已写上，谢谢。")
        return redirect("exercise", finding.exercise_id)
    return _page(request, "exercises/finding_answer.html", finding, form, "写说明")


@editing
def finding_look(request, pk):
    finding = fetch_finding(request, pk)
    if not owners.may_look(finding, request.reach):
        raise PermissionDenied(LOOKED_AT_BY)
    if hasattr(finding.answer, "look"):
        return _back(request, finding, answering.LOOKED_AT)
    form = LookForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answering.look(answer=finding.answer, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            return _back(request, finding, refusal.text)
        messages.success(request, "已记下您看过了。")
        return redirect("exercise", finding.exercise_id)
    return _page(request, "exercises/finding_look.html", finding, form, "看说明")


def _back(request, finding, text):
    messages.info(request, text)
    return redirect("exercise", finding.exercise_id)


def _page(request, template, finding, form, here):
    exercise = finding.exercise
    between = (exercise.subject, reverse("exercise", args=[exercise.pk]))
    context = {"finding": finding, "form": form, "crumbs": crumbs(here, between)}
    return render(request, template, context, status=status_of(form))
