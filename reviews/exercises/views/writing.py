"""Writing a use of a power: choosing which, the form, a draft, for good, a correction."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.papers.stamps import status_of
from registry.standing.keeping import Refused
from registry.tables.text import number_in
from reviews.exercises import entering, owners
from reviews.exercises.forms import ExerciseForm

from .fetch import crumbs, fetch_draft, fetch_entered, fetch_to_enter

editing = require_http_methods(["GET", "HEAD", "POST"])
ENTER = "enter"  # the button that enters it for good
NOT_YOURS = "更正由登记人、科室负责人或者本单位防控办做。"


@require_safe
def exercise_choose(request):
    """Which power; whoever has one only is there at once."""
    if not request.reach.takes_part:
        raise Http404
    offered = list(owners.to_enter(request.reach).listed())
    if len(offered) == 1:
        return redirect("exercise-add", offered[0].pk)
    context = {"offered": offered, "crumbs": crumbs("登记一项")}
    return render(request, "exercises/exercise_choose.html", context)


@editing
def exercise_add(request, pk):
    registered = fetch_to_enter(request, pk)
    form = ExerciseForm(
        request.POST or None,
        request.FILES or None,
        current={},
        registered=registered,
        enters=ENTER in request.POST,
    )
    if request.method == "POST" and form.is_valid():
        begin = lambda: entering.draft(  # noqa: E731
            registered=registered, facts=form.facts, by=request.person, reach=request.reach
        )
        if written := _written(request, form, begin):
            return _on(request, written)
    return _page(request, form, registered, None)


@editing
def exercise_edit(request, pk):
    """Read, compared and written under one lock."""
    draft = fetch_draft(request, pk)
    try:
        with transaction.atomic():
            draft = entering.lock_draft(draft, request.person)
            current = entering.facts_of(draft)
            form = ExerciseForm(
                request.POST or None,
                request.FILES or None,
                current=current,
                initial=_initial(draft),
                registered=draft.registered,
                corrects=draft.corrects,
                enters=ENTER in request.POST,
            )
            if request.method == "POST" and form.is_valid():
                change = lambda: entering.change(  # noqa: E731
                    exercise=draft, facts=form.facts, by=request.person
                )
                if written := _written(request, form, change):
                    return _on(request, written)
    except Refused as refusal:
        messages.warning(request, refusal.text)
        return redirect("exercise-list")
    return _page(request, form, draft.registered, draft)


def _written(request, form, write):
    """The draft as written, its files with it, entered where that was asked; None where something
    was refused, which then stands in the form, and nothing was written.
    """
    try:
        with transaction.atomic():
            draft = write()
            for number in filter(None, map(number_in, request.POST.getlist("drop"))):
                entering.take_out(exercise=draft, file_id=number, by=request.person)
            if upload := form.cleaned_data["file"]:
                entering.enclose(exercise=draft, upload=upload, by=request.person)
            if ENTER in request.POST:
                draft = entering.enter(exercise=draft, by=request.person)
    except Refused as refusal:
        form.add_error(refusal.field, refusal.text)
    except ValidationError as refusal:
        form.add_error("file", refusal)
    else:
        return draft
    return None


def _on(request, written):
    """To the row that was entered, or back to the draft."""
    if written.is_draft:
        messages.success(request, "草稿已保存，只有您自己看得到。")
        return redirect("exercise-edit", written.pk)
    if written.findings.exists():
        messages.success(request, "已登记。下面有几句提示，请看一下，写一句说明就好。")
    else:
        messages.success(request, "已登记，谢谢。")
    return redirect("exercise", written.pk)


def _initial(draft):
    """As the form shows it: people as somebody would write them."""
    facts = {name: getattr(draft, name) for name in entering.FACTS}
    avoided = "\n".join(f"{name}：{why}" for name, why in draft.avoided)
    return {**facts, "attendees": "、".join(draft.attendees), "avoided": avoided}


def _page(request, form, registered, draft):
    context = {
        "form": form,
        "registered": registered,
        "draft": draft,
        "files": draft.files.select_related("file") if draft else [],
        "crumbs": crumbs("更正" if draft and draft.corrects_id else "登记一项"),
        "stale_rows": list(form.stale_rows(("subject", "counterparty", "views", "votes"))),
    }
    return render(request, "exercises/exercise_form.html", context, status=status_of(form))


@require_POST
def exercise_throw_away(request, pk):
    draft = fetch_draft(request, pk)
    try:
        entering.throw_away(exercise=draft, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.text)
    else:
        messages.success(request, "草稿已删去。")
    return redirect("exercise-list")


@require_POST
def exercise_correct(request, pk):
    """Begin a row that takes the place of this one; this one stays to be read."""
    found = fetch_entered(request, pk)
    if not owners.answers_for(found, request.reach):
        raise PermissionDenied(NOT_YOURS)
    try:
        draft = entering.correct(exercise=found, by=request.person, reach=request.reach)
    except Refused as refusal:
        messages.warning(request, refusal.text)
        return redirect("exercise", found.pk)
    return redirect("exercise-edit", draft.pk)
