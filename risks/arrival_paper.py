"""补录 of 到岗告知: printed for whoever cannot sign in, signed by hand, entered by the office."""

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.guards import seat_required
from registry.files.signed_sheets import SheetForm
from registry.files.storing import attachment_response
from registry.organisation.models import Seat
from registry.papers.stamps import status_of
from registry.tables.table_file import table_file
from registry.trail.recording import record_now

from . import arrival, arrivals


class NoticeSheetForm(SheetForm):
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    field_order = ("digest", "signed_on", "scan")


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def arrival_paper(request, pk):
    """Before it is entered the form, afterwards the sheet."""
    if entered := _entered(request).filter(pk=pk).first():
        return _shown(request, entered)
    found = _waiting(request, pk)
    shown = arrival.shown_of(found.post)
    form = NoticeSheetForm(
        request.POST or None, request.FILES or None, initial={"digest": arrival.seal_of(shown)}
    )
    form.since = found.starts
    if request.method == "POST" and form.is_valid():
        try:
            arrival.acknowledge_on_paper(appointment=found, by=request.person, **form.cleaned_data)
            messages.success(request, f"已补录{found.person.name}的签收。")
        except (arrival.Changed, arrival.NotEntered) as refusal:
            messages.warning(request, refusal.text)
        return redirect("arrival-paper", found.pk)
    context = {"form": form, "found": found, "seal": arrival.seal_of(shown), **shown}
    context["crumbs"] = _crumbs()
    return render(request, "risks/arrival_paper.html", context, status=status_of(form))


def _crumbs():
    return [{"label": "到岗告知", "url": reverse("arrival-list")}, {"label": "纸质签收"}]


def _shown(request, found):
    signed = found.acknowledgement
    context = {"found": found, "signed": signed, "grade": signed.grade, "rows": signed.rows}
    context["crumbs"] = _crumbs()
    return render(request, "risks/arrival_paper.html", context)


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def arrival_paper_pdf(request, pk):
    """To be signed by hand; once it is entered, as it was signed."""
    found = _entered(request).filter(pk=pk).first()
    if found:
        table = arrival.sheet_of(found.acknowledgement)
    else:
        found = _waiting(request, pk)
        table = arrival.sheet_to_sign(found, arrival.shown_of(found.post))
    _note(request, found)
    name = f"{arrival.TITLE}-{found.post.name}-{found.person.name}.pdf"
    return table_file(table, "pdf", name)


@require_safe
@seat_required(Seat.PREVENTION_OFFICE)
def arrival_paper_scan(request, pk):
    found = get_object_or_404(_entered(request), pk=pk)
    _note(request, found)
    return attachment_response(found.acknowledgement.sheet.scan)


def _note(request, found):
    post = found.post
    record_now(by=request.person, action="export.downloaded", unit=post.unit, target=post)


def _entered(request):
    sheet = "acknowledgement__sheet"
    return arrivals.entered(request.reach).select_related(
        "person", "post__unit", f"{sheet}__scan", f"{sheet}__recorded_by"
    )


def _waiting(request, pk):
    """An appointment that somebody without an account has still to sign for."""
    waiting = arrivals.on_paper(request.reach, timezone.localdate())
    return get_object_or_404(
        waiting.select_related("person__account", "post__unit", "post__section"), pk=pk
    )
