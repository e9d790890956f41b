"""Whether the program runs (`live`) and whether it can work (`ready`): for whoever watches it."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


@login_not_required
@never_cache
def live(request):
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
def ready(request):
    """503 while the database does not answer; says nothing of why to strangers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("unavailable", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain")
