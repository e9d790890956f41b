"""The pages of 到岗风险告知: reading and signing for the points of one's post, and the PDF."""

from io import BytesIO

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from registry.organisation.models import Appointment, Seat, Unit
from registry.paging.keyset import query_page
from registry.tables.formats import FORMATS
from registry.trail.recording import record_now

from . import arrivals
from .arrival import TITLE, Changed, acknowledge, seal_of, sheet_of, shown_of, unread
from .arrival_filter import ArrivalFilter
from .models import Acknowledgement

ENTERED_SHOWN = 20


class ReadForm(forms.Form):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)


def arrival_notice(request, post_pk):
    """The points of a post one sits on; a post of the form signs for exactly what was shown."""
    appointment = _appointment(request, post_pk)
    signed = Acknowledgement.objects.filter(appointment=appointment).first()
    if request.method == "POST" and signed is None:
        form = ReadForm(request.POST)
        try:
            acknowledge(
                appointment=appointment,
                digest=form.data.get("digest", ""),
                by=request.person,
            )
        except Changed as refusal:
            messages.warning(request, refusal.text)
        else:
            messages.success(request, "已签收，谢谢。告知书可以打印存档。")
        return redirect("arrival-notice", post_pk)
    post = appointment.post
    shown = {"grade": signed.grade, "rows": signed.rows} if signed else shown_of(post)
    context = {
        "post": post,
        "signed": signed,
        **shown,
        "due_on": _due_on(appointment),
        "today": timezone.localdate(),
        "form": ReadForm(initial={"digest": seal_of(shown)}),
        "title": TITLE,
    }
    return render(request, "risks/arrival_notice.html", context)


@require_safe
def arrival_list(request):
    """Who has taken a post and signed for its points or not, for those who answer for them."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    units = Unit.objects.open().filter(request.reach.touched_q())
    form = ArrivalFilter(request.GET, units=units, reach=request.reach)
    page = query_page(form.narrowed(), arrivals.ORDER, request.GET)
    days = arrivals.due_days(page.rows)
    office = request.reach.holds(Seat.PREVENTION_OFFICE)
    context = {
        "form": form,
        "page": page,
        "rows": [(each, days[each.pk]) for each in page.rows],
        "on_paper": _on_paper(request.reach, today, page.rows) if office else (),
        "entered": _entered(request.reach) if office else (),
        "today": today,
    }
    return render(request, "risks/arrival_list.html", context)


def _on_paper(reach, today, rows):
    """Ids of those whose signature on paper the office may enter."""
    found = arrivals.on_paper(reach, today).filter(pk__in=[each.pk for each in rows])
    return set(found.values_list("pk", flat=True))


def _entered(reach):
    return arrivals.entered(reach).select_related("person", "post")[:ENTERED_SHOWN]


def _due_on(appointment):
    """None where there is nothing to sign for, or no longer."""
    found = unread(timezone.localdate()).filter(pk=appointment.pk).select_related("post__unit")
    return arrivals.due_days(list(found)).get(appointment.pk)


@require_safe
def arrival_pdf(request, post_pk):
    appointment = _appointment(request, post_pk)
    signed = get_object_or_404(Acknowledgement, appointment=appointment)
    unit = signed.appointment.post.unit
    record_now(by=request.person, action="export.downloaded", unit=unit, target=signed)
    stream = BytesIO()
    FORMATS["pdf"].write(sheet_of(signed), stream)
    stream.seek(0)
    name = f"{TITLE}-{signed.post_name}.pdf"
    return FileResponse(stream, content_type="application/pdf", filename=name)


def _appointment(request, post_pk):
    """One's own place on the post today; nobody reads another's notice."""
    if request.person is None:
        raise Http404
    held = Appointment.objects.on(timezone.localdate()).filter(person=request.person, post=post_pk)
    appointment = (
        held.select_related("post__unit", "post__section").order_by("acting", "pk").first()
    )
    if appointment is None:
        raise Http404
    return appointment
