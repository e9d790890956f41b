"""系统来件: what business systems reported, to be looked at by a person of the section."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.paging.keyset import query_page
from registry.papers.stamps import status_of
from registry.standing.keeping import Refused
from registry.tables.text import chinese_date
from reviews.exercises import noticing, receiving
from reviews.exercises.forms import DeclineForm
from reviews.exercises.models import Exercise
from reviews.exercises.orders import DUE_FIRST, NEWEST_FIRST
from reviews.exercises.sheets import amount_in_words

from .fetch import crumbs, fetch_record, tabs

SETTLED = "settled"


@require_safe
def record_list(request):
    """Those that wait, what is due first; `?which=settled` those that were looked at."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    theirs = receiving.theirs(request.reach)
    settled = request.GET.get("which") == SETTLED
    rows = theirs.filter(settled_at__isnull=False) if settled else theirs.waiting()
    rows = rows.listed().select_related("settled_by")
    page = query_page(rows, NEWEST_FIRST if settled else DUE_FIRST, request.GET)
    context = {
        "page": page,
        "rows": [(row, row.due_on < today and not row.settled_at) for row in page],
        "settled": settled,
        "waiting": theirs.waiting().count(),
        "tabs": tabs(request, "record-list"),
    }
    return render(request, "exercises/record_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def record(request, pk):
    """One record; a POST says why it is not entered."""
    arrived = fetch_record(request, pk)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            receiving.decline(arrived=arrived, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            messages.warning(request, refusal.text)
        else:
            messages.success(request, "已记下：核对过，不用登记。")
        return redirect("record-list")
    return _page(request, arrived, form)


@require_POST
def record_begin(request, pk):
    """To a draft that says what the system said."""
    arrived = fetch_record(request, pk)
    try:
        draft = receiving.begin(arrived=arrived, by=request.person, reach=request.reach)
    except Refused as refusal:
        messages.warning(request, refusal.text)
        return redirect("record", arrived.pk)
    return redirect("exercise-edit", draft.pk)


@require_POST
def record_attach(request, pk):
    """A warning or an overdue case goes beside the use it speaks of."""
    arrived = fetch_record(request, pk)
    try:
        meant = receiving.attach(arrived=arrived, by=request.person)
    except Refused as refusal:
        messages.warning(request, refusal.text)
        return redirect("record", arrived.pk)
    messages.success(request, "已记在原来那条登记上，请登记人写一句说明。")
    return redirect("exercise", meant.pk)


def _page(request, arrived, form):
    found = None
    if not arrived.settled_at:
        found = noticing.not_entered(arrived.subject, arrived.due_on, timezone.localdate())
    context = {
        "arrived": arrived,
        "facts": _facts(arrived),
        "noticed": found,
        "meant": None if arrived.settled_at else receiving.meant_by(arrived),
        "entered": Exercise.objects.standing().filter(record=arrived).first(),
        "form": form,
        "crumbs": crumbs(arrived.subject, ("系统来件", reverse("record-list"))),
    }
    return render(request, "exercises/record.html", context, status=status_of(form))


def _facts(arrived):
    content, happened = arrived.content, arrived.happened_on
    amount = content.get("amount")
    told = [
        ("登记事项", arrived.registered.name),
        ("来自", f"{arrived.get_system_display()}，编号 {arrived.number}"),
        ("种类", arrived.get_sort_display()),
        ("事项", content["subject"]),
        ("发生日期", chinese_date(happened)),
        ("金额", amount_in_words(noticing.Decimal(amount)) if amount else ""),
        ("往来单位或对象", content.get("counterparty", "")),
        ("怎样决定", dict(Exercise.Way.choices).get(content.get("way"), "")),
        ("参加人员", "、".join(content.get("attendees", []))),
        ("回避情况", "；".join(f"{name}（{why}）" for name, why in content.get("avoided", []))),
        ("系统的说明", content.get("note", "")),
        ("所指的编号", content.get("exercise_number", "")),
    ]
    return [(label, value) for label, value in told if value]
