from multiprocessing import get_context
from pathlib import Path

import pytest

from tests.cast import make_cast
from tests.races.actor import play

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 90


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def processes(child_environment, monkeypatch):
    """Real processes, forked from one that has loaded Django and has no connection yet."""
    for name, value in {**child_environment, "PYTHONPATH": str(ROOT)}.items():
        monkeypatch.setenv(name, value)
    context = get_context("forkserver")
    context.set_forkserver_preload(["tests.races.with_django"])
    return context


@pytest.fixture
def race(processes, tmp_path):
    """race(task, task, …, guards=True): all at once in real processes; a list of what each said."""

    def run(*tasks, guards=True):
        folder = tmp_path / f"race-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        known = {"folder": str(folder), "actors": len(tasks), "guards": guards}
        actors = [
            _start(processes, {**task, **known, "name": name}) for name, task in enumerate(tasks)
        ]
        assert [_said(*actor) for actor in actors] == ["ready"] * len(tasks)
        for _, line in actors:
            line.send("go")
        return [_said(*actor) for actor in actors]

    return run


def _start(processes, task):
    ours, theirs = processes.Pipe()
    actor = processes.Process(target=play, args=(theirs, task))
    actor.start()
    theirs.close()
    return actor, ours


def _said(actor, line):
    assert line.poll(PATIENCE), "an actor said nothing"
    said = line.recv()
    if said != "ready":
        actor.join(PATIENCE)
        assert actor.exitcode == 0
    return said
