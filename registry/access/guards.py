"""Decorators that turn away whoever lacks the seat or the administrator's role, kindly."""

from functools import wraps

from django.core.exceptions import PermissionDenied

from registry.organisation.models import AdminRole, Seat


def seat_required(*seats):
    """Let in who holds one of the seats today, over whatever unit; the view checks which unit."""
    names = "、".join(Seat(seat).label for seat in seats)
    return _only_if(lambda request: request.reach.holds_any(*seats), f"这一页由{names}使用。")


def admin_role_required(role):
    """Let in the system, security or audit administrator."""
    return _only_if(
        lambda request: request.reach.admin_role == role, f"这一页由{AdminRole(role).label}使用。"
    )


def _only_if(may_enter, who):
    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may_enter(request):
                raise PermissionDenied(f"{who}如果工作需要，请联系本单位防控办或系统管理员。")
            return view(request, *args, **kwargs)

        return guarded

    return decorate
