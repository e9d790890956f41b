"""The notices of the person who is signed in; everybody else's do not exist."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models.functions import Now
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from .models import Notice
from .notifying import is_internal

PER_PAGE = 30


@require_safe
def notice_list(request):
    mine = Notice.objects.of(request.person)
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page_obj": page, "any_unread": mine.unread().exists()}
    return render(request, "notices/notice_list.html", context)


@require_POST
def notices_read(request):
    """Mark all as read."""
    if Notice.objects.of(request.person).unread().update(read_at=Now()):
        messages.success(request, "已全部标为已读。")
    return redirect("notices")


@require_safe
def notice_open(request, pk):
    """Mark one as read and go where it leads."""
    notice = get_object_or_404(Notice.objects.of(request.person), pk=pk)
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=Now())
    return redirect(notice.url if is_internal(notice.url) else "notices")
