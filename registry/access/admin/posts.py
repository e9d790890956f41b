"""Posts, who sits on them, and handing a post over (交接)."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import EmptyFieldListFilter
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from registry.access.actors import actor_of
from registry.access.appointing import check_own_seat, hand_over
from registry.organisation.models import Appointment, Person, Post
from registry.tables.text import chinese_date

from .in_use import is_closing, is_in_use, reorganisation_of
from .rights import RoleAdmin

REORGANISE = (
    "“{post}”已经有表、职责或者风险点，{act}会牵动它们，这里不能直接改。"
    '请到<a href="{url}">机构调整</a>办理：先看会带来什么，再确认，一次办完。'
)

# Into a section or out of all of them: the page of reorganisations moves between sections only.
KEEPS_PLACE = (
    "“{post}”已经有表、职责或者风险点，{act}会牵动它们：不能改成不属于任何科室，"
    "不属于科室的也不能改到科室里。如果确实需要，请另建一个岗位，"
    '再到<a href="{url}">机构调整</a>撤销这个岗位，由新岗位承接。'
)


class PostForm(forms.ModelForm):
    """What has papers or points is moved and closed where one sees what follows (ADR 0016)."""

    class Meta:
        model = Post
        fields = ["unit", "section", "name", "tier", "is_key", "forms", "closed_on"]

    def clean(self):
        data = super().clean()
        unit = data.get("unit") or self.instance.unit
        section = data.get("section")
        if section and unit and section.unit_id != unit.pk:
            self.add_error("section", f"“{section}”不是{unit}的科室，请重新选择。")
        before = self.instance
        if before.pk and "section" in data and (section and section.pk) != before.section_id:
            between = before.section_id and section
            self._refuse_in_use("section", "换科室", REORGANISE if between else KEEPS_PLACE)
        if is_closing(self):
            self._refuse_in_use("closed_on", "撤销", REORGANISE)
        return data

    def _refuse_in_use(self, field, act, text):
        if is_in_use(self.instance):
            url = reorganisation_of(self.instance.unit)
            self.add_error(field, format_html(text, post=self.instance.name, act=act, url=url))


class AppointmentInline(admin.TabularInline):
    """Read here; begun and ended by handing over, or on the page of appointments."""

    model = Appointment
    extra = 0
    can_delete = False
    fields = readonly_fields = ["person", "starts", "ends", "as_acting"]
    ordering = ["-starts", "-id"]
    verbose_name_plural = "任职情况（新任请用右上角“交接”）"

    def has_add_permission(self, request, obj):
        return False

    def has_view_permission(self, request, obj=None):
        return True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person")

    @admin.display(description="代理（代签）")
    def as_acting(self, appointment):
        return "代理" if appointment.acting else ""


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(label="接任人员", queryset=Person.objects.all())
    on = forms.DateField(label="从哪天起接任", widget=AdminDateWidget)
    leaving = forms.ModelChoiceField(
        label="接替哪一位",
        queryset=Person.objects.none(),
        required=False,
        help_text="这个岗位有多人任职，请写明接替的是谁。",
    )

    def __init__(self, *args, post, admin_site, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["to"].widget = AutocompleteSelect(
            Appointment._meta.get_field("person"), admin_site
        )
        self.fields["to"].widget.choices = self.fields["to"].choices
        present = post.appointments.on(timezone.localdate()).filter(acting=False)
        if present.count() > 1:
            self.fields["leaving"].queryset = Person.objects.filter(pk__in=present.values("person"))
        else:
            del self.fields["leaving"]


@admin.register(Post)
class PostAdmin(RoleAdmin):
    form = PostForm
    fields = ["unit", "section", "name", "tier", "is_key", "forms", "closed_on"]
    list_display = ["name", "unit", "section", "tier", "as_key", "holder_names", "closed_on"]
    list_filter = ["tier", "is_key", "forms", ("closed_on", EmptyFieldListFilter)]
    list_select_related = ["unit", "section"]
    search_fields = ["name", "section__name", "unit__name", "unit__code"]
    search_help_text = "按岗位、科室、单位名称或代码查找"
    autocomplete_fields = ["unit", "section"]
    inlines = [AppointmentInline]
    change_form_template = "admin/organisation/post/change_form.html"

    def get_readonly_fields(self, request, obj=None):
        return ["unit"] if obj else []

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("appointments__person")

    @admin.display(description="重要岗位", ordering="is_key")
    def as_key(self, post):
        return "是" if post.is_key else ""

    @admin.display(description="现任")
    def holder_names(self, post):
        today = timezone.localdate()
        present = [
            one.person.name
            for one in post.appointments.all()
            if one.starts <= today and (one.ends is None or one.ends >= today)
        ]
        if len(present) > 3:
            return f"{'、'.join(present[:3])}等 {len(present)} 人"
        return "、".join(present) or "—"

    def get_urls(self):
        view = self.admin_site.admin_view(self.hand_over_view)
        name = "organisation_post_hand_over"
        return [path("<int:pk>/hand-over/", view, name=name), *super().get_urls()]

    def hand_over_view(self, request, pk):
        post = get_object_or_404(Post.objects.select_related("unit", "section"), pk=pk)
        if not self.has_change_permission(request, post):
            raise PermissionDenied("交接由系统管理员办理。")
        form = HandOverForm(request.POST or None, post=post, admin_site=self.admin_site)
        if form.is_valid() and self._handed_over(request, post, form):
            return redirect(reverse("admin:organisation_post_change", args=[post.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"交接：{post}",
            "opts": self.opts,
            "post": post,
            "present": post.appointments.on(timezone.localdate()).select_related("person"),
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/organisation/post/hand_over.html", context)

    def _handed_over(self, request, post, form):
        try:
            hand_over(post=post, by=actor_of(request), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return False
        to, on = form.cleaned_data["to"], form.cleaned_data["on"]
        messages.success(request, f"已办理交接：{chinese_date(on)} 起由{to}任{post}。")
        return True


class AppointmentForm(forms.ModelForm):
    by = None

    class Meta:
        model = Appointment
        fields = ["post", "person", "starts", "ends", "acting"]

    def clean(self):
        data = super().clean()
        post, person, starts = data.get("post"), data.get("person"), data.get("starts")
        if post and person and starts:
            check_own_seat(post=post, person=person, on=starts, by=self.by)
            if post.closed_on is not None and post.closed_on <= starts:
                self.add_error("post", "这个岗位已撤销，不能再任职。")
        return data


@admin.register(Appointment)
class AppointmentAdmin(RoleAdmin):
    form = AppointmentForm
    trail_action = "appointment.changed"
    fields = ["post", "person", "starts", "ends", "acting"]
    list_display = ["person", "post", "unit_name", "starts", "ends", "as_acting"]
    list_filter = ["acting", ("ends", EmptyFieldListFilter)]
    list_select_related = ["person", "post__unit"]
    search_fields = ["person__name", "post__name", "post__unit__name", "post__unit__code"]
    search_help_text = "按姓名、岗位、单位名称或代码查找"
    autocomplete_fields = ["post", "person"]
    date_hierarchy = "starts"

    @admin.display(description="代理（代签）", ordering="acting")
    def as_acting(self, appointment):
        return "代理" if appointment.acting else ""

    @admin.display(description="单位", ordering="post__unit__path")
    def unit_name(self, appointment):
        return appointment.post.unit

    def get_readonly_fields(self, request, obj=None):
        """Who sat where from when is history; only its end is still open."""
        return ["post", "person", "starts", "acting"] if obj else []

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        form.by = request.person
        return form

    def has_delete_permission(self, request, obj=None):
        return False

    def unit_of(self, obj):
        return obj.post.unit
