"""What the admin pages of the organisation share: roles decide, and every change leaves a trail."""

from django.contrib import admin

from registry.access.actors import actor_of
from registry.organisation.models import AdminRole
from registry.trail.recording import record


class RoleAdmin(admin.ModelAdmin):
    """Written by the administrators of `writers`, read by those of `readers` too.

    A superuser may do everything here; moving papers is guarded by seats, not by this.
    """

    writers = frozenset({AdminRole.SYSTEM})
    readers = frozenset({AdminRole.SYSTEM, AdminRole.SECURITY})
    trail_action = "organisation.changed"
    list_per_page = 50
    show_full_result_count = False

    def has_module_permission(self, request):
        return _is_one_of(self.readers | self.writers, request)

    def has_view_permission(self, request, obj=None):
        return _is_one_of(self.readers | self.writers, request)

    def has_add_permission(self, request):
        return _is_one_of(self.writers, request)

    def has_change_permission(self, request, obj=None):
        return _is_one_of(self.writers, request)

    def has_delete_permission(self, request, obj=None):
        """What was in use is closed by a date; only what nothing refers to can go."""
        return obj is not None and _is_one_of(self.writers, request)

    def get_actions(self, request):
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def unit_of(self, obj):
        """The unit in whose trail a change of this object belongs."""
        return obj.unit

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        self.leave_trail(request, obj)

    def delete_model(self, request, obj):
        self.leave_trail(request, obj)
        super().delete_model(request, obj)

    def leave_trail(self, request, obj):
        record(by=actor_of(request), action=self.trail_action, unit=self.unit_of(obj), target=obj)


def _is_one_of(roles, request):
    return request.user.is_superuser or (
        request.person is not None and request.person.admin_role in roles
    )


def titled(title, base=admin.BooleanFieldListFilter):
    """A filter with a heading of its own, where the field's name would say too little."""

    class Titled(base):
        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.title = title

    return Titled
