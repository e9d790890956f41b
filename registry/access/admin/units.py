"""Units and their sections."""

from django import forms
from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter

from registry.organisation.models import Section, Unit
from registry.organisation.tree import check_place, place_unit

from .rights import RoleAdmin


class UnitForm(forms.ModelForm):
    class Meta:
        model = Unit
        fields = ["code", "name", "parent", "closed_on"]

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        check_place(self.instance, parent)
        return parent


@admin.register(Unit)
class UnitAdmin(RoleAdmin):
    form = UnitForm
    fields = ["code", "name", "parent", "closed_on"]
    list_display = ["name", "code", "parent", "closed_on"]
    list_filter = [("closed_on", EmptyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    search_help_text = "按单位名称或代码查找"
    autocomplete_fields = ["parent"]

    def get_readonly_fields(self, request, obj=None):
        """The code is in document numbers and addresses: it never changes."""
        return ["code"] if obj else []

    def unit_of(self, obj):
        return obj

    def save_model(self, request, obj, form, change):
        place_unit(unit=obj)
        self.leave_trail(request, obj)


@admin.register(Section)
class SectionAdmin(RoleAdmin):
    fields = ["unit", "name", "order", "closed_on"]
    list_display = ["name", "unit", "order", "closed_on"]
    list_filter = [("closed_on", EmptyFieldListFilter)]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__name", "unit__code"]
    search_help_text = "按科室名称、单位名称或代码查找"
    autocomplete_fields = ["unit"]

    def get_readonly_fields(self, request, obj=None):
        return ["unit"] if obj else []
