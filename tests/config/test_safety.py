"""Production refuses to start unsafely: one reason at a time, and a control that it does start."""

import secrets
import subprocess
import sys

import pytest

from config.environment import complete_database
from config.safety import refusals
from tests.architecture.tree import ROOT

KEY = "q7Zk2mVx9LwRt4Bn8Hc6Jd1Fs3Gy5Pa0UeIoXbNvMzKqWjTr"
SQLITE = complete_database({"ENGINE": "django.db.backends.sqlite3"})
GOOD = {
    "SECRET_KEY": KEY * 2,
    "TRAIL_KEY": KEY[::-1] * 2,
    "DEBUG": False,
    "DEMO": False,
    "ALLOWED_HOSTS": ["risk.example.gov.cn"],
    "DATABASES": {"default": SQLITE},
}


def sqlite_with(**options):
    return {"default": {**SQLITE, "OPTIONS": {**SQLITE["OPTIONS"], **options}}}


def test_a_safe_installation_is_not_refused():
    assert refusals(GOOD) == []


def test_postgresql_needs_no_pragma():
    server = complete_database({"ENGINE": "django.db.backends.postgresql"})
    assert refusals({**GOOD, "DATABASES": {"default": server}}) == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("SECRET_KEY", "", "没有设置 SECRET_KEY"),
        ("SECRET_KEY", KEY[:49], "太短"),
        ("SECRET_KEY", "ab" * 40, "太简单"),
        ("SECRET_KEY", "django-insecure-" + KEY, "示例值"),
        ("SECRET_KEY", "change-me-" + KEY, "示例值"),
        ("TRAIL_KEY", "short", "TRAIL_KEY 太短"),
        ("DEBUG", True, "DEBUG"),
        ("DEMO", True, "DEMO=1"),
        ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "不能写 *"),
        ("DATABASES", sqlite_with(init_command="PRAGMA synchronous=NORMAL"), "synchronous=FULL"),
        ("DATABASES", sqlite_with(init_command=""), "synchronous=FULL"),
        ("DATABASES", sqlite_with(transaction_mode="DEFERRED"), "IMMEDIATE"),
    ],
)
def test_each_unsafe_value_is_refused_by_name(name, value, word):
    (reason,) = refusals({**GOOD, name: value})
    assert word in reason


@pytest.mark.parametrize("pragma", ["synchronous=FULL", "SYNCHRONOUS = 2", "synchronous=EXTRA"])
def test_every_spelling_of_full_counts(pragma):
    database = sqlite_with(init_command=f"PRAGMA journal_mode=WAL; PRAGMA {pragma}")
    assert refusals({**GOOD, "DATABASES": database}) == []


def start(tmp_path, **environment):
    """Start Django for real, as the web server and every command do."""
    return subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={
            "ENVIRONMENT": "production",
            "DATA_DIR": str(tmp_path),
            "SECRET_KEY": secrets.token_urlsafe(64),
            "ALLOWED_HOSTS": "risk.example.gov.cn",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_starts_when_safe(tmp_path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("environment", "word"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEMO": "1"}, "DEMO=1"),
        (
            {"DATABASE_URL": "sqlite:///x.sqlite3?init_command=PRAGMA%20synchronous%3DNORMAL"},
            "synchronous=FULL",
        ),
        ({"ENVIRONMENT": "prod"}, "ENVIRONMENT=prod"),
    ],
)
def test_production_does_not_start_unsafely(tmp_path, environment, word):
    done = start(tmp_path, **environment)
    assert done.returncode != 0
    assert word in done.stderr
