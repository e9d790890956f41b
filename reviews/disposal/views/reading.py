"""Reading: the list of acts one may know of, one act, its papers and files."""

from datetime import datetime

from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from registry.files.storing import attachment_response
from registry.organisation.models import Seat
from registry.paging.keyset import Key, query_page
from registry.trail.models import TrailEntry
from registry.trail.recording import record_sealed
from reviews.disposal import circle, filing, following_up, from_paper, letters
from reviews.disposal.filters import DisposalFilter, WarningFilter
from reviews.disposal.forms import VolumeForm
from reviews.disposal.models import Disposal, Evidence, PostWarning
from reviews.letter_file import letter_file
from reviews.printed_document import LETTER_WRITERS
from reviews.unlogged import unlogged

from .fetch import crumbs, fetch_act, fetch_of_office, may_withdraw

ORDER = (Key("issued_at", datetime), Key("number", str))
WARNINGS_A_PAGE = 50
ICONS = {
    "issued": "send",
    "replied": "chat-left-text",
    "rectified": "folder-check",
    "passed": "check2-circle",
    "redone": "arrow-repeat",
    "raised": "arrow-up-circle",
    "withdrawn": "arrow-return-left",
    "handed_over": "box-arrow-right",
}
MOST_READINGS = 30


@unlogged
@require_safe
@vary_on_headers("HX-Request")
def disposal_list(request):
    """What waits longest stands first."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    acts = Disposal.objects.visible_to(request.reach)
    form = DisposalFilter(request.GET, acts=acts)
    page = query_page(form.narrowed().listed(), ORDER, request.GET)
    context = {
        "form": form,
        "page": page,
        "rows": [{"act": act, "due": act.due_on, "late": act.is_late(today)} for act in page],
        "today": today,
        "may_issue": circle.issues_at_all(request.reach),
        "volume": _volume_form(request.reach),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"disposal/{'_rows' if fragment else 'list'}.html", context)


def _volume_form(reach):
    """For whoever sits in a discipline office, whether or not there is anything to bind."""
    return VolumeForm(reach=reach) if reach.holds(Seat.DISCIPLINE_OFFICE) else None


@unlogged
@require_safe
def warning_list(request):
    """Warnings that stand and that one may know of; what has stood longest first."""
    if not request.reach.takes_part:
        raise Http404
    form = WarningFilter(request.GET, warnings=PostWarning.objects.visible_to(request.reach))
    found = form.narrowed().select_related("unit", "post", "point__post", "colour")
    context = {
        "form": form,
        "page_obj": Paginator(found.order_by("issued_at", "pk"), WARNINGS_A_PAGE).get_page(
            request.GET.get("page")
        ),
        "crumbs": crumbs(here="预警"),
    }
    return render(request, "disposal/warning_list.html", context)


@unlogged
@require_safe
def disposal(request, pk):
    """One act, as addressee, leader, issuer or office reads it; the sealed trail says who did."""
    act = fetch_act(request, pk)
    note(request, act, "disposal.opened")
    reach = request.reach
    office = circle.is_office(act, reach)
    moves = filing.moves_of(act)
    context = {
        "act": act,
        "today": timezone.localdate(),
        "is_addressee": circle.is_addressee(act, reach),
        "is_leader": circle.is_leader(act, reach),
        "is_office": office,
        "may_withdraw": act.state == Disposal.State.ISSUED and may_withdraw(act, reach),
        "late": act.is_late(timezone.localdate()),
        "signed": act.receipts.filter(by=reach.person).first(),
        "receipts": act.receipts.select_related("sheet__recorded_by"),
        "sheets": [move for move in moves if move.sheet_id],
        "events": [_event(move) for move in reversed(moves)],
        "reply": next((move.reply for move in reversed(moves) if move.kind == "replied"), None),
        "files": [each for move in moves for each in move.evidence.all()],
        "before": _visible(act.follows, reach),
        "after": _visible(Disposal.objects.filter(follows=act).first(), reach),
        "formats": list(LETTER_WRITERS),
        "crumbs": crumbs(act),
        **(_for_office(act) if office else {}),
    }
    return render(request, "disposal/act.html", context)


def _for_office(act):
    opened = TrailEntry.objects.sealed_about(act).filter(action="disposal.opened")
    readers = list(opened.order_by("-id")[:MOST_READINGS])
    return {
        "readers": readers,
        "papers": from_paper.offered(act, timezone.localdate()),
        "follow_up": getattr(act, "follow_up", None),
        "higher_level": following_up.today_proposes_higher_level(act.post),
    }


def _visible(act, reach):
    if act is None:
        return None
    return Disposal.objects.visible_to(reach).filter(pk=act.pk).first()


def _event(move):
    return {
        "at": move.at,
        "who": f"{move.title} {move.name}".strip(),
        "what": f"{move.get_kind_display()}{'（纸质补录）' if move.sheet_id else ''}",
        "text": move.said,
        "icon": ICONS[move.kind],
        "tone": {"passed": "good", "redone": "attention", "raised": "attention"}.get(move.kind),
    }


@unlogged
@require_safe
def disposal_notice(request, pk, format_name):
    """通知书, for whoever may know of the act."""
    act = fetch_act(request, pk)
    return _letter(request, act, letters.notice_of(act), format_name)


@unlogged
@require_safe
def disposal_record(request, pk, format_name):
    """处置记录 for the volume of the discipline office."""
    act = fetch_of_office(request, pk)
    return _letter(request, act, letters.record_of(act, filing.moves_of(act)), format_name)


def _letter(request, act, letter, format_name):
    file = letter_file(letter, f"{letter.title}-{act.number}", format_name)
    note(request, act, "disposal.downloaded")
    return file


@unlogged
@require_safe
def disposal_file(request, pk, file_pk):
    """A file that was handed in as evidence."""
    act = fetch_act(request, pk)
    found = Evidence.objects.select_related("file").filter(move__disposal=act)
    evidence = get_object_or_404(found, pk=file_pk)
    note(request, act, "disposal.downloaded")
    return attachment_response(evidence.file)


def note(request, act, action):
    with transaction.atomic():
        record_sealed(by=request.person, action=action, target=act)
