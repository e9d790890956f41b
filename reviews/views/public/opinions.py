"""Giving an opinion on a publicity for society, and following it by its receipt (ADR 0028).

No sign-in, no session, no cookie, no line in the log, no receipt in an address. Nothing here uses
any authority of the visitor's, so there is nothing a forged request could borrow; a request that
another site makes a visitor's browser send is refused all the same.
"""

from functools import wraps
from urllib.parse import urlsplit

from captcha.views import captcha_image
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from reviews import missives, opinions, sending_limit
from reviews.challenges import SIGNS, SUM
from reviews.missive_forms import PublicOpinionForm
from reviews.models import Missive, ReportChannel
from reviews.opinion_forms import ReceiptForm
from reviews.refusals import Refused

from .page import Gone, Kind, fetch_publication, render_page

SWITCH = "switch"  # the button that asks another kind of question


def public_form(view):
    """A form anybody may send: kept by no browser, written to no log, sent from our pages only."""

    @login_not_required
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @sensitive_post_parameters()
    @wraps(view)
    def page(request, *args, **kwargs):
        if request.method == "POST" and not _from_here(request):
            raise PermissionDenied("这一页要从本网站打开再提交。")
        try:
            response = view(request, *args, **kwargs)
        except Gone as gone:
            context = {"publication": gone.publication}
            response = render_page(request, "public/gone.html", context, status=410)
        response.headers["Cache-Control"] = "no-store"
        response.is_logged = False
        return response

    return page


def _from_here(request):
    """A browser says which site a form was sent from; who is no browser needs no refusal."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()


@public_form
def opinion_add(request, number):
    """Give an opinion; the answer to the POST is the page with the receipt itself."""
    publication = _fetch(request, number)
    ask = SUM if request.POST.get("ask") == SUM else SIGNS
    if request.method != "POST":
        return _form_page(request, publication, _blank(publication, ask))
    if (earlier := _sent_before(request, publication)) is not None:
        return _receipt_page(request, publication, earlier)
    if SWITCH in request.POST:
        other = SIGNS if ask == SUM else SUM
        return _form_page(request, publication, _blank(publication, other, request.POST))
    form = PublicOpinionForm(request.POST, publication=publication, ask=ask)
    status = 422
    if form.is_valid():
        try:
            given = _give(request, publication, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
            status = 429 if isinstance(refusal, sending_limit.TooMany) else 422
        else:
            return _receipt_page(request, publication, given)
    return _form_page(request, publication, form, status)


def _fetch(request, number):
    """What runs; what has ended while somebody wrote still shows them what they wrote."""
    try:
        return fetch_publication(number, Kind.PUBLICITY)
    except Gone as gone:
        if request.method == "POST" and not gone.publication.withdrawn_at:
            return gone.publication
        raise


def _blank(publication, ask, typed=None):
    """A form that has not been sent, with what was typed so far."""
    kept = {name: typed.get(name, "") for name in ("text", "row", "contact")} if typed else {}
    receipt = typed.get("receipt") if typed else None
    initial = {**kept, "ask": ask, "receipt": receipt or opinions.new_receipt(publication)}
    return PublicOpinionForm(publication=publication, ask=ask, initial=initial)


def _sent_before(request, publication):
    """What this very page sent already: a second press of the button shows the receipt again."""
    receipt = opinions.receipt_in(request.POST.get("receipt", ""), publication)
    return Missive.objects.filter(receipt=receipt).first() if receipt else None


def _give(request, publication, typed):
    return missives.receive(
        publication=publication,
        text=typed["text"],
        row=typed["row"],
        contact=typed["contact"],
        receipt=typed["receipt"],
        address=request.META.get("REMOTE_ADDR", ""),
    )


def _form_page(request, publication, form, status=200):
    most = sending_limit.MOST_A_DAY
    context = {"publication": publication, "form": form, "most_a_day": most}
    context |= _channels(publication)
    return render_page(request, "public/opinion_add.html", context, status)


def _receipt_page(request, publication, missive):
    context = {"publication": publication, "receipt": missive.receipt, **_channels(publication)}
    return render_page(request, "public/opinion_receipt.html", context)


def _channels(publication):
    return {"channels": ReportChannel.objects.shown_for(publication.unit)}


@public_form
def opinion_find(request):
    """How far an opinion is, by its receipt. A report shows what anything just received shows."""
    form, found = ReceiptForm(request.POST if request.method == "POST" else None), None
    if form.is_bound and form.is_valid():
        found = missives.standing_of(form.cleaned_data["receipt"])
        if found is None:
            form.add_error("receipt", "没有找到这个回执号，请核对。这里查在本网站提的意见。")
    context = {"form": form, "found": found}
    status = 422 if form.errors else 200
    return render_page(request, "public/opinion_find.html", context, status)


@login_not_required
@require_safe
def challenge_image(request, key):
    """The image of a question, until it is answered."""
    response = captcha_image(request, key)
    response.headers["Cache-Control"] = "no-store"
    return response
