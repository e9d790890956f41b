"""What addressee, leader and office do about an act."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from registry.papers.stamps import status_of
from reviews.disposal import following_up, proceeding
from reviews.disposal.forms import (
    PASSED,
    RAISED,
    FollowUpForm,
    ReasonForm,
    RecheckForm,
    RectifyForm,
    ReplyForm,
)
from reviews.disposal.models import Disposal, FollowUp
from reviews.refusals import Refused
from reviews.unlogged import unlogged

from .fetch import (
    crumbs,
    fetch_act,
    fetch_of_addressee,
    fetch_of_office,
    fetch_to_withdraw,
)

editing = require_http_methods(["GET", "HEAD", "POST"])
State = Disposal.State
FOLLOWED_UP = {
    FollowUp.Kind.LEVEL: "已记下，已经请岗位上的人看一看风险点的等级。",
    FollowUp.Kind.MEASURE: "已记下。提给岗位的建议和别的建议一样，由岗位上的人答复。",
    FollowUp.Kind.NOTHING: "已记下，这件事到此结束。",
}


@unlogged
@require_POST
def disposal_sign(request, pk):
    """签收."""
    act = fetch_act(request, pk)
    return _done(request, act, lambda: proceeding.sign(act=act, by=request.person), "已签收。")


@unlogged
@editing
def disposal_reply(request, pk):
    """回复: `act=keep` keeps a draft, `act=send` sends it."""
    act = fetch_of_addressee(request, pk)
    if act.state != State.ISSUED:
        return _moved(request, act)
    draft = act.drafts.filter(by=request.person).first()
    current = {name: getattr(draft, name, "") for name in proceeding.TEXTS}
    form = ReplyForm(request.POST or None, current=current, initial=current)
    if request.method == "POST" and form.is_valid():
        texts = {name: form.cleaned_data[name] for name in proceeding.TEXTS}
        if request.POST.get("act") != "send":
            proceeding.keep_draft(act=act, texts=texts, by=request.person)
            messages.success(request, "草稿已保存，只有您自己看得到。")
            return redirect("disposal-reply", act.pk)
        if form.check_whole():
            return _done(
                request,
                act,
                lambda: proceeding.reply(act=act, texts=texts, by=request.person),
                "已回复。接下来请按计划整改，到期以前报送材料。",
            )
    context = {"form": form, "act": act, "draft": draft, "crumbs": crumbs(act, "回复")}
    if form.is_stale:
        context["stale_rows"] = list(form.stale_rows(proceeding.TEXTS))
    return render(request, "disposal/reply.html", context, status=status_of(form))


@unlogged
@editing
def disposal_rectify(request, pk):
    """报送整改, with files."""
    act = fetch_of_addressee(request, pk)
    if act.state != State.REPLIED:
        return _moved(request, act)
    form = RectifyForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            proceeding.rectify(act=act, by=request.person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("uploads", refusal)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已报送，等复查。")
            return redirect("disposal", act.pk)
    recheck = act.moves.filter(kind="redone").order_by("-round").first()
    context = {"form": form, "act": act, "recheck": recheck, "crumbs": crumbs(act, "报送整改")}
    return render(request, "disposal/rectify.html", context, status=status_of(form))


@unlogged
@editing
def disposal_recheck(request, pk):
    """复查: passed, once more, or one step higher."""
    act = fetch_of_office(request, pk)
    if act.state != State.RECTIFIED:
        return _moved(request, act)
    steps = proceeding.higher_steps(act, request.person)
    seen = {"state": act.state, "round": act.round}
    form = RecheckForm(request.POST or None, current=seen, steps=steps)
    if request.method == "POST" and form.is_valid():
        asked, given = form.cleaned_data, {"act": act, "by": request.person}
        given["said"] = asked["said"]
        return _done(request, act, lambda: _judge(asked, given), "复查意见已经告诉对方。")
    moves = act.moves.filter(round=act.round, kind="rectified").prefetch_related("evidence__file")
    replied = act.moves.filter(kind="replied").select_related("reply").first()
    context = {
        "form": form,
        "act": act,
        "handed_in": moves.first(),
        "reply": replied.reply if replied else None,
        "crumbs": crumbs(act, "复查"),
    }
    return render(request, "disposal/recheck.html", context, status=status_of(form))


def _judge(asked, given):
    if asked["outcome"] == PASSED:
        return proceeding.passed(**given)
    if asked["outcome"] == RAISED:
        return proceeding.raised(step=asked["step"], demand=asked["demand"], **given)
    return proceeding.redone(due=asked["due"], **given)


@unlogged
@editing
def disposal_withdraw(request, pk):
    act = fetch_to_withdraw(request, pk)
    said = "对方会看到这句话。"
    return _with_reason(request, act, proceeding.withdraw, "撤回", said, "已撤回。")


@unlogged
@editing
def disposal_hand_over(request, pk):
    act = fetch_of_office(request, pk)
    said = "移送以后，这件事只有本组看得到，对方、责任领导和发出人都不再看到，也不会收到消息。"
    return _with_reason(request, act, proceeding.hand_over, "移送", said, "已记录移送。")


def _with_reason(request, act, move, label, help_text, done):
    form = ReasonForm(request.POST or None, help_text=help_text)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        return _done(request, act, lambda: move(act=act, why=why, by=request.person), done)
    context = {"form": form, "act": act, "label": label, "crumbs": crumbs(act, label)}
    return render(request, "disposal/reason.html", context, status=status_of(form))


@unlogged
@editing
def disposal_follow_up(request, pk):
    """回到台账, once the act is closed."""
    act = fetch_of_office(request, pk)
    if act.state != State.CLOSED or hasattr(act, "follow_up"):
        return _moved(request, act)
    form = FollowUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = following_up.follow_up(act=act, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, FOLLOWED_UP[made.kind])
            return redirect("disposal", act.pk)
    context = {
        "form": form,
        "act": act,
        "higher_level": following_up.today_proposes_higher_level(act.post),
        "crumbs": crumbs(act, "回到台账"),
    }
    return render(request, "disposal/follow_up.html", context, status=status_of(form))


def _done(request, act, do, said):
    """Back to the act, or away from it where the person may no longer know of it."""
    try:
        do()
        messages.success(request, said)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    seen = Disposal.objects.visible_to(request.reach).filter(pk=act.pk).exists()
    return redirect("disposal", act.pk) if seen else redirect("disposal-list")


def _moved(request, act):
    messages.info(request, proceeding.MOVED)
    return redirect("disposal", act.pk)
