"""廉政谈话: talks of one's own and of one's office; planning, writing down, confirming one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Person, Seat
from registry.papers.stamps import status_of
from registry.tables.text import number_in
from registry.trail.recording import record_now
from reviews.letter_file import letter_file
from reviews.refusals import Refused

from . import holding, printed, waiting
from .forms import DropForm, PlanForm, RecordForm, RemarkForm, TalkFilter
from .models import Talk, TalkKind
from .partners import HOLDING_SEATS, kinds_for, partners_for

ON_A_PAGE = 30
NOT_THE_HOLDER = "谈话由安排它的人改动。"
NOT_THE_WRITER = "谈话记录由谈话人或者记录人来写；您觉得不对的地方，可以请对方更正。"
NOT_OF_THE_TWO = "谈话记录由谈话的双方确认。"
editing = require_http_methods(["GET", "HEAD", "POST"])
CONDITIONS = {
    "planned": {"record_no": 0, "dropped_at__isnull": True},
    "recorded": {"record_no__gt": 0, "settled_at__isnull": True},
    "settled": {"settled_at__isnull": False},
    "dropped": {"dropped_at__isnull": False},
}


@require_safe
def talk_list(request):
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    files = request.reach.holds(Seat.DISCIPLINE_OFFICE)
    visible = Talk.objects.visible_to(request.reach)
    kinds = TalkKind.objects.filter(pk__in=visible.order_by().values("kind")).listed()
    form = TalkFilter(request.GET, kinds=kinds, files=files)
    person = request.person
    context = {
        "form": form,
        "page_obj": Paginator(_narrowed(visible, form, person).listed(), ON_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "to_write": waiting.to_write(person, today).listed(),
        "to_confirm": waiting.to_confirm(person).listed(),
        "to_enter": waiting.to_enter(person).listed(),
        "coming": waiting.coming(person, today).listed(),
        "may_plan": request.reach.holds_any(*HOLDING_SEATS),
        "today": today,
    }
    return render(request, "talks/talk_list.html", context)


def _narrowed(talks, form, person):
    if not form.is_valid():
        return talks
    asked = form.cleaned_data
    if asked["side"] in ("holder", "partner"):
        talks = talks.filter(**{asked["side"]: person})
    elif asked["side"] == "filed":
        talks = talks.exclude(pk__in=Talk.objects.between(person).values("pk"))
    if asked["kind"]:
        talks = talks.filter(kind=asked["kind"])
    return talks.filter(**CONDITIONS.get(asked["state"], {}))


@editing
@seat_required(*sorted(HOLDING_SEATS))
def talk_plan(request):
    form = PlanForm(
        request.POST or None,
        current={},
        initial={"partner": _asked_for(request)},
        kinds=kinds_for(request.reach),
        partners=partners_for(request.reach),
        people=_colleagues(request.person),
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            talk = holding.plan(
                kind=said.pop("kind"), appointment=said.pop("partner"), by=request.person, said=said
            )
        except Refused as refusal:
            form.add_error("kind", refusal.text)
        else:
            messages.success(request, "已安排，对方会收到消息。")
            return redirect("talk", talk.pk)
    return _plan_page(request, form, None)


def _asked_for(request):
    """Whom the ledger asks to talk with: `?person=`."""
    asked = number_in(request.GET.get("person", "")) or 0
    return partners_for(request.reach).filter(person=asked).first()


def _colleagues(person):
    """Who may write a talk down: people of one's own unit who sign in, but oneself."""
    people = Person.objects.filter(unit=person.unit_id, account__is_active=True, admin_role=None)
    return people.exclude(pk=person.pk)


@editing
def talk_replan(request, pk):
    with transaction.atomic():
        talk = _of_holder(request, pk)
        current = holding.facts_of(talk)
        form = PlanForm(
            request.POST or None, current=current, initial=current, people=_colleagues(talk.holder)
        )
        if request.method == "POST" and form.is_valid():
            return _done(
                request, talk, holding.replan, "已改好，对方会收到消息。", said=form.cleaned_data
            )
    return _plan_page(request, form, talk)


def _plan_page(request, form, talk):
    context = {"form": form, "talk": talk, "crumbs": crumbs("改安排" if talk else "安排谈话")}
    return render(request, "talks/talk_form.html", context, status=status_of(form))


