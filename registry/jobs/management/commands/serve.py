"""`manage.py serve`: web server, worker and scheduler under one supervising process."""

import os
import socket
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from registry.jobs.supervisor import Child, Supervisor

WEB_WORKERS = 2
WEB_THREADS = 4
# Gunicorn beats its workers' hearts in a file: in memory, a slow disk cannot look like a hang.
MEMORY = Path("/dev/shm")  # noqa: S108


class Command(BaseCommand):
    help = "启动网站、后台任务和定时任务，收到停止信号后一起停止。"

    def add_arguments(self, parser):
        parser.add_argument("--host", default=settings.HOST, help="监听地址，默认 %(default)s")
        parser.add_argument(
            "--port", type=int, default=settings.PORT, help="端口，默认 %(default)s"
        )

    def handle(self, *args, host, port, **options):
        with _listening(host, port) as listener:
            connections.close_all()  # the children open their own
            address = "http://{}:{}".format(*listener.getsockname())
            self.stdout.write(f"本系统已启动：{address}  （按 Ctrl-C 停止）")
            self.stdout.flush()
            status = Supervisor([_web(listener.fileno()), *_background()]).run()
        sys.exit(status)


def _listening(host: str, port: int) -> socket.socket:
    """Bound here and handed on: a taken port is said at once, and while the web server is being
    started again its visitors wait instead of being turned away."""
    try:
        return socket.create_server((host, port), backlog=512)
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise CommandError(
            f"不能在 {host}:{port} 启动（{why}）。如端口已被占用，请换一个：PORT=8001 make run"
        ) from error


def _web(fd: int) -> Child:
    argv = [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            settings.WSGI_APPLICATION.replace(".application", ":application"),
        ),
        *("--bind", f"fd://{fd}", "--worker-class", "gthread"),
        *("--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS)),
        *("--graceful-timeout", "20", "--log-level", "warning", "--no-control-socket"),
    ]
    if settings.TRUSTED_PROXIES:
        argv += ["--forwarded-allow-ips", ",".join(settings.TRUSTED_PROXIES)]
    if os.access(MEMORY, os.W_OK):
        argv += ["--worker-tmp-dir", str(MEMORY)]
    return Child("web", argv, pass_fds=[fd], must_start=True)


def _background() -> list[Child]:
    """Worker and scheduler; a site for the public alone has nothing to do besides answering."""
    if settings.PUBLIC_ONLY:
        return []
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    return [Child("worker", [*manage, "work"]), Child("scheduler", [*manage, "schedule"])]
