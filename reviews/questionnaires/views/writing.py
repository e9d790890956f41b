"""A draft: its head, its questions one by one, how it will look, and switching it on."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from registry.papers.stamps import stamp_of, status_of
from reviews import overseen
from reviews.challenges import SUM
from reviews.questionnaires import asking, drafting
from reviews.questionnaires.answer_forms import AnswerForm
from reviews.questionnaires.forms import DraftForm, HeadForm, QuestionForm, initial_of
from reviews.refusals import Refused
from reviews.unlogged import unlogged

from .fetch import crumbs, fetch, fetch_question, require_office

DAYS = 14  # that one runs where nothing else is chosen
editing = require_http_methods(["GET", "HEAD", "POST"])


@unlogged
@editing
def questionnaire_add(request):
    require_office(request)
    today = timezone.localdate()
    units = overseen.units_of(request.reach)
    initial = {"opens_on": today, "closes_on": today + timedelta(days=DAYS)}
    if len(units[:2]) == 1:
        initial["unit"] = units[0]
    form = DraftForm(request.POST or None, units=units, current={}, initial=initial)
    if request.method == "POST" and form.is_valid():
        pattern = form.cleaned_data["pattern"]
        try:
            made = drafting.draft(facts=form.cleaned_data, by=request.person, pattern=pattern)
        except Refused as refusal:
            form.add_error("unit", refusal.text)
        else:
            messages.success(request, "已存为草稿。核对题目以后启用。")
            return redirect("questionnaire", made.pk)
    return _head_page(request, form, None, "起草问卷", crumbs("起草"))


@unlogged
@editing
def questionnaire_edit(request, pk):
    """Read, compared and written under one lock."""
    found = fetch(request, pk)
    try:
        with transaction.atomic():
            locked = drafting.locked_draft(found)
            current = drafting.facts_of(locked)
            units = overseen.units_of(request.reach)
            form = HeadForm(request.POST or None, units=units, current=current, initial=current)
            if request.method == "POST" and form.is_valid():
                drafting.change(questionnaire=locked, facts=form.cleaned_data, by=request.person)
                messages.success(request, "已保存。")
                return redirect("questionnaire", pk)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
        return redirect("questionnaire", pk)
    return _head_page(request, form, locked, "修改标题和日期", crumbs(found, "修改"))


def _head_page(request, form, found, heading, steps):
    context = {"form": form, "questionnaire": found, "heading": heading, "crumbs": steps}
    return render(request, "questionnaires/head_form.html", context, status=status_of(form))


@unlogged
@editing
def question_add(request, pk):
    found = fetch(request, pk)
    form = QuestionForm(request.POST or None, current={})
    if request.method == "POST" and form.is_valid():
        try:
            asked = form.cleaned_data
            drafting.add_question(questionnaire=found, asked=asked, by=request.person)
        except Refused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, "已加一题。")
            return redirect("questionnaire", pk)
    return _question_page(request, form, found, None)


@unlogged
@editing
def question_edit(request, pk, question_pk):
    """Read, compared and written under one lock."""
    question = fetch_question(request, pk, question_pk)
    found = question.questionnaire
    try:
        with transaction.atomic():
            drafting.locked_draft(found)
            question.refresh_from_db(fields=drafting.ASKED)
            form = QuestionForm(
                request.POST or None,
                current=drafting.asked_by(question),
                initial=initial_of(question),
            )
            if request.method == "POST" and form.is_valid():
                asked = form.cleaned_data
                drafting.change_question(question=question, asked=asked, by=request.person)
                messages.success(request, "已保存。")
                return redirect("questionnaire", pk)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
        return redirect("questionnaire", pk)
    return _question_page(request, form, found, question)


def _question_page(request, form, found, question):
    here = str(question) if question else "加一题"
    context = {
        "form": form,
        "questionnaire": found,
        "question": question,
        "here": here,
        "crumbs": crumbs(found, here),
    }
    return render(request, "questionnaires/question_form.html", context, status=status_of(form))


@unlogged
@require_POST
def question_remove(request, pk, question_pk):
    return _done(request, pk, question_pk, drafting.remove_question, "已删去这一题。")


@unlogged
@require_POST
def question_up(request, pk, question_pk):
    return _done(request, pk, question_pk, drafting.move_up, "已上移。")


def _done(request, pk, question_pk, act, said):
    question = fetch_question(request, pk, question_pk)
    try:
        act(question=question, by=request.person)
        messages.success(request, said)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect("questionnaire", pk)


@unlogged
@editing
def questionnaire_switch_on(request, pk):
    """As it will look; what is switched on is what was shown."""
    found = fetch(request, pk)
    if request.method == "POST":
        try:
            seen = request.POST.get("seen", "")
            asking.switch_on(questionnaire=found, seen=seen, by=request.person)
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
        else:
            messages.success(request, "已启用。把链接或者二维码发出去，就可以开始答了。")
        return redirect("questionnaire", pk)
    if not found.is_draft:
        return redirect("questionnaire", pk)
    questions = found.questions.order_by("position")
    context = {
        "questionnaire": found,
        "form": AnswerForm(questionnaire=found, questions=questions, ask=SUM),
        "seen": stamp_of(drafting.whole_of(found)),
        "crumbs": crumbs(found, "核对并启用"),
    }
    return render(request, "questionnaires/questionnaire_switch_on.html", context)
