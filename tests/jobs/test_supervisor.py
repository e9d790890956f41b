"""The supervising process: it keeps its children running and leaves none behind."""

import os
import signal
import socket
import subprocess
import sys
from types import SimpleNamespace
from urllib.request import urlopen

import pytest

from registry.jobs.supervisor import Child, Supervisor

pytestmark = pytest.mark.race

# One write a line: print() would write the end of line by itself, and lines of two would mix.
WAITS = "import os, signal; os.write(1, b'{name}\\n'); signal.pause()"
IS_DEAF = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True);"
    "[signal.pause() for _ in iter(int, 1)]"
)
DIES = "raise SystemExit(3)"
# Dies at its first start, then waits: {mark} tells the two apart.
DIES_ONCE = (
    "import pathlib, signal; mark = pathlib.Path({mark!r});"
    "was_here = mark.exists(); mark.touch(); was_here or exit(1);"
    "print('second life', flush=True); signal.pause()"
)
SUPERVISE = """
import sys
from registry.jobs.supervisor import Child, Supervisor
children = [
    Child(str(n), [sys.executable, "-c", code], must_start=n == 0)
    for n, code in enumerate(sys.argv[1:])
]
sys.exit(Supervisor(children, grace=0.5).run())
"""


@pytest.fixture
def supervise():
    """Start a supervisor over children that run these programs; ended with the test."""
    started = []

    def start(*programs):
        process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, *programs],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_every_child_and_ends_well(supervise, number):
    process = supervise(WAITS.format(name="web"), WAITS.format(name="worker"))
    assert {process.stdout.readline(), process.stdout.readline()} == {"web\n", "worker\n"}
    process.send_signal(number)
    assert process.wait(timeout=20) == 0
    # The children held the other end of our pipe: it ends when the last of them has.
    assert process.stdout.read() == ""


def test_a_child_that_will_not_stop_is_ended_by_force(supervise):
    process = supervise(IS_DEAF)
    assert process.stdout.readline() == "deaf\n"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    assert process.stdout.read() == ""


class SlowChild(Child):
    """Takes its time to stop: no process, and a record of what it was sent."""

    def start(self, now):
        self.sent = []
        self.code = None
        self.process = SimpleNamespace(poll=lambda: self.code, wait=lambda: self.code)

    def send(self, number):
        self.sent.append(number)


@pytest.mark.parametrize(
    ("after", "sent"),
    [(0.2, [signal.SIGTERM]), (5.0, [signal.SIGTERM, signal.SIGKILL])],
    ids=["passed on by make", "asked again"],
)
def test_a_second_signal_hurries_unless_it_is_the_first_passed_on(monkeypatch, after, sent):
    child = SlowChild("web", [])
    now = 0.0

    def hear(_numbers, _patience):
        """The first signal at once, the second `after` it; at ten seconds the child has ended."""
        nonlocal now
        now, number = next(heard)
        if number == signal.SIGCHLD:
            child.code = 0
        return SimpleNamespace(si_signo=number)

    heard = iter([(0.0, signal.SIGTERM), (after, signal.SIGTERM), (10.0, signal.SIGCHLD)])
    monkeypatch.setattr(signal, "sigtimedwait", hear)
    assert Supervisor([child], clock=lambda: now).run() == 0
    assert child.sent == sent


def test_a_child_that_dies_is_started_again(supervise, tmp_path):
    mark = str(tmp_path / "mark")
    process = supervise(WAITS.format(name="web"), DIES_ONCE.format(mark=mark))
    assert {process.stdout.readline(), process.stdout.readline()} == {"web\n", "second life\n"}


def test_it_gives_up_when_the_web_server_cannot_start(supervise):
    process = supervise(DIES, WAITS.format(name="worker"))
    assert process.wait(timeout=20) == 1
    assert process.stdout.read() in ("", "worker\n")


def test_children_leave_when_the_supervisor_is_killed(supervise):
    process = supervise(WAITS.format(name="web"))
    assert process.stdout.readline() == "web\n"
    process.kill()
    assert process.stdout.read() == ""


def test_serve_answers_and_stops_cleanly(child_environment):
    serve = [sys.executable, "manage.py", "serve", "--port", "0"]
    process = subprocess.Popen(
        serve, env=child_environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        line = process.stdout.readline()
        address = next(word for word in line.replace("：", " ").split() if word.startswith("http"))
        with urlopen(f"{address}/static/vendor/htmx/htmx.min.js", timeout=30) as answer:
            assert answer.status == 200
        os.kill(process.pid, signal.SIGTERM)
        assert process.wait(timeout=30) == 0
        assert process.stdout.read() == ""
    finally:
        process.kill()
        process.stdout.close()


def test_serve_says_at_once_that_the_port_is_taken(child_environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [sys.executable, "manage.py", "serve", "--port", port],
            env=child_environment,
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"不能在 127.0.0.1:{port} 启动" in done.stderr
