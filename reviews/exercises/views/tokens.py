"""接入令牌: made by the office, shown once, taken back."""

from django.contrib import messages
from django.db.models import Count, Max
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.guards import seat_required
from registry.organisation.models import Seat
from registry.papers.stamps import status_of
from reviews.exercises import owners, tokens
from reviews.exercises.forms import TokenForm
from reviews.exercises.models import RecordToken

from .fetch import fetch_token, tabs

office = seat_required(Seat.PREVENTION_OFFICE)
editing = require_http_methods(["GET", "HEAD", "POST"])


@editing
@office
@never_cache
def record_token_list(request):
    """The answer to the POST is the only page that ever shows the token."""
    kept = owners.kept(request.reach)
    offered = kept.open().listed()
    form, made = TokenForm(request.POST or None, offered=offered), None
    if request.method == "POST" and form.is_valid():
        row, token = tokens.make(by=request.person, **form.cleaned_data)
        made = {"row": row, "token": token}
        form = TokenForm(offered=offered)
    rows = RecordToken.objects.filter(registered__in=kept.values("pk"))
    rows = rows.select_related("registered__unit", "made_by", "revoked_by")
    rows = rows.annotate(received=Count("records"), latest=Max("records__received_at"))
    today = timezone.localdate()
    context = {
        "form": form,
        "made": made,
        "rows": [(row, row.stands_on(today)) for row in rows],
        "may_make": offered.exists(),
        "tabs": tabs(request, "record-token-list"),
    }
    return render(request, "exercises/token_list.html", context, status=status_of(form))


@require_POST
@office
def record_token_revoke(request, pk):
    token = fetch_token(request, pk)
    tokens.revoke(token=token, by=request.person)
    messages.success(request, "令牌已停用，用它再也发不进来。")
    return redirect("record-token-list")
