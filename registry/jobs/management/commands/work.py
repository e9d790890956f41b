"""`manage.py work`: take jobs from the queue and carry them out. Run as many as you like."""

from django.core.management.base import BaseCommand

from registry.jobs.worker import Worker


class Command(BaseCommand):
    help = "执行后台任务，直到收到停止信号。可以同时运行多个。"

    def add_arguments(self, parser):
        how = parser.add_mutually_exclusive_group()
        how.add_argument("--once", action="store_true", help="最多执行一个任务后退出")
        how.add_argument("--burst", action="store_true", help="执行完现有任务后退出")

    def handle(self, *args, once, burst, **options):
        worker = Worker()
        worker.listen_to_signals()
        if once:
            worker.run_one()
        elif burst:
            worker.run_until_empty()
        else:
            worker.run_forever()
