"""The admin drives too: the same workflow, the same guard, opinion and trail (design §3).

State is read-only; what can be done is an action, offered to who holds the seat. A superuser
without a seat can move nothing: the guard asks for the person's seat, not for the account's.
"""

from types import MappingProxyType

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db import transaction
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone

from registry.papers.models import Paper
from registry.papers.register import Overtaken

from . import meetings, possible, publication, publicity, sampling, waiting, workflow
from .differences import differences_of
from .forms import MeetingForm
from .models import Publication, ReportChannel, Route, RouteStep, Step
from .refusals import Refused
from .verdicts import Verdict
from .views.deciding import meeting_attendees
from .visibility import papers_visible_to, publications_visible_to


class OpinionActionForm(ActionForm):
    opinion = forms.CharField(label="意见", required=False, max_length=500)


class SeatedAdmin(admin.ModelAdmin):
    """Nothing is added, changed or deleted by hand; actions go through the workflow."""

    action_form = OpinionActionForm

    def get_object(self, request, object_id, from_field=None):
        """What this person may not see does not exist here either: 404, as on the pages."""
        found = super().get_object(request, object_id, from_field)
        if found is None:
            raise Http404
        return found

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return request.user.is_staff and request.person is not None

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def is_read(self, request, papers):
        """Whether these may be signed together: one always, of several the drawn ones are read
        first (`sampling`); else it is said which.
        """
        entries = differences_of(papers)
        day = timezone.localdate()
        sample = sampling.sample_of(entries, request.person, day, request.session)
        unread = sample.unread(entries) if len(entries) > 1 else []
        if unread:
            titles = "、".join(entry.paper.title_inside for entry in unread)
            text = f"一次办理几份的，请先到“办件”里打开看过抽到的表：{titles}。"
            self.message_user(request, text, messages.WARNING)
        return not unread

    def carry_out(self, request, subjects, act):
        """Run `act` on each, each in a transaction of its own; say what was refused and why."""
        done = 0
        for subject in subjects:
            try:
                act(subject)
                done += 1
            except (Refused, Overtaken) as refusal:
                text = refusal.in_one_line
                self.message_user(request, f"{subject}：{text}", messages.ERROR)
        if done:
            self.message_user(request, f"已办理 {done} 项。", messages.SUCCESS)


def opinion_of(request):
    return request.POST.get("opinion", "").strip()


@admin.register(Paper)
class PaperAdmin(SeatedAdmin):
    list_display = ("number", "owner_name", "kind", "unit", "programme", "state", "position")
    list_filter = ("state", "kind", "unit", "programme__year")
    search_fields = ("number", "post__name", "section__name")
    list_select_related = ("unit", "post", "section", "programme__unit")
    actions = ("recall", "open_publicity", "confirm", "publish_inside", "publish_public")
    # What `possible` calls them, where it has another name.
    slugs = MappingProxyType({"publish_inside": "publish", "publish_public": "publish"})

    def get_queryset(self, request):
        return papers_visible_to(request.person)

    def get_actions(self, request):
        """Only what this person could do with at least one paper."""
        offered = super().get_actions(request)
        slugs = possible.actions_of(request.person, timezone.localdate())
        return {name: each for name, each in offered.items() if self.slugs.get(name, name) in slugs}

    @admin.action(description="撤回修改")
    def recall(self, request, queryset):
        self.carry_out(
            request, queryset, lambda paper: workflow.recall(paper=paper, by=request.person)
        )

    @admin.action(description="开始公示")
    def open_publicity(self, request, queryset):
        self.carry_out(
            request,
            [queryset.order_by("pk")],
            lambda papers: publicity.open_publicity(papers=papers, by=request.person),
        )

    @admin.action(description="确认生效")
    def confirm(self, request, queryset):
        papers = list(queryset)
        if not self.is_read(request, papers):
            return
        self.carry_out(
            request,
            papers,
            lambda paper: workflow.confirm(
                paper=paper,
                by=request.person,
                digest=paper.current.digest,
                opinion=opinion_of(request),
            ),
        )

    @admin.action(description="发布内部版")
    def publish_inside(self, request, queryset):
        self._publish(request, queryset, Publication.Edition.INSIDE)

    @admin.action(description="发布公开版")
    def publish_public(self, request, queryset):
        self._publish(request, queryset, Publication.Edition.PUBLIC)

    def _publish(self, request, papers, edition):
        self.carry_out(
            request,
            papers,
            lambda paper: publication.publish(paper=paper, edition=edition, by=request.person),
        )


