"""What the forms of the public site share: anybody may send, and nothing leads back to them.

No sign-in, no session, no cookie, no line in the log, no receipt in an address (ADR 0028). Nothing
here uses any authority of the visitor's, so there is nothing a forged request could borrow; a
request that another site makes a visitor's browser send is refused all the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from reviews import opinions, sending_limit
from reviews.challenges import SIGNS, SUM
from reviews.missive_forms import PublicOpinionForm
from reviews.models import ReportChannel
from reviews.refusals import Refused

from .page import Gone, render_page

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


@dataclass(frozen=True)
class Sending:
    """One of these forms: its fields, what keeps what was sent (`kept`, with `receive`), and its
    pages."""

    form: type[PublicOpinionForm]
    kept: type[Model]
    receive: Callable
    page: str
    receipt_page: str

    def answer(self, request, publication):
        """The form; the answer to the POST is the page with the receipt itself."""
        ask = SUM if request.POST.get("ask") == SUM else SIGNS
        if request.method != "POST":
            return self._page(
                request, publication, self._blank(publication, ask, _came_from(request))
            )
        if (earlier := self._sent_before(request, publication)) is not None:
            return self._receipt_page(request, publication, earlier)
        if SWITCH in request.POST:
            other = SIGNS if ask == SUM else SUM
            return self._page(request, publication, self._blank(publication, other, request.POST))
        form = self.form(request.POST, publication=publication, ask=ask)
        status = 422
        if form.is_valid():
            try:
                given = self._take(request, publication, form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, refusal.in_one_line)
                status = 429 if isinstance(refusal, sending_limit.TooMany) else 422
            else:
                return self._receipt_page(request, publication, given)
        return self._page(request, publication, form, status)

    def _blank(self, publication, ask, typed):
        """A form that has not been sent, with what was typed so far, or the row one came from."""
        kept = {name: typed.get(name, "") for name in ("text", "row", "contact")}
        receipt = typed.get("receipt") or opinions.new_receipt(publication)
        initial = {**kept, "ask": ask, "receipt": receipt}
        return self.form(publication=publication, ask=ask, initial=initial)

    def _sent_before(self, request, publication):
        """What this very page sent already: a second press of the button shows the receipt."""
        receipt = opinions.receipt_in(request.POST.get("receipt", ""), publication)
        return self.kept.objects.filter(receipt=receipt).first() if receipt else None

    def _take(self, request, publication, typed):
        return self.receive(
            publication=publication,
            text=typed["text"],
            row=typed["row"],
            contact=typed["contact"],
            receipt=typed["receipt"],
            address=request.META.get("REMOTE_ADDR", ""),
        )

    def _page(self, request, publication, form, status=200):
        most = sending_limit.MOST_A_DAY
        context = {"publication": publication, "form": form, "most_a_day": most}
        return render_page(request, self.page, context | _channels(publication), status)

    def _receipt_page(self, request, publication, given):
        context = {"publication": publication, "receipt": given.receipt, **_channels(publication)}
        return render_page(request, self.receipt_page, context)


def _came_from(request):
    """The row beside which the link stood; nothing else is taken from an address."""
    return {"row": request.GET.get("row", "")}


def _channels(publication):
    return {"channels": ReportChannel.objects.shown_for(publication.unit)}
