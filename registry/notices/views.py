"""The notices of the person who is signed in, everybody else's do not exist; how mail and lines to
group chats leave the system, set by its administrator.
"""

from smtplib import SMTPException

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Max
from django.db.models.functions import Now
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import admin_role_required
from registry.organisation.models import AdminRole
from registry.trail.recording import record

from . import mailing, robots
from .forms import ChannelForm, TrialForm, WebhookForm, WishForm
from .models import DigestWish, MailChannel, Notice, Webhook
from .notifying import is_internal

PER_PAGE = 30
LINES_SHOWN = 10
TRIAL = "廉政风险防控：这是一条测试消息，群机器人可以用。"
by_system_administrator = admin_role_required(AdminRole.SYSTEM)


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


# --- mail ---------------------------------------------------------------------------------------


@admin_role_required(AdminRole.SYSTEM)
def mail_channel(request):
    """Whether mail leaves the system, from whom, and where its links lead."""
    found = MailChannel.objects.filter(pk=1).first()
    form = ChannelForm(request.POST or None, instance=found or MailChannel(pk=1))
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            form.instance.changed_by = request.person
            form.save()
            record(by=request.person, action="mail.switched", target=form.instance)
        messages.success(request, "已保存。")
        return redirect("mail-channel")
    context = {
        "form": form,
        "trial": TrialForm(),
        "is_on": found is not None and found.is_on,
        "has_server": bool(settings.EMAIL_HOST),
    }
    status = 422 if form.errors else 200
    return render(request, "notices/mail_channel.html", context, status=status)


@require_POST
@admin_role_required(AdminRole.SYSTEM)
def mail_trial(request):
    """One mail to the address that is typed; none while the channel is off."""
    form, by = TrialForm(request.POST), mailing.channel()
    if by is None:
        messages.warning(request, "邮件提醒没有开通，没有发信。")
    elif not form.is_valid():
        messages.warning(request, "没有发信：请写一个邮箱。")
    else:
        _try(request, form.cleaned_data["to"], by)
    return redirect("mail-channel")


def _try(request, to, by):
    subject, text = "廉政风险防控台账：测试邮件", "收到这封邮件，说明邮件提醒可以用。"
    try:
        with mailing.connected(by) as connection:
            mailing.send(to=to, subject=subject, text=text, by=by, connection=connection)
    except (SMTPException, OSError) as refusal:
        messages.warning(request, f"没有发出去。邮件服务器的答复：{type(refusal).__name__}")
    else:
        messages.success(request, "测试邮件已交给邮件服务器，请到邮箱里看。")


def mail_wish(request):
    """How often the person who is signed in wants a mail, and where to."""
    if request.person is None:
        raise Http404
    found = DigestWish.objects.filter(person=request.person).first()
    form = WishForm(request.POST or None, instance=found or DigestWish(person=request.person))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "已保存。")
        return redirect("mail-wish")
    context = {"form": form, "is_on": mailing.channel() is not None}
    status = 422 if form.errors else 200
    return render(request, "notices/mail_wish.html", context, status=status)


# --- robots of group chats ------------------------------------------------------------------------


@require_safe
@by_system_administrator
def webhook_list(request):
    context = {"webhooks": Webhook.objects.select_related("unit"), "site": mailing.site()}
    return render(request, "notices/webhook_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_system_administrator
def webhook_add(request):
    return _edit(request, Webhook())


@require_http_methods(["GET", "HEAD", "POST"])
@by_system_administrator
def webhook_edit(request, pk):
    return _edit(request, get_object_or_404(Webhook.objects.select_related("unit"), pk=pk))


def _edit(request, webhook):
    was_on = webhook.is_on
    form = WebhookForm(request.POST or None, instance=webhook)
    if request.method == "POST" and form.is_valid():
        _save(form, was_on, request.person)
        messages.success(request, "已保存。可以发一条测试消息看看。")
        return redirect("webhook-edit", form.instance.pk)
    here = "群机器人" if webhook.pk else "添加群机器人"
    context = {
        "form": form,
        "webhook": webhook if webhook.pk else None,
        "lines": webhook.messages.all()[:LINES_SHOWN] if webhook.pk else (),
        "crumbs": [{"label": "群机器人", "url": reverse("webhook-list")}, {"label": here}],
    }
    return render(request, "notices/webhook_form.html", context, status=422 if form.errors else 200)


@transaction.atomic
def _save(form, was_on, by):
    """Switched on, it begins with what comes from now on."""
    webhook = form.instance
    if webhook.is_on and not was_on:
        webhook.told_up_to = Notice.objects.aggregate(last=Max("pk"))["last"] or 0
    webhook.changed_by = by
    form.save()
    record(by=by, action="webhook.switched", target=webhook)


@require_POST
@by_system_administrator
def webhook_trial(request, pk):
    """One line to the group, now; none while the robot is off."""
    webhook = get_object_or_404(Webhook.objects.select_related("unit"), pk=pk)
    if not webhook.is_on:
        messages.warning(request, "还没有开通，没有发消息。")
        return redirect("webhook-edit", webhook.pk)
    try:
        robots.send(webhook, TRIAL)
    except robots.Refused as refusal:
        messages.warning(request, f"没有发出去。{refusal}")
    except robots.Unsure as silence:
        messages.warning(request, f"不确定有没有发到，请到群里看。{silence}")
    else:
        messages.success(request, "测试消息已发出，请到群里看。")
    return redirect("webhook-edit", webhook.pk)