@admin.register(Step)
class StepAdmin(SeatedAdmin):
    """Open steps of this person: pass, return, re-search, with the opinion typed beside."""

    list_display = ("number", "title", "position", "seat", "mode", "due_on")
    list_filter = ("paper__kind", "seat", "mode")
    search_fields = ("paper__number",)
    list_select_related = ("paper__unit", "paper__post", "paper__section", "paper__programme")
    actions = ("pass_step", "return_step", "research_step")

    def get_queryset(self, request):
        if request.person is None:
            return Step.objects.none()
        return waiting.steps_of(request.person, timezone.localdate()).distinct()

    def get_actions(self, request):
        offered = super().get_actions(request)
        return offered if self.get_queryset(request).exists() else {}

    @admin.display(description="编号", ordering="paper__number")
    def number(self, step):
        return step.paper.number

    @admin.display(description="办件")
    def title(self, step):
        return step.paper.title

    @admin.action(description="通过")
    def pass_step(self, request, queryset):
        return self._decide(request, queryset, "pass")

    @admin.action(description="退回填报人")
    def return_step(self, request, queryset):
        return self._decide(request, queryset, "return")

    @admin.action(description="责令重新查找")
    def research_step(self, request, queryset):
        return self._decide(request, queryset, "research")

    def _decide(self, request, queryset, action):
        steps = list(queryset.select_related("paper__unit", "unit"))
        collective = [step for step in steps if step.mode == Step.Mode.MEETING]
        if collective:
            return self._in_meeting(request, steps, collective[0], action)
        if action == "pass" and not self.is_read(request, [step.paper for step in steps]):
            return None
        self.carry_out(request, steps, lambda step: self._sign(request, step, action, None))
        return None

    def _sign(self, request, step, action, meeting):
        verdict = Verdict(
            action=action,
            digest=step.paper.current.digest,
            opinion=opinion_of(request),
            meeting=meeting,
        )
        return workflow.decide(step=step, by=request.person, verdict=verdict)

    def _in_meeting(self, request, steps, step, action):
        """A collective step first asks for its meeting; one paper at a time."""
        if len(steps) > 1:
            self.message_user(request, "集体审查请一次只选一份。", messages.WARNING)
            return None
        sent = request.POST if "meeting-place" in request.POST else None
        meeting = MeetingForm(sent, prefix="meeting")
        attendees = meeting_attendees(sent, meetings.invited(step, timezone.localdate()))
        if sent is not None and meeting.is_valid() and attendees.is_valid():
            held = (meeting.cleaned_data, [form.cleaned_data for form in attendees])
            self.carry_out(request, [step], lambda one: self._meet(request, one, action, held))
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": "集体审查会议",
            "step": step,
            "action": request.POST.get("action"),
            "opinion": opinion_of(request),
            "meeting": meeting,
            "attendees": attendees,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/reviews/step/meeting.html", context)

    @transaction.atomic
    def _meet(self, request, step, action, held):
        facts, attendees = held
        meeting = meetings.record_meeting(
            step=step, attendees=attendees, by=request.person, **facts
        )
        return self._sign(request, step, action, meeting)


@admin.register(Publication)
class PublicationAdmin(SeatedAdmin):
    list_display = ("number", "title", "kind", "edition", "unit", "at", "withdrawn_at")
    list_filter = ("kind", "edition", "unit")
    search_fields = ("number", "title")
    list_select_related = ("unit",)
    actions = ("withdraw", "close_publicity")

    def get_queryset(self, request):
        return publications_visible_to(request.person)

    def get_actions(self, request):
        offered = super().get_actions(request)
        reach = request.reach
        return offered if reach.units_of("prevention_office") else {}

    @admin.action(description="撤回公开（请在“意见”里写明理由）")
    def withdraw(self, request, queryset):
        self.carry_out(
            request,
            queryset,
            lambda one: publication.withdraw(
                publication=one, by=request.person, why=opinion_of(request)
            ),
        )

    @admin.action(description="结束公示")
    def close_publicity(self, request, queryset):
        self.carry_out(
            request,
            queryset.filter(kind=Publication.Kind.PUBLICITY),
            lambda one: publicity.close_publicity(publication=one, by=request.person),
        )


class RouteStepInline(admin.TabularInline):
    model = RouteStep
    extra = 0


class SetUpAdmin(admin.ModelAdmin):
    """What the system administrator sets up."""

    def has_module_permission(self, request):
        return _sets_up(request)

    def has_view_permission(self, request, obj=None):
        return _sets_up(request)

    def has_add_permission(self, request):
        return _sets_up(request)

    def has_change_permission(self, request, obj=None):
        return _sets_up(request)

    def has_delete_permission(self, request, obj=None):
        return _sets_up(request)


@admin.register(Route)
class RouteAdmin(SetUpAdmin):
    """Chains are data: a unit may have its own; running papers keep theirs."""

    list_display = ("name", "kind", "unit")
    list_filter = ("kind",)
    list_select_related = ("unit",)
    inlines = (RouteStepInline,)

    def has_delete_permission(self, request, obj=None):
        return _sets_up(request) and obj is not None and obj.unit_id is not None


@admin.register(ReportChannel)
class ReportChannelAdmin(SetUpAdmin):
    """Where to report to: of a unit and those under it; where there is none, the national ones."""

    list_display = ("label", "text", "unit", "order")
    list_select_related = ("unit",)
    autocomplete_fields = ("unit",)


def _sets_up(request):
    return request.reach.admin_role == "system" or request.user.is_superuser
