"""Who is asking, on every page that needs a sign-in; and whose password must be changed first."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from registry.organisation.models import Person

from .passwords import DUE_IN_SESSION, DUE_MESSAGES
from .reach import NOBODY, read_reach

# Views that somebody may open although their password is due.
OPEN_WHILE_DUE = {"password-change", "password-change-done", "sign-out"}


class PersonMiddleware:
    """Sets `request.person` (one query, with the unit) and `request.reach` (when first asked for).

    Pages that need no sign-in see nobody: the public site must not know who is looking.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person, request.reach = None, NOBODY
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        person = Person.objects.select_related("unit").filter(account=request.user.pk).first()
        if person is not None:
            person.account = request.user
            request.reach = SimpleLazyObject(lambda: read_reach(person, timezone.localdate()))
            person.reach_of_request = request.reach
        request.person = person


class PasswordDueMiddleware:
    """Sends whoever signed in with an initial or aged password to change it before anything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True):
            return None
        due = request.session.get(DUE_IN_SESSION)
        if not due or request.resolver_match.url_name in OPEN_WHILE_DUE:
            return None
        messages.info(request, DUE_MESSAGES[due])
        return redirect("password-change")
