"""Units and their sections."""

from django import forms
from django.contrib import admin
from django.contrib.admin import EmptyFieldListFilter
from django.utils import timezone
from django.utils.html import format_html

from registry.organisation.models import Reorganisation, Section, Unit
from registry.organisation.tree import check_place, place_unit
from registry.papers.models import OVER, Paper

from .in_use import is_closing, is_in_use, reorganisation_of
from .rights import RoleAdmin

# Units cannot be merged, so what is to be done first is said; the public goes on reading what a
# closed unit had published.
UNITS_BELOW = "它下面还有 {count} 个没有撤销的单位，请先撤销它们，或者改到别的单位下面。"
PAPERS_RUNNING = "还有 {count} 份表没有办完，请先办完；不再办的，退回后由填报人写明理由撤销。"
STILL_PLANNED = (
    '还有 {count} 项定下的机构调整没有执行，请先到<a href="{url}">机构调整</a>执行或者撤回。'
)
MERGE = (
    "“{section}”还有岗位、席位、表、职责、风险点或者职权，撤销会牵动它们，这里不能直接改。"
    '请到<a href="{url}">机构调整</a>办理“科室并入另一个科室”：'
    "先看会带来什么，再确认，一次办完。没有可以并入的科室，请先新建一个。"
)


class UnitForm(forms.ModelForm):
    """A unit closes when nothing is under way in it: afterwards nobody could go on with it."""

    class Meta:
        model = Unit
        fields = ["code", "name", "parent", "closed_on"]

    def clean_parent(self):
        parent = self.cleaned_data["parent"]
        check_place(self.instance, parent)
        return parent

    def clean(self):
        data = super().clean()
        if is_closing(self):
            self._refuse_under_way()
        return data

    def _refuse_under_way(self):
        unit, url = self.instance, reorganisation_of(self.instance)
        for text, things in (
            (UNITS_BELOW, unit.children.open()),
            (PAPERS_RUNNING, Paper.objects.filter(unit=unit).exclude(state__in=OVER)),
            (STILL_PLANNED, Reorganisation.objects.planned().filter(unit=unit)),
        ):
            if count := things.count():
                self.add_error("closed_on", format_html(text, count=count, url=url))


class SectionForm(forms.ModelForm):
    """A section is merged where one sees what follows; one that holds nothing closes here."""

    class Meta:
        model = Section
        fields = ["unit", "name", "order", "closed_on"]

    def clean(self):
        data = super().clean()
        section = self.instance
        if is_closing(self) and (is_in_use(section) or _holds_something(section)):
            url = reorganisation_of(section.unit)
            self.add_error("closed_on", format_html(MERGE, section=section.name, url=url))
        return data


def _holds_something(section):
    """An open post of its own, or somebody's seat over it."""
    open_posts = section.posts.filter(closed_on__isnull=True)
    seats = section.mandates.on(timezone.localdate())
    return open_posts.exists() or seats.exists()


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
    form = SectionForm
    fields = ["unit", "name", "order", "closed_on"]
    list_display = ["name", "unit", "order", "closed_on"]
    list_filter = [("closed_on", EmptyFieldListFilter)]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__name", "unit__code"]
    search_help_text = "按科室名称、单位名称或代码查找"
    autocomplete_fields = ["unit"]

    def get_readonly_fields(self, request, obj=None):
        return ["unit"] if obj else []
