"""The stock admin, in our words, behind our own sign-in (lock-out counts there too)."""

from functools import update_wrapper

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

# As one sets up an office: the tree, who works in it, who may what; then the year.
ORDER = (
    "Unit",
    "Section",
    "Post",
    "Person",
    "Appointment",
    "Mandate",
    "Programme",
    "Scale",
    "Scheme",
    "Holiday",
    "SchoolHoliday",
)


class DeskAdminSite(AdminSite):
    site_header = "廉政风险防控台账 · 后台设置"
    site_title = "后台设置"
    index_title = "后台设置"
    site_url = "/"
    empty_value_display = "—"
    # The lists are wide, and the first page has every entry.
    enable_nav_sidebar = False

    def admin_view(self, view, cacheable=False):
        """Whoever is signed in but has no place here is told so, not asked to sign in again."""
        guarded = super().admin_view(view, cacheable)

        def entered(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied("后台设置由管理员使用。")
            return guarded(request, *args, **kwargs)

        return update_wrapper(entered, guarded)

    @login_not_required
    def login(self, request, extra_context=None):
        destination = request.GET.get("next", reverse("admin:index"))
        return redirect_to_login(destination, settings.LOGIN_URL)

    def get_app_list(self, request, app_label=None):
        """The organisation first, and in it the models in the order of setting up."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=_place)
        return sorted(apps, key=lambda app: app["app_label"] != "organisation")

    def logout(self, request, extra_context=None):
        from .views import sign_out

        return sign_out(request)

    def password_change(self, request, extra_context=None):
        return redirect("password-change")

    def password_change_done(self, request, extra_context=None):
        return redirect("password-change-done")


def _place(model):
    name = model["object_name"]
    return ORDER.index(name) if name in ORDER else len(ORDER)
