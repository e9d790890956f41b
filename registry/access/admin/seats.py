"""Mandates: which post holds which seat. Given by the security administrator, never to oneself."""

from django import forms
from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter

from registry.access.seating import check_own_post
from registry.organisation.models import AdminRole, Mandate

from .rights import RoleAdmin


class MandateForm(forms.ModelForm):
    by = None

    class Meta:
        model = Mandate
        fields = ["post", "seat", "unit", "section", "rank", "starts", "ends"]

    def clean(self):
        data = super().clean()
        unit, section, post = data.get("unit"), data.get("section"), data.get("post")
        if section and unit and section.unit_id != unit.pk:
            self.add_error("section", f"“{section}”不是{unit}的科室，请重新选择。")
        if post and not self.instance.pk:
            self._check_own_post(post)
        return data

    def _check_own_post(self, post):
        try:
            check_own_post(post=post, by=self.by)
        except forms.ValidationError as refusal:
            self.add_error("post", refusal)


@admin.register(Mandate)
class MandateAdmin(RoleAdmin):
    form = MandateForm
    writers = frozenset({AdminRole.SECURITY})
    readers = frozenset({AdminRole.SYSTEM})
    trail_action = "permission.changed"
    fields = ["post", "seat", "unit", "section", "rank", "starts", "ends"]
    list_display = ["seat", "unit", "section", "post", "rank", "starts", "ends"]
    list_filter = ["seat", "rank", ("ends", EmptyFieldListFilter)]
    list_select_related = ["unit", "section", "post"]
    search_fields = ["post__name", "unit__name", "unit__code", "section__name"]
    search_help_text = "按岗位、科室、单位名称或代码查找"
    autocomplete_fields = ["post", "unit", "section"]

    def get_readonly_fields(self, request, obj=None):
        """A seat once given is history; only its end is still open."""
        return ["post", "seat", "unit", "section", "rank", "starts"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.person
        return form

    def has_delete_permission(self, request, obj=None):
        return False
