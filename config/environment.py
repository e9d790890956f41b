"""What the installation tells us through environment variables and its data directory."""

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DEVELOPMENT = "development"
PRODUCTION = "production"

# FULL: with NORMAL the last acknowledged signature may be lost at a power cut.
# IMMEDIATE: deferred transactions gave "database is locked" with four signers at once.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
}


def known_environment(name: str) -> str:
    """Refuse a misspelt ENVIRONMENT: "prod" must not quietly run as development."""
    if name not in (DEVELOPMENT, PRODUCTION):
        raise ImproperlyConfigured(
            f"ENVIRONMENT={name} 不认识：请写 {DEVELOPMENT}（默认）或 {PRODUCTION}。"
        )
    return name


def made_directory(path: str) -> Path:
    """The directory, made for this account only if it does not exist yet."""
    directory = Path(path).resolve()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return directory


def kept_secret_key(directory: Path) -> str:
    """A key made once per installation and kept beside its data; never used in production.

    Written aside and linked into place, so that processes starting together agree on one key.
    """
    kept = directory / "secret_key"
    if not kept.exists():
        fresh = directory / f".secret_key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text()


def derived_trail_key(secret_key: str) -> str:
    """The key of the trail's chain where the installation sets none of its own."""
    return hmac.new(secret_key.encode(), b"trail chain", hashlib.sha256).hexdigest()


def complete_database(config: dict) -> dict:
    """Add to what DATABASE_URL says what each kind of database needs to keep our promises."""
    if config["ENGINE"] == "django.db.backends.sqlite3":
        # Opened for every request, a file is read for its schema every time: eight milliseconds.
        options = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
        return {**config, "OPTIONS": options, "CONN_MAX_AGE": 60}
    return {**config, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
