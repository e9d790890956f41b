"""Filing: all papers of an act in one file, and the volume of a year."""

from io import BytesIO

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.jobs.queueing import enqueue
from registry.organisation.models import Seat
from reviews.disposal import filing
from reviews.disposal.background import VOLUME
from reviews.disposal.forms import VolumeForm
from reviews.unlogged import unlogged

from .fetch import fetch_of_office
from .reading import note


@unlogged
@require_safe
def disposal_papers(request, pk):
    """For the office, once the act has ended."""
    act = fetch_of_office(request, pk)
    if act.is_running:
        raise Http404
    content = filing.pdf_of(act, filing.moves_of(act))
    note(request, act, "disposal.downloaded")
    name = f"{act.step_name}文书-{act.number}.pdf"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name)


@unlogged
@require_POST
@seat_required(Seat.DISCIPLINE_OFFICE)
def disposal_volume(request):
    """Queue the volume of an office and year; it waits under "my downloads". Whether there is
    anything to bind is told by the file alone.
    """
    form = VolumeForm(request.POST, reach=request.reach)
    if not form.is_valid():
        raise Http404
    office, year = form.cleaned_data["office"], form.cleaned_data["year"]
    enqueue(
        kind=VOLUME,
        arguments={"office": office.pk, "year": year},
        title=f"处置档案：{year} 年",
        by=request.person,
        key=f"{VOLUME}:{request.person.pk}:{office.pk}:{year}:{timezone.now():%Y%m%d%H%M}",
    )
    messages.success(request, "正在汇编，完成后在这里下载。")
    return redirect("downloads")
