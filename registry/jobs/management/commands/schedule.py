"""`manage.py schedule`: queue the duties whose turn has come. Two at once do no harm."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections

from registry.jobs.schedule import queue_due

log = logging.getLogger("register.jobs")
LOOK_EVERY_SECONDS = 10


class Command(BaseCommand):
    help = "按时安排定期任务(结束公示、提醒、校验点、清理)，直到收到停止信号。"

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="只看一次，安排到期的任务后退出")

    def handle(self, *args, once, **options):
        if once:
            for name in queue_due():
                self.stdout.write(name)
            return
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        while not stopping.is_set():
            self._look()
            stopping.wait(LOOK_EVERY_SECONDS)

    def _look(self):
        close_old_connections()
        try:
            queue_due()
        except DatabaseError:
            log.exception("the database did not answer; looking again soon")
