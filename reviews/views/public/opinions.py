"""Giving an opinion on a publicity for society, and following what was sent by its receipt."""

from captcha.views import captcha_image
from django.contrib.auth.decorators import login_not_required
from django.views.decorators.http import require_safe

from reviews import missives, mistakes
from reviews.missive_forms import PublicOpinionForm
from reviews.models import Missive
from reviews.opinion_forms import ReceiptForm

from .page import Gone, Kind, fetch_publication, render_page
from .sending import Sending, public_form

OPINION = Sending(
    form=PublicOpinionForm,
    kept=Missive,
    receive=missives.receive,
    page="public/opinion_add.html",
    receipt_page="public/opinion_receipt.html",
)


@public_form
def opinion_add(request, number):
    """Give an opinion on what runs."""
    return OPINION.answer(request, _fetch(request, number))


def _fetch(request, number):
    """What runs; what has ended while somebody wrote still shows them what they wrote."""
    try:
        return fetch_publication(number, Kind.PUBLICITY)
    except Gone as gone:
        if request.method == "POST" and not gone.publication.withdrawn_at:
            return gone.publication
        raise


@public_form
def opinion_find(request):
    """How far an opinion or what was said of a mistake is, by its receipt. A report shows what
    anything just received shows.
    """
    form, context = ReceiptForm(request.POST if request.method == "POST" else None), {}
    if form.is_bound and form.is_valid():
        context = _standing(form.cleaned_data["receipt"])
        if not context:
            form.add_error("receipt", "没有找到这个回执号，请核对。这里查在本网站提的意见和纠错。")
    status = 422 if form.errors else 200
    return render_page(request, "public/opinion_find.html", {"form": form, **context}, status)


def _standing(receipt):
    """What a mistake became comes first: handed on, it has a missive of the same receipt."""
    if mistake := mistakes.standing_of(receipt):
        return {"mistake": mistake, "reply": mistakes.reply_to(mistake)}
    found = missives.standing_of(receipt)
    return {"found": found} if found else {}


@login_not_required
@require_safe
def challenge_image(request, key):
    """The image of a question, until it is answered."""
    response = captcha_image(request, key)
    response.headers["Cache-Control"] = "no-store"
    return response
