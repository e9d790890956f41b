"""廉政承诺: what is mine to sign, who of the unit has signed, asking again, publishing."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Appointment, Programme, Seat, Unit
from registry.paging.keyset import list_page
from registry.trail.recording import record_now
from reviews import offices
from reviews.letter_file import letter_file
from reviews.models import Publication
from reviews.refusals import Refused
from reviews.visibility import publications_visible_to

from . import publishing, signing
from .forms import BoardFilter, PublishForm

FAULTY = 422
editing = require_http_methods(["GET", "HEAD", "POST"])
office = seat_required(Seat.PREVENTION_OFFICE)


@require_safe
def commitment_list(request):
    """One's own places first; then everybody's of the unit, as far as it is shown inside."""
    if not request.reach.takes_part:
        raise Http404
    today = timezone.localdate()
    units = Unit.objects.open().filter(request.reach.touched_q())
    form = BoardFilter(request.GET, units=units)
    unit = form.unit_asked(request.person.unit)
    places = signing.readable(signing.places_in(unit, today), unit, request.reach)
    shown = list(enumerate(form.narrowed(places), start=1))
    context = {
        "form": form,
        "unit": unit,
        "mine": signing.places_of(request.person, today),
        "page": list_page(shown, lambda row: row[0], request.GET),
        "total": len(places),
        "unsigned": sum(place.signed is None for place in places),
        "runs": offices.units_looked_after(request.reach).filter(pk=unit.pk).exists(),
        "year": today.year,
        "today": today,
    }
    return render(request, "commitments/commitment_list.html", context)


@editing
def commitment_sign(request, appointment_pk):
    """The words as they stand; a post of the form signs for exactly what was shown."""
    today = timezone.localdate()
    own = Appointment.objects.on(today).filter(person=request.person, pk=appointment_pk)
    found = signing.places(own, today.year) if request.person else []
    if not found:
        raise Http404
    (place,) = found
    if request.method == "POST":
        try:
            signing.sign(
                appointment=place.appointment,
                digest=request.POST.get("digest", "")[:64],
                by=request.person,
            )
        except Refused as refusal:
            messages.warning(request, refusal.in_one_line)
        else:
            messages.success(request, "已签署，谢谢。")
        return redirect("commitment-sign", appointment_pk)
    context = {"place": place, "crumbs": _crumbs("签署承诺")}
    return render(request, "commitments/commitment_sign.html", context)


@require_POST
@office
def commitment_remind(request, unit_pk):
    unit = _unit(request, unit_pk)
    try:
        number = signing.remind(unit=unit, by=request.person)
        messages.success(request, f"已提醒 {number} 位还没有签的同事。")
    except Refused as refusal:
        messages.warning(request, refusal.in_one_line)
    return redirect(f"{reverse('commitment-list')}?unit={unit.pk}")


@editing
@office
def commitment_publish(request, unit_pk):
    """What would be shown, with names as the programme says; then frozen and numbered."""
    unit = _unit(request, unit_pk)
    year = timezone.localdate().year
    form = PublishForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            published = publishing.publish(
                unit=unit, year=year, by=request.person, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, refusal.in_one_line)
        else:
            messages.success(request, "已发布。面向社会的，可以打印海报张贴，扫码就能看。")
            return redirect("publication-detail", published.number)
    programme = Programme.objects.in_use(unit.line, year)
    context = {
        "form": form,
        "unit": unit,
        "rows": [entry.content for entry in publishing.entries_of(unit, year)],
        "names": programme.get_names_display() if programme else "只显示岗位",
        "standing": [
            each
            for edition in Publication.Edition
            if (each := publishing.standing(unit, year, edition))
        ],
        "crumbs": _crumbs("发布承诺"),
    }
    status = FAULTY if form.is_bound else 200
    return render(request, "commitments/commitment_publish.html", context, status=status)


@require_safe
def commitment_poster(request, number):
    """A sheet for the gate, of what stands before the public."""
    found = publications_visible_to(request.person).select_related("unit").filter(number=number)
    published = get_object_or_404(
        found.public(), kind=Publication.Kind.COMMITMENTS, withdrawn_at__isnull=True
    )
    record_now(by=request.person, action="export.downloaded", unit=published.unit, target=published)
    return letter_file(publishing.poster_of(published), f"廉政承诺海报-{published.number}", "pdf")


def _unit(request, pk):
    """A unit whose nearest prevention office is the person's."""
    if found := offices.units_looked_after(request.reach).filter(pk=pk).first():
        return found
    get_object_or_404(Unit.objects.filter(request.reach.touched_q()), pk=pk)
    raise PermissionDenied("承诺由本单位防控办组织；没有防控办的，由上一级的防控办组织。")


def _crumbs(here):
    return [{"label": "廉政承诺", "url": reverse("commitment-list")}, {"label": here}]
