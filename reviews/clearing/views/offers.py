"""交来的职权: what was handed down or transferred to a unit or section, and the answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from powers.content import in_words, labelled
from registry.papers.drafts import NotDraft
from registry.papers.stamps import status_of
from reviews import filing
from reviews.clearing import offers, owners
from reviews.clearing.forms import OfferForm
from reviews.refusals import Refused

from .fetch import crumbs, fetch_offer


@require_http_methods(["GET", "HEAD", "POST"])
def clearing_offer(request, pk):
    """POST `take_up` has it written into the receiver's draft, any other POST declines."""
    row, unit, answer = fetch_offer(request, pk)
    is_receiver = unit is not None or row.to_section_id is not None
    today = timezone.localdate()
    may_answer = is_receiver and owners.may_answer(row, unit, request.person, today)
    form = OfferForm(request.POST or None)
    if request.method == "POST":
        if not may_answer:
            raise PermissionDenied(offers.NOT_YOURS)
        if form.is_valid() and _answered(request, row, unit, form):
            return redirect("clearing-offer", row.pk)
    context = {
        "row": row,
        "unit": unit,
        "answer": answer,
        "answers": _all_answers(request, row),
        "form": form,
        "may_answer": may_answer and answer is None,
        "words": labelled(in_words(row.power.in_force)) if row.power_id else [],
        "crumbs": crumbs("交来的职权"),
    }
    return render(request, "clearing/offer.html", context, status=status_of(form))


def _all_answers(request, row):
    """For whoever reads the unit that gives, where it gives to several."""
    if not row.asks_many or not request.reach.reads_whole(row.declaration.round.unit):
        return ()
    return row.answers.select_related("by", "unit").order_by("unit__path")


def _answered(request, row, unit, form):
    """Whether it was; else the form says why not."""
    try:
        if "take_up" in request.POST:
            offers.take_up(row=row, unit=unit, by=request.person)
            messages.success(request, "已接收，写进了职权目录草稿，请在目录里补全以后送审。")
        else:
            reason = form.cleaned_data["reason"]
            offers.decline(row=row, unit=unit, reason=reason, by=request.person)
            messages.success(request, "已答复，交来的一方会收到消息。")
    except filing.NotYours as refusal:
        raise PermissionDenied(refusal.text) from refusal
    except Refused as refusal:
        form.add_error(None, refusal.in_one_line)
    except NotDraft as refusal:
        form.add_error(None, str(refusal))
    return not form.errors
