"""内部公开栏: what is public inside a unit, on one page; one announcement and its files."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from registry.files.storing import attachment_response
from registry.papers.models import Paper
from registry.rules.models import Rule
from registry.trail.recording import record_now
from reviews import announcements, published_charts
from reviews.announcement_forms import CATALOGUES, PUBLICITIES, BoardFilter
from reviews.models import Announcement, Publication
from reviews.models.announcements import KEEPING_SEATS
from reviews.visibility import publications_visible_to

PAGE_SIZE = 20
MOST_RULES = 10  # the register has them all
Kind, Edition = Publication.Kind, Publication.Edition


@require_safe
@vary_on_headers("HX-Request")
def board(request):
    """Of one's own unit, or of one that is read as a whole."""
    if not request.reach.takes_part:
        raise PermissionDenied("内部公开栏给本单位在岗的人看。")
    today = timezone.localdate()
    form = BoardFilter(request.GET, reach=request.reach)
    mine = Announcement.objects.visible_to(request.reach, today).on_board(form.unit, today)
    found = form.announcements(mine).select_related("unit")
    page = Paginator(found.order_by("-starts_on", "-pk"), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    editions = form.publications(_editions(request.person, form.unit), CATALOGUES)
    rules = form.rules(_rules(request.reach, form.unit, today))
    context = {
        "form": form,
        "unit": form.unit,
        "rules": rules[:MOST_RULES],
        "rule_count": rules.count(),
        "page_obj": page,
        "running": form.publications(_running(request.person, form.unit), PUBLICITIES),
        "editions": editions,
        "charts": published_charts.with_charts(editions),
        "keeps": request.reach.holds_any(*KEEPING_SEATS),
    }
    fragment = request.htmx and not request.htmx.boosted
    return render(request, f"reviews/{'_board_rows' if fragment else 'board'}.html", context)


def _running(person, unit):
    """Publicities of the unit that have not ended."""
    shown = publications_visible_to(person).filter(kind=Kind.PUBLICITY, unit=unit, closed_at=None)
    return shown.filter(ends_on__gte=timezone.localdate()).order_by("ends_on", "pk")


def _editions(person, unit):
    """Catalogues and directories that stand: the unit's own, and those above that cover it."""
    of_unit = Q(unit=unit) | Q(unit__code__in=unit.line, covers=Paper.Covers.SUBTREE)
    inside = publications_visible_to(person).standing().filter(of_unit, edition=Edition.INSIDE)
    return inside.exclude(kind=Kind.PUBLICITY).select_related("unit").order_by("-at", "-pk")


def _rules(reach, unit, day):
    """The rules that bind the unit and stand, its own before those of the units above."""
    binding = Rule.objects.visible_to(reach).of_unit(unit).standing_on(day)
    return binding.select_related("unit").order_by("-unit__path", "kind", "title", "pk")


def fetch_announcement(request, pk):
    """One that this person may read, or 404."""
    readable = Announcement.objects.visible_to(request.reach, timezone.localdate())
    found = readable.select_related("unit", "created_by", "published_by", "taken_down_by")
    return get_object_or_404(found, pk=pk)


@require_safe
def announcement(request, pk):
    """One with its files; taken down only its head and the reason are left, for its keepers all."""
    found = fetch_announcement(request, pk)
    keeps = announcements.may_keep(found.unit, request.person)
    context = {
        "announcement": found,
        "crumbs": [{"label": "内部公开栏", "url": reverse("board")}, {"label": found.title}],
        "keeps": keeps,
        "readable": found.is_published or keeps,
        "files": found.files.select_related("file"),
        "warnings": announcements.personal_data_in(found) if found.is_draft else [],
        "stamp": announcements.stamp(found) if found.is_draft else "",
        "today": timezone.localdate(),
    }
    return render(request, "reviews/announcement.html", context)


@require_safe
def announcement_file(request, pk, file_pk):
    found = fetch_announcement(request, pk)
    if not (found.is_published or announcements.may_keep(found.unit, request.person)):
        raise PermissionDenied("这份内容已经撤下，附件不再提供。")
    enclosed = get_object_or_404(found.files.select_related("file"), pk=file_pk)
    record_now(by=request.person, action="attachment.downloaded", unit=found.unit, target=found)
    return attachment_response(enclosed.file)
