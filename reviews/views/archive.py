"""档案: confirmed papers found again, one as it was frozen, a volume of those found."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from powers.background import scope_of
from registry.jobs.queueing import enqueue
from reviews import archive, progress
from reviews.kinds import kind_of
from reviews.reading import rows_to_read
from reviews.visibility import readable_attachments
from reviews.volumes import MOST_PAPERS

PAGE_SIZE = 30


@require_safe
def archive_list(request):
    """Everything confirmed that this person may read, by unit, section, kind, year and post."""
    form, found = archive.found_in(request.person, request.GET)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page_obj": page, "most": MOST_PAPERS, "asked": request.GET}
    if request.htmx and not request.htmx.boosted:
        return render(request, "reviews/_archive_rows.html", context)
    return render(request, "reviews/archive_list.html", context)


@require_safe
def archive_detail(request, pk):
    """One paper as it was confirmed, with all that was said of it, held against its digest."""
    paper = get_object_or_404(archive.archived(request.person), pk=pk)
    revision = archive.frozen_of(paper)
    context = {
        "paper": paper,
        "revision": revision,
        "intact": archive.is_intact(revision),
        "rows": rows_to_read(paper, revision),
        "rows_template": kind_of(paper).rows_template,
        "editable": False,
        "decisions": progress.decisions_of(paper),
        "attachments": readable_attachments(paper, revision, request.person),
    }
    return render(request, "reviews/archive_detail.html", context)


@require_POST
def archive_volume(request):
    """A volume of what the filter finds, written by a job."""
    asked = {name: request.POST[name] for name in archive.ASKED if request.POST.get(name)}
    count = archive.found_in(request.person, asked)[1].count()
    if not 0 < count <= MOST_PAPERS:
        messages.error(request, _refusal(count))
        return redirect(f"{reverse('archive')}?{urlencode(asked)}")
    enqueue(
        kind="archive.volume",
        arguments={"asked": asked, "scope": scope_of(request.reach)},
        title=f"档案卷（{count} 件）",
        by=request.person,
        key=f"volume:{request.person.pk}:{urlencode(asked)}:{timezone.now():%Y%m%d%H%M}",
    )
    messages.success(request, f"正在汇编 {count} 件，完成后在这里下载。")
    return redirect("downloads")


def _refusal(count):
    if not count:
        return "没有符合条件的档案，请换个条件。"
    return f"符合条件的有 {count} 件，一卷最多 {MOST_PAPERS} 件，请再按年度、种类或科室缩小范围。"
