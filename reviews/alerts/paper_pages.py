"""补录 of an alert: the form for one addressee, and the scan of what was signed."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.files.storing import attachment_response
from registry.papers.stamps import status_of
from registry.trail.recording import record_now
from reviews.refusals import Refused

from . import from_paper, issuing
from .forms import AddresseeSheetForm
from .pages import crumbs, fetch_alert, readable_addressees

SHEETS = {"read": "read_sheet", "reply": "reply_sheet"}


@require_http_methods(["GET", "HEAD", "POST"])
def alert_sheet(request, pk, addressee_pk):
    """By the office that keeps the alert, for a post on which nobody can sign in."""
    found, keeps = fetch_alert(request, pk)
    if not keeps:
        raise PermissionDenied(issuing.NOT_YOURS)
    addressee = get_object_or_404(found.addressees.select_related("alert", "post"), pk=addressee_pk)
    people = from_paper.signers(found, timezone.localdate()).get(addressee.post_id)
    if not people or not from_paper.is_open(addressee, bool(found.reply_by)):
        messages.info(request, from_paper.DONE if people else from_paper.ON_SCREEN)
        return redirect("alert", found.pk)
    form = AddresseeSheetForm(
        request.POST or None, request.FILES or None, people=people, addressee=addressee
    )
    if request.method == "POST" and form.is_valid():
        given = {"reply": "", **form.cleaned_data}
        try:
            from_paper.record_paper(addressee=addressee, by=request.person, **given)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已补录。页面上会写明是纸质签字、由谁补录。")
            return redirect("alert", found.pk)
    context = {
        "form": form,
        "alert": found,
        "addressee": addressee,
        "crumbs": crumbs(found, "补录纸质回执"),
    }
    return render(request, "alerts/alert_sheet.html", context, status=status_of(form))


@require_safe
def alert_scan(request, pk, addressee_pk, what):
    """The scan, for whoever sees on the page that there is one."""
    found, keeps = fetch_alert(request, pk)
    shown = readable_addressees(found, request.reach, keeps)
    addressee = get_object_or_404(
        shown.select_related("read_sheet", "reply_sheet"), pk=addressee_pk
    )
    sheet = getattr(addressee, SHEETS.get(what, ""), None)
    if sheet is None:
        raise Http404
    record_now(by=request.person, action="export.downloaded", unit=found.unit, target=found)
    return attachment_response(sheet.scan)
