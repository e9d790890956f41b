"""补录: the printed record was signed by one of the two who cannot sign in; its scan."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from registry.files.storing import attachment_response
from registry.papers.stamps import status_of
from registry.trail.recording import record_now
from reviews.refusals import Refused

from . import holding
from .forms import ConfirmedSheetForm
from .models import TalkConfirmation
from .views import crumbs, fetch_talk

NOT_YOURS = "纸质签字由写记录的人或者纪检监察机构补录。"
NOTHING = "现在没有要补录的：有登录账号的由本人确认，或者这一稿已经签过。"


@require_http_methods(["GET", "HEAD", "POST"])
def talk_sheet(request, pk):
    talk = fetch_talk(request, pk)
    if not holding.may_enter(talk, request.reach):
        raise PermissionDenied(NOT_YOURS)
    found = holding.latest(talk)
    people = holding.unsigned(talk, found) if found and talk.is_open else []
    if not people:
        messages.info(request, NOTHING)
        return redirect("talk", talk.pk)
    form = ConfirmedSheetForm(
        request.POST or None, request.FILES or None, people=people, record=found
    )
    if request.method == "POST" and form.is_valid():
        try:
            holding.confirm_on_paper(talk=talk, by=request.person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已补录，记录上写明是纸质签字、由谁补录。")
            return redirect("talk", talk.pk)
    context = {"form": form, "talk": talk, "record": found, "crumbs": crumbs("补录签字")}
    return render(request, "talks/talk_sheet.html", context, status=status_of(form))


@require_safe
def talk_scan(request, pk, confirmation_pk):
    """For whoever may read the talk."""
    talk = fetch_talk(request, pk)
    signed = TalkConfirmation.objects.filter(record__talk=talk).select_related("sheet__scan")
    sheet = get_object_or_404(signed, pk=confirmation_pk).sheet
    if sheet is None:
        raise Http404
    record_now(by=request.person, action="export.downloaded", unit=talk.unit, target=talk)
    return attachment_response(sheet.scan)
