"""An activity for whoever asks for it: 404 for what is not theirs, 403 for who does not run it."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from .models import Activity
from .proceeding import runs

WHO_RUNS = "活动由主持人、本单位防控办、纪检监察机构或者主要负责人办理。"


def activity_of(request, pk, rows=Activity.objects):
    visible = Activity.objects.visible_to(request.reach)
    found = rows.filter(pk__in=visible.order_by().values("pk"))
    found = found.select_related("unit", "kind", "holder", "held_by", "recorded_by")
    return get_object_or_404(found, pk=pk)


def own_activity(request, pk, rows=Activity.objects):
    activity = activity_of(request, pk, rows)
    if not runs(activity, request.reach):
        raise PermissionDenied(WHO_RUNS)
    return activity
