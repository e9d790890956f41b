"""Programme years, scales of levels, ways to propose a level."""

from django import forms
from django.contrib import admin
from django.utils import timezone

from registry.organisation.models import (
    LEVELS_KEPT,
    Programme,
    Scale,
    ScaleLevel,
    Scheme,
    mapping_problems,
)
from registry.organisation.scheme_rules import problems_of

from .rights import RoleAdmin


@admin.register(Programme)
class ProgrammeAdmin(RoleAdmin):
    trail_action = "programme.changed"
    list_display = ["name", "year", "unit", "publicity_days", "preset", "names"]
    list_filter = ["year", "preset", "publicity_range"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__name", "unit__code"]
    search_help_text = "按方案名称、单位名称或代码查找"
    autocomplete_fields = ["unit", "scale", "scheme"]
    fieldsets = [
        (None, {"fields": ["unit", "year", "name"]}),
        ("等级", {"fields": ["scale", "scheme", "asks_level_after"]}),
        ("制度", {"fields": ["rules_old_after"]}),
        ("前期预防", {"fields": ["talks_a_year", "arrival_days"]}),
        ("公示", {"fields": ["publicity_days", "publicity_range", "measures_after_publicity"]}),
        ("公开", {"fields": ["preset", "names", "directory_compiler"]}),
    ]

    def get_readonly_fields(self, request, obj=None):
        return ["unit", "year"] if obj else []


class ScaleLevelFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Levels map into one scale above, in order; wholly where a unit's year relies on it."""
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid()]
        kept = [row for row in rows if row.get("rank") and not row.get("DELETE")]
        if len(rows) == len(self.forms):  # else a row has an error of its own
            self._check_kept({(row["rank"], row["label"]) for row in kept})
        levels = [(ScaleLevel(rank=row["rank"]), row["maps_to"]) for row in kept]
        for problem in mapping_problems(self.instance, levels):
            raise forms.ValidationError(problem)
        if self.instance.pk and not all(above for _, above in levels):
            for programme in self.instance.mapped_for():
                raise forms.ValidationError(
                    f"{programme}用着这张等级表，上级用的是另一张：每一级都要填“对应上级等级”。"
                )

    def _check_kept(self, named):
        """Old results speak of the levels of a scale in use, by rank and name."""
        scale = self.instance
        if not scale.pk or not scale.is_relied_on():
            return
        if named != set(scale.levels.values_list("rank", "label")):
            raise forms.ValidationError(LEVELS_KEPT)


class ScaleLevelInline(admin.TabularInline):
    model = ScaleLevel
    formset = ScaleLevelFormSet
    extra = 0
    fields = ["rank", "label", "word", "colour", "maps_to"]
    ordering = ["-rank"]

    def has_view_permission(self, request, obj=None):
        return True

    def has_add_permission(self, request, obj):
        return _writes_scales(request)

    def has_change_permission(self, request, obj=None):
        return _writes_scales(request)

    def has_delete_permission(self, request, obj=None):
        return _writes_scales(request)


@admin.register(Scale)
class ScaleAdmin(RoleAdmin):
    list_display = ["name", "unit"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__name"]
    autocomplete_fields = ["unit"]
    inlines = [ScaleLevelInline]


class SchemeForm(forms.ModelForm):
    class Meta:
        model = Scheme
        fields = ["code", "version", "name", "kind", "scale", "rules"]

    def clean(self):
        data = super().clean()
        if data.get("rules") is not None and data.get("scale") and data.get("kind"):
            ranks = set(data["scale"].levels.values_list("rank", flat=True))
            for problem in problems_of(data["kind"], data["rules"], ranks):
                self.add_error("rules", problem)
        return data


@admin.register(Scheme)
class SchemeAdmin(RoleAdmin):
    """A scheme in use is never edited: a new version stands beside it."""

    form = SchemeForm
    list_display = ["name", "code", "version", "kind", "scale", "unit", "settled_at"]
    list_select_related = ["scale", "unit"]
    search_fields = ["name", "code"]
    autocomplete_fields = ["scale"]

    def has_change_permission(self, request, obj=None):
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is not None and obj.is_draft and super().has_delete_permission(request, obj)

    def save_model(self, request, obj, form, change):
        """What is typed here is meant to be used as it is: no draft."""
        obj.settled_at = timezone.now()
        super().save_model(request, obj, form, change)

    def unit_of(self, obj):
        return obj.unit or obj.scale.unit


def _writes_scales(request):
    return admin.site.get_model_admin(Scale).has_change_permission(request)
