"""群机器人: which notices a group chat hears of, and in what words: a title, and where to sign in.

A group reads together what a notice says to one. So only what is listed here is told of, by a title
that names nobody; a feature that is not listed is silent. What circles (a) and (c) of design §4
hold (reports, acts, talks) and what follows from them is not listed: were the line only "您有一项
待办", that it came at all would tell a group in which nothing else was due (ADR 0072).
"""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from django.db.models import Max
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from registry.notices import mailing, webhooking
from registry.organisation.working_days import add_working_days
from registry.tasks.models import Task

PAPER, TASK = "办件", "定期工作"
TITLES = {
    "paper-detail": PAPER,
    "paper-edit": PAPER,
    "paper-take-over": PAPER,
    "publicity-detail": "公示",
    "alert": "风险提示",
    "task-detail": TASK,
    "arrival-notice": "到岗告知",
    "commitment-list": "廉政承诺",
    "activity": "廉政活动",
    "clearing-round": "清权",
    "clearing-offer": "清权",
    "record-list": "运行登记",
    "law-due-list": "法规变动",
}
HOURS = range(8, 20)
MOST_READ = 2000


def tick(now):
    """Queue what there is to say, in office hours, and send what is due; how many were sent."""
    hooks = webhooking.switched_on()
    site = mailing.site()
    if not hooks or not site:
        return 0
    for webhook in hooks:
        if _is_office_hour(webhook, now):
            _queue(webhook, site, now)
    webhooking.forget(now)
    return webhooking.deliver_due(now)


def _queue(webhook, site, now):
    fresh = webhooking.fresh_notices(webhook, now)[:MOST_READ]
    last = fresh.aggregate(last=Max("pk"))["last"]
    if last is None:
        return
    titles = titles_of(fresh.values_list("url", flat=True))
    text = text_of(titles, site) if titles else ""
    webhooking.queue(webhook, up_to=last, text=text, now=now)


def titles_of(urls):
    """The titles of those that may be told of, each once, in the order of the list."""
    found, tasks = set(), set()
    for match in filter(None, map(_match_of, set(urls))):
        title = TITLES.get(match.url_name)
        if title == TASK:
            tasks.add(match.kwargs["pk"])
        elif title:
            found.add(title)
    # A task of a kind that is a secret is none for a group (ADR 0053).
    if tasks and Task.objects.of_open_kinds().filter(pk__in=tasks).exists():
        found.add(TASK)
    return [title for title in dict.fromkeys(TITLES.values()) if title in found]


def _match_of(url):
    try:
        return resolve(urlsplit(url).path)
    except Resolver404:
        return None


def text_of(titles, site):
    return (
        f"廉政风险防控：有新的{'、'.join(titles)}，请登录查看。\n{urljoin(site, reverse('inbox'))}"
    )


def _is_office_hour(webhook, now):
    local = timezone.localtime(now)
    if local.hour not in HOURS:
        return False
    day, path = local.date(), webhook.unit.path if webhook.unit_id else "/"
    return add_working_days(day - timedelta(days=1), 1, path) == day
