import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import make_cast

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def race(child_environment, tmp_path):
    """race(task, task, …, guards=True): all at once in real processes; a list of what each said."""

    def run(*tasks, guards=True):
        folder = tmp_path / f"race-{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        actors = [_start(child_environment) for _ in tasks]
        for name, (actor, task) in enumerate(zip(actors, tasks, strict=True)):
            known = {"folder": str(folder), "name": name, "actors": len(tasks), "guards": guards}
            _tell(actor, json.dumps({**task, **known}))
        for actor in actors:
            assert actor.stdout.readline().strip() == "ready"
        for actor in actors:
            _tell(actor, "go")
        return [_answer(actor) for actor in actors]

    return run


def _start(environment):
    return subprocess.Popen(
        [sys.executable, str(ROOT / "tests/races/actor.py")],
        cwd=ROOT,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _tell(actor, line):
    actor.stdin.write(f"{line}\n")
    actor.stdin.flush()


def _answer(actor):
    said, _ = actor.communicate(timeout=90)
    assert actor.returncode == 0, said
    return json.loads(said.splitlines()[-1])
