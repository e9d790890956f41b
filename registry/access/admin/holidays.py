"""Days off, make-up days and school holidays: what is entered, and a year of it at a glance."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from registry.organisation.models import Holiday, SchoolHoliday
from registry.tables.text import chinese_date

from .rights import RoleAdmin

LONGEST = 31  # days entered at once: no public holiday is longer


class HolidayForm(forms.ModelForm):
    """One day; a new holiday may be entered from its first day to its last at once."""

    last = forms.DateField(
        label="到（含）",
        required=False,
        widget=AdminDateWidget,
        help_text="连续放假的，填最后一天，一次录入；只有一天的，留空。调休上班的日子逐天录入。",
    )

    class Meta:
        model = Holiday
        fields = ["day", "is_working", "name"]

    def clean(self):
        data = super().clean()
        first, last = data.get("day"), data.get("last")
        if first and last:
            self._check_span(first, last, data.get("is_working"))
        return data

    def _check_span(self, first, last, is_working):
        if is_working:
            raise ValidationError({"last": "调休上班的日子请逐天录入，这一栏留空。"})
        if not timedelta(0) <= last - first < timedelta(LONGEST):
            raise ValidationError({"last": f"最后一天不能早于第一天，一次最多 {LONGEST} 天。"})
        known = Holiday.objects.filter(day__gt=first, day__lte=last).values_list("day", flat=True)
        if taken := list(known):
            days = "、".join(map(chinese_date, taken))
            raise ValidationError({"last": f"这几天已经录入过：{days}。请先核对。"})


@dataclass(frozen=True)
class Stretch:
    """Days that follow each other and are called the same: off, or worked to make up for it."""

    name: str
    is_working: bool
    days: list = field(default_factory=list)

    @property
    def first(self):
        return self.days[0]

    @property
    def last(self):
        return self.days[-1]


def stretches(holidays):
    """The entries in the order of the days, those that belong together in one."""

    def kind(numbered):
        number, holiday = numbered
        return holiday.name, holiday.is_working, holiday.day - timedelta(days=number)

    found = groupby(enumerate(holidays), key=kind)
    return [
        Stretch(name, is_working, [holiday.day for _, holiday in group])
        for (name, is_working, _), group in found
    ]


@admin.register(Holiday)
class HolidayAdmin(RoleAdmin):
    form = HolidayForm
    list_display = ["day", "name", "as_work"]
    list_filter = ["is_working"]
    date_hierarchy = "day"
    search_fields = ["name"]
    change_list_template = "admin/organisation/holiday/change_list.html"

    @admin.display(description="上班还是放假", ordering="is_working")
    def as_work(self, holiday):
        return "调休上班" if holiday.is_working else "放假"

    def unit_of(self, obj):
        return None

    def get_fields(self, request, obj=None):
        return ["day", "is_working", "name"] if obj else ["day", "last", "is_working", "name"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A day that is there already stays one day."""
        form = super().get_form(request, obj, change=change, **kwargs)
        if change:
            form.base_fields.pop("last", None)
        return form

    def save_model(self, request, obj, form, change):
        """The other days of the holiday are written with the first, in the same transaction."""
        super().save_model(request, obj, form, change)
        last = form.cleaned_data.get("last")
        if last:
            Holiday.objects.bulk_create(
                Holiday(day=obj.day + timedelta(days=number), name=obj.name)
                for number in range(1, (last - obj.day).days + 1)
            )

    def get_urls(self):
        year = self.admin_site.admin_view(self.year_view)
        return [
            path("year/<int:year>/", year, name="organisation_holiday_year"),
            *super().get_urls(),
        ]

    def year_view(self, request, year):
        """What is entered for a year: each holiday from when to when, the days made up for it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if not 2000 <= year <= 2100:
            raise Http404
        found = stretches(Holiday.objects.filter(day__year=year))
        away = SchoolHoliday.objects.filter(
            first__lte=date(year, 12, 31), last__gte=date(year, 1, 1)
        )
        context = {
            **self.admin_site.each_context(request),
            "title": f"{year} 年节假日",
            "year": year,
            "years": [year - 1, year + 1],
            "off": [each for each in found if not each.is_working],
            "made_up": [each for each in found if each.is_working],
            "school_holidays": away.select_related("unit").order_by("first", "unit__path"),
            "is_past": year < timezone.localdate().year,
            "has_add_permission": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/organisation/holiday/year.html", context)

    def changelist_view(self, request, extra_context=None):
        this_year = timezone.localdate().year
        years = {"years": [this_year, this_year + 1]}
        return super().changelist_view(request, {**years, **(extra_context or {})})


@admin.register(SchoolHoliday)
class SchoolHolidayAdmin(RoleAdmin):
    list_display = ["name", "unit", "first", "last"]
    list_select_related = ["unit"]
    list_filter = ["first"]
    search_fields = ["name", "unit__name", "unit__code"]
    search_help_text = "按名称、单位名称或代码查找"
    autocomplete_fields = ["unit"]
    fields = ["unit", "name", "first", "last"]
