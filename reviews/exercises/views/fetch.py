"""Fetching and checking in one call: 404 for what is not yours, 403 for a wrong role on it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from reviews.exercises import owners, receiving
from reviews.exercises.models import (
    Exercise,
    ExerciseFinding,
    ReceivedRecord,
    RecordToken,
    RegisteredPower,
)

KEPT = "登记哪些权力，由本单位防控办维护。"
ANSWERED_BY = "这条提示由登记人、科室负责人或者本单位防控办说明。"
LOOKED_AT_BY = "说明由科室负责人、分管领导或者防控办看，登记和说明的人自己不看。"
ENTERED_BY = "这一项由登记科室的人登记。请联系本单位防控办。"


def fetch_entered(request, pk):
    """An entered row that this person may read."""
    rows = Exercise.objects.visible_to(request.reach) | _own(request)
    rows = rows.filter(entered_at__isnull=False)
    return get_object_or_404(rows.select_related(*PARTS).distinct(), pk=pk)


def fetch_draft(request, pk):
    if request.person is None:
        raise Http404
    rows = Exercise.objects.drafts_of(request.person)
    return get_object_or_404(rows.select_related(*PARTS), pk=pk)


PARTS = ("registered__unit", "unit", "section", "post", "written_by", "record", "corrects")


def _own(request):
    """What one entered stays readable, whatever post one has by now in the unit."""
    if not request.reach.takes_part:
        return Exercise.objects.none()
    return Exercise.objects.filter(written_by=request.person, unit=request.person.unit_id)


def fetch_finding(request, pk):
    found = ExerciseFinding.objects.select_related("exercise", "answer__look")
    finding = get_object_or_404(found, pk=pk)
    finding.exercise = fetch_entered(request, finding.exercise_id)
    return finding


def fetch_registered(request, pk):
    """One that this person's office keeps; who only knows of it is refused."""
    rows = RegisteredPower.objects.select_related("unit", "section", "power__in_force")
    if found := rows.filter(pk__in=owners.kept(request.reach).values("pk"), pk=pk).first():
        return found
    get_object_or_404(RegisteredPower.objects.visible_to(request.reach), pk=pk)
    raise PermissionDenied(KEPT)


def fetch_to_enter(request, pk):
    rows = RegisteredPower.objects.open().select_related("unit", "section")
    found = get_object_or_404(rows.visible_to(request.reach), pk=pk)
    if not owners.to_enter(request.reach).filter(pk=pk).exists():
        raise PermissionDenied(ENTERED_BY)
    return found


def fetch_record(request, pk):
    rows = ReceivedRecord.objects.filter(pk__in=receiving.theirs(request.reach).values("pk"))
    return get_object_or_404(rows.listed(), pk=pk)


def fetch_token(request, pk):
    kept = owners.kept(request.reach).values("pk")
    rows = RecordToken.objects.filter(registered__in=kept)
    return get_object_or_404(rows.select_related("registered__unit"), pk=pk)


def crumbs(here, *between):
    """运行登记 › … › this page; `between` are (label, url)."""
    first = [{"label": "运行登记", "url": reverse("exercise-list")}]
    return [*first, *({"label": label, "url": url} for label, url in between), {"label": here}]


def tabs(request, active):
    """The parts of it that this person has to do with; none where that is the list alone."""
    found = [("运行登记", "exercise-list")]
    if owners.to_enter(request.reach).filter(tokens__isnull=False).exists():
        found.append(("系统来件", "record-list"))
    if request.reach.holds_any("prevention_office"):
        found += [("登记哪些权力", "registered-power-list"), ("接入令牌", "record-token-list")]
    if len(found) == 1:
        return []
    return [
        {"label": label, "url": reverse(name), "active": name == active} for label, name in found
    ]
