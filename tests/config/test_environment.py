"""The data directory, the key kept in it, and what the databases are told."""

import stat

import pytest
from django.db import connection

from config import settings as outside_tests
from config.environment import derived_trail_key, kept_secret_key, made_directory


def test_the_key_is_made_once_and_for_the_owner_only(tmp_path):
    key = kept_secret_key(tmp_path)
    assert len(key) >= 64
    assert kept_secret_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_directories_have_two_keys(tmp_path):
    one, other = made_directory(str(tmp_path / "one")), made_directory(str(tmp_path / "other"))
    assert kept_secret_key(one) != kept_secret_key(other)


def test_the_data_directory_is_for_the_owner_only(tmp_path):
    made = made_directory(str(tmp_path / "deep" / "data"))
    assert stat.S_IMODE(made.stat().st_mode) == 0o700


def test_the_trail_key_is_not_the_secret_key():
    assert derived_trail_key("a") not in ("a", derived_trail_key("b"))


def test_argon2_is_the_hasher_outside_tests():
    assert outside_tests.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)]
)
def test_sqlite_keeps_what_it_acknowledged(pragma, value):
    if connection.vendor != "sqlite":
        pytest.skip("a question about SQLite")
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value
