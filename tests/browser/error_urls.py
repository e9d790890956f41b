"""The whole site, and pages on which something goes wrong in every way there is."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.shortcuts import render
from django.urls import include, path

from config import urls

ERRORS = {
    400: SuspiciousOperation("unreadable"),
    403: PermissionDenied("这一步由科室负责人办理。"),
    404: Http404("nothing here"),
    500: RuntimeError("broken"),
}
handler400, handler500 = urls.handler400, urls.handler500


@login_not_required
def failing(request, status):
    if status in ERRORS:
        raise ERRORS[status]
    return render(request, f"{status}.html", status=status)


urlpatterns = [
    path("failing/<int:status>/", failing, name="failing"),
    path("", include("config.urls")),
]
