"""起草、发布、撤下内部公开事项: for the prevention office and the keeper of a unit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from registry.access.guards import seat_required
from registry.organisation.models import Unit
from registry.papers.stamps import status_of
from registry.tables.text import number_in
from reviews import announcements
from reviews.announcement_forms import AnnouncementForm, EnclosedFileForm, TakeDownForm
from reviews.models import Announcement
from reviews.models.announcements import KEEPING_SEATS
from reviews.refusals import Refused

from .board import fetch_announcement

PAGE_SIZE = 30


@require_safe
@seat_required(*KEEPING_SEATS)
def announcement_list(request):
    """Everything that one keeps, drafts and what was taken down too."""
    kept = Announcement.objects.kept_by(request.reach).select_related("unit", "created_by")
    page = Paginator(kept.order_by("-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "crumbs": _crumbs(), "today": timezone.localdate()}
    return render(request, "reviews/announcement_list.html", context)


@seat_required(*KEEPING_SEATS)
def announcement_add(request):
    units = list(Unit.objects.open().filter(pk__in=request.reach.units_of(*KEEPING_SEATS)))
    form = AnnouncementForm(
        request.POST or None, units=units, initial={"starts_on": timezone.localdate()}
    )
    if request.method == "POST" and form.is_valid():
        unit = form.cleaned_data.get("unit") or units[0]
        made = announcements.draft(unit=unit, content=form.content, by=request.person)
        messages.success(request, "草稿已保存，别人还看不到。可以再附文件，核对后发布。")
        return redirect("announcement", made.pk)
    context = {"form": form, "crumbs": _crumbs("起草")}
    return render(request, "reviews/announcement_form.html", context, status=status_of(form))


def announcement_edit(request, pk):
    """Read, compared and written under one lock."""
    found = _kept(request, pk)
    if not found.is_draft:
        return _refused(request, found, announcements.NOT_DRAFT)
    form = AnnouncementForm(units=[], current=found, initial=announcements.content_of(found))
    if request.method == "POST":
        try:
            with transaction.atomic():
                found = announcements.lock_draft(found, request.person)
                form = AnnouncementForm(request.POST, units=[], current=found)
                if form.is_valid():
                    content = form.content
                    announcements.change(announcement=found, content=content, by=request.person)
                    messages.success(request, "草稿已保存。")
                    return redirect("announcement", found.pk)
        except Refused as refusal:
            return _refused(request, found, refusal.in_one_line)
    context = {"form": form, "announcement": found, "crumbs": _crumbs(found.title, found)}
    if form.is_stale:
        context["stale_rows"] = list(form.stale_rows(announcements.PARTS))
    return render(request, "reviews/announcement_form.html", context, status=status_of(form))


def announcement_files(request, pk):
    """POST `remove` takes a file out of the draft, any other POST puts one in."""
    found = _kept(request, pk)
    if not found.is_draft:
        return _refused(request, found, announcements.NOT_DRAFT)
    form = EnclosedFileForm(request.POST or None, request.FILES or None)
    try:
        if request.method == "POST" and "remove" in request.POST:
            number = number_in(request.POST["remove"])
            announcements.take_out(announcement=found, file_id=number, by=request.person)
            messages.success(request, "附件已移除。")
            return redirect("announcement-files", found.pk)
        if request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            announcements.enclose(announcement=found, upload=upload, by=request.person)
            messages.success(request, "附件已存入。")
            return redirect("announcement-files", found.pk)
    except ValidationError as refusal:
        form.add_error("file", refusal)
    except Refused as refusal:
        return _refused(request, found, refusal.in_one_line)
    context = {
        "announcement": found,
        "form": form,
        "files": found.files.select_related("file"),
        "most": announcements.MOST_FILES,
        "crumbs": _crumbs("附件", found),
    }
    return render(request, "reviews/announcement_files.html", context, status=status_of(form))


@require_POST
def announcement_publish(request, pk):
    found = _kept(request, pk)
    try:
        seen = request.POST.get("stamp", "")
        announcements.publish(announcement=found, seen=seen, by=request.person)
    except Refused as refusal:
        return _refused(request, found, refusal.in_one_line)
    messages.success(request, "已发布到内部公开栏。")
    return redirect("announcement", found.pk)


def announcement_take_down(request, pk):
    found = _kept(request, pk)
    if not found.is_published:
        return _refused(request, found, announcements.NOT_SHOWN)
    form = TakeDownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        try:
            announcements.take_down(announcement=found, why=why, by=request.person)
        except Refused as refusal:
            return _refused(request, found, refusal.in_one_line)
        messages.success(request, "已撤下，理由留在原处。")
        return redirect("announcement", found.pk)
    context = {"announcement": found, "form": form, "crumbs": _crumbs("撤下", found)}
    return render(request, "reviews/announcement_take_down.html", context, status=status_of(form))


def _kept(request, pk):
    """One that this person keeps; whoever only reads it is refused, others do not find it."""
    found = fetch_announcement(request, pk)
    if not announcements.may_keep(found.unit, request.person):
        raise PermissionDenied(announcements.NOT_YOURS)
    return found


def _refused(request, found, text):
    messages.warning(request, text)
    return redirect("announcement", found.pk)


def _crumbs(label="", found=None):
    """内部公开栏 › 起草和管理 › the announcement › this page."""
    crumbs = [
        {"label": "内部公开栏", "url": reverse("board")},
        {"label": "起草和管理", "url": reverse("announcement-list")},
    ]
    if found is not None and label != found.title:
        crumbs.append({"label": found.title, "url": reverse("announcement", args=[found.pk])})
    return [*crumbs, {"label": label}] if label else crumbs
