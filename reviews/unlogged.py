"""Pages that only a circle of design §4 knows of have no line in the log, and no refusal there an
entry in the open trail: either would tell that there is something, and whose (ADR 0055).
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.views.decorators.debug import sensitive_post_parameters
from django.views.defaults import page_not_found, permission_denied


def unlogged(view):
    """The answer of a view, refusals included, kept out of log and trail; what was typed is kept
    out of error reports.
    """

    @wraps(view)
    @sensitive_post_parameters()
    def quiet(request, *args, **kwargs):
        try:
            response = view(request, *args, **kwargs)
        except PermissionDenied as refusal:
            response = permission_denied(request, refusal)
        except Http404 as missing:
            response = page_not_found(request, missing)
        response.is_logged = False
        return response

    return quiet
