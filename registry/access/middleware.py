"""Who is asking, on every page that needs a sign-in; and whose password must be changed first."""

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from registry.organisation.models import Person

from .passwords import DUE_IN_SESSION, DUE_MESSAGES
from .reach import NOBODY, read_reach

# Views that somebody may open although their password is due.
OPEN_WHILE_DUE = {"password-change", "password-change-done", "sign-out"}


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in unless it says otherwise.

    Unlike Django's it does not look at the session for public pages, so that these stay the same
    for everybody; and an htmx request whose session has ended gets 401 instead of a sign-in page
    in the middle of the form, whose words stay where they are.
    """

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if request.htmx and not request.htmx.boosted:
            return HttpResponse("登录已过期，请在新窗口重新登录后再试。", status=401)
        return super().handle_no_permission(request, view_func)


class PersonMiddleware:
    """Sets `request.person` (one query, with the unit) and `request.reach` (when first asked for).

    Pages that need no sign-in see nobody: the public site must not know who is looking. What was
    shown to somebody signed in is not kept by the browser: the next at this computer goes back.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.person, request.reach, request.is_inside = None, NOBODY, False
        response = self.get_response(request)
        if request.is_inside and not response.has_header("Cache-Control"):
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def process_view(self, request, view, args, kwargs):
        if not getattr(view, "login_required", True) or not request.user.is_authenticated:
            return
        request.is_inside = True
        person = Person.objects.select_related("unit").filter(account=request.user.pk).first()
        if person is not None:
            person.account = request.user
            request.reach = SimpleLazyObject(lambda: read_reach(person, timezone.localdate()))
            person.reach_of_request = request.reach
        request.person = person


class PasswordDueMiddleware:
    """Sends whoever has an initial or aged password to change it before anything else."""

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
