"""`manage.py tick`: do by hand, once, what the scheduler would have done by now."""

from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from registry.jobs import ticking


class Command(BaseCommand):
    help = "把到时间的定期任务（结束公示、提醒、开启任务、邮件提醒等）办一遍，说明办了什么。"

    def add_arguments(self, parser):
        parser.add_argument(
            "--at", type=_moment, help="按这个时间办，如 2026-03-26 或 2026-03-26T09:00，用于补办"
        )

    def handle(self, *args, at, **options):
        if at is not None and at > timezone.now() and not (settings.DEBUG or settings.DEMO):
            raise CommandError("不能按将来的时间办理：提前结束的公示、提前发出的提醒收不回来。")
        day = timezone.localtime(at or timezone.now())
        self.stdout.write(f"按 {day:%Y-%m-%d %H:%M} 办理到时间的定期任务：")
        for done in ticking.tick(at):
            self.stdout.write(f"  {done.label}：{done.text}")


def _moment(text):
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"认不出这个时间：{text}。请写成 2026-03-26 或 2026-03-26T09:00。"
        ) from error
    if len(text) <= len("2026-03-26"):  # the whole day: all its turns have come
        found = found.replace(hour=23, minute=59)
    return timezone.make_aware(found) if timezone.is_naive(found) else found
