"""补录: the office enters what was signed on paper; the scan, for whoever may know of the act."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from registry.files.models import SignedSheet
from registry.files.storing import attachment_response
from registry.papers.stamps import status_of
from reviews.disposal import from_paper, proceeding
from reviews.disposal.paper_forms import FORMS
from reviews.refusals import Refused
from reviews.unlogged import unlogged

from .fetch import crumbs, fetch_act, fetch_of_office
from .reading import note

ENTER = {
    from_paper.SIGN: proceeding.sign_on_paper,
    from_paper.REPLY: proceeding.reply_on_paper,
    from_paper.RECTIFY: proceeding.rectify_on_paper,
}


@unlogged
@require_http_methods(["GET", "HEAD", "POST"])
def disposal_paper(request, pk, what):
    act = fetch_of_office(request, pk)
    if what not in FORMS:
        raise Http404
    people = from_paper.people_for(act, what, timezone.localdate())
    if not people:
        messages.info(request, "现在没有要补录的：有登录账号的由本人办理，或者这一步已经办过。")
        return redirect("disposal", act.pk)
    form = FORMS[what](request.POST or None, request.FILES or None, people=people, act=act)
    if request.method == "POST" and form.is_valid():
        try:
            ENTER[what](act=act, by=request.person, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error("uploads" if "uploads" in form.fields else "scan", refusal)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已补录，页面上写明是纸质、由谁补录。")
            return redirect("disposal", act.pk)
    label = from_paper.LABELS[what]
    context = {"form": form, "act": act, "label": label, "crumbs": crumbs(act, label)}
    return render(request, "disposal/paper.html", context, status=status_of(form))


@unlogged
@require_safe
def disposal_sheet(request, pk, sheet_pk):
    act = fetch_act(request, pk)
    moves = act.moves.exclude(sheet=None).values("sheet")
    receipts = act.receipts.exclude(sheet=None).values("sheet")
    found = SignedSheet.objects.filter(Q(pk__in=moves) | Q(pk__in=receipts))
    sheet = get_object_or_404(found.select_related("scan"), pk=sheet_pk)
    note(request, act, "disposal.downloaded")
    return attachment_response(sheet.scan)
