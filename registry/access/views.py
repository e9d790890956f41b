"""Signing in and out, and changing one's own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from registry.organisation.models import Account

from .demo_cast import ROLES, offered_cast
from .forms import ChangePasswordForm, SignInForm
from .passwords import DUE_IN_SESSION, change_password, password_due

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request):
    destination = _safe_destination(request)
    if request.user.is_authenticated:
        return redirect(destination)
    form = SignInForm(request, data=request.POST or None)
    if form.is_valid():
        account = form.get_user()
        login(request, account)
        request.session[DUE_IN_SESSION] = password_due(account)
        return redirect(destination)
    context = {
        "form": form,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "cast": offered_cast() if settings.DEMO else [],
    }
    return render(request, "registration/sign_in.html", context)


@login_not_required
@never_cache
@require_POST
def sign_out(request):
    """Ends the session on the server: a copied cookie is worth nothing afterwards."""
    logout(request)
    return render(request, "registration/signed_out.html")


@login_not_required
@never_cache
def demo_sign_in(request):
    """One click into a role of the demo; outside the demo this address does not exist."""
    if not settings.DEMO:
        raise Http404
    return _enter_demo(request)


@require_POST
def _enter_demo(request):
    username = request.POST.get("username", "")
    if username not in {name for name, _, _ in ROLES}:
        raise Http404
    account = get_object_or_404(Account, username=username, is_active=True)
    login(request, account, backend=MODEL_BACKEND)
    return redirect(settings.LOGIN_REDIRECT_URL)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password_change(request):
    form = ChangePasswordForm(request.user, data=request.POST or None)
    if form.is_valid():
        password = form.cleaned_data["new_password1"]
        change_password(account=request.user, password=password, by=request.person)
        update_session_auth_hash(request, request.user)
        request.session[DUE_IN_SESSION] = ""
        messages.success(request, "新密码已经生效，其他电脑上的登录已退出。")
        return redirect("password-change-done")
    return render(request, "registration/password_change_form.html", {"form": form})


@never_cache
def password_change_done(request):
    return render(request, "registration/password_change_done.html")


def _safe_destination(request):
    """The page that was asked for before signing in, if it is one of ours."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    is_ours = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)