@editing
def talk_drop(request, pk):
    talk = _of_holder(request, pk)
    form = DropForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _done(request, talk, holding.drop, "已取消，对方会收到消息。", **form.cleaned_data)
    context = {"form": form, "talk": talk, "crumbs": crumbs("取消谈话")}
    return render(request, "talks/talk_drop.html", context, status=status_of(form))


@require_safe
def talk_detail(request, pk):
    talk = fetch_talk(request, pk)
    side = talk.side_of(request.person)
    if side is None:
        # Who opened the record of others is in the trail; of what, not.
        record_now(by=request.person, action="talk.opened", unit=talk.unit, target=talk)
    found = holding.latest(talk)
    confirmed = _confirmations(found)
    waits = talk.is_open and found is not None and side is not None
    context = {
        "talk": talk,
        "record": found,
        "confirmed": confirmed,
        "earlier": talk.records.filter(no__lt=talk.record_no).select_related("written_by"),
        "remarks": found.remarks.select_related("by") if found else [],
        "may_write": talk.is_open and talk.is_written_by(request.person),
        "may_replan": talk.is_open and not talk.record_no and talk.holder == request.person,
        "may_confirm": waits and side not in {each.side for each in confirmed},
        "to_sign": holding.unsigned(talk, found) if talk.is_open and found else [],
        "may_enter": holding.may_enter(talk, request.reach),
        "remark_form": RemarkForm(),
        "crumbs": crumbs(str(talk.kind)),
    }
    return render(request, "talks/talk_detail.html", context)


def _confirmations(found):
    return list(found.confirmations.select_related("sheet__recorded_by")) if found else []


@editing
def talk_record(request, pk):
    """Written down or put right, read and compared under one lock."""
    with transaction.atomic():
        talk = fetch_talk(request, pk, Talk.objects.select_for_update(of=("self",)))
        if not talk.is_written_by(request.person):
            raise PermissionDenied(NOT_THE_WRITER)
        found = holding.latest(talk)
        current = holding.wording_of(found)
        initial = current or {"held_on": talk.planned_on, "place": talk.planned_place}
        form = RecordForm(request.POST or None, current=current, initial=initial)
        if request.method == "POST" and form.is_valid():
            answer = "已保存，双方确认以后存档。"
            return _done(request, talk, holding.write_down, answer, said=form.cleaned_data)
    context = {"form": form, "talk": talk, "record": found, "crumbs": crumbs("谈话记录")}
    return render(request, "talks/talk_record.html", context, status=status_of(form))


@require_POST
def talk_remark(request, pk):
    talk = _of_the_two(request, pk)
    form = RemarkForm(request.POST)
    if not form.is_valid():
        messages.warning(request, form.errors["text"][0])
        return redirect("talk", talk.pk)
    return _done(
        request, talk, holding.remark, "已告诉对方，改好以后请您再确认。", **form.cleaned_data
    )


@require_POST
def talk_confirm(request, pk):
    talk = _of_the_two(request, pk)
    digest = request.POST.get("digest", "")[:64]
    return _done(request, talk, holding.confirm, "已确认，谢谢。", digest=digest)


@require_safe
def talk_print(request, pk, format_name):
    talk = fetch_talk(request, pk)
    if not talk.record_no:
        raise Http404
    file = letter_file(printed.letter_of(talk), f"{printed.TITLE}-{talk.number}", format_name)
    record_now(by=request.person, action="export.downloaded", unit=talk.unit, target=talk)
    return file


def _done(request, talk, act, answer, **given):
    try:
        act(talk=talk, by=request.person, **given)
        messages.success(request, answer)
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect("talk", talk.pk)


def fetch_talk(request, pk, talks=Talk.objects):
    """404 for whoever may not know of it."""
    return get_object_or_404(talks.visible_to(request.reach).listed(), pk=pk)


def _of_holder(request, pk):
    talk = fetch_talk(request, pk)
    if talk.holder != request.person:
        raise PermissionDenied(NOT_THE_HOLDER)
    return talk


def _of_the_two(request, pk):
    talk = fetch_talk(request, pk)
    if talk.side_of(request.person) is None:
        raise PermissionDenied(NOT_OF_THE_TWO)
    return talk


def crumbs(here):
    return [{"label": "廉政谈话", "url": reverse("talk-list")}, {"label": here}]
