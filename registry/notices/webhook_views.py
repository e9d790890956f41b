"""Robots of group chats, set and tried by the system administrator."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from registry.access.guards import admin_role_required
from registry.organisation.models import AdminRole
from registry.trail.recording import record

from . import mailing, robots
from .forms import WebhookForm
from .models import Notice, Webhook

LINES_SHOWN = 10
TRIAL = "廉政风险防控：这是一条测试消息，群机器人可以用。"
by_system_administrator = admin_role_required(AdminRole.SYSTEM)


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
