"""A finished directory in the place of the one before, so that nobody ever sees half of a site."""

import ctypes
import hashlib
import os
import secrets
import shutil
from contextlib import contextmanager
from pathlib import Path

MARK = "SHA256SUMS"  # every site we wrote has it, and a directory without it is not ours to replace
AT_FDCWD = -100
EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2)


class NotOurs(Exception):
    """The place is taken by something that this command did not write."""


@contextmanager
def fresh_directory(place):
    """A directory beside the place to write into; it takes the place when all went well.

    Raises NotOurs before anything is written. After an error the place is as it was.
    """
    place = Path(place).absolute()
    if place.exists() and not _may_replace(place):
        raise NotOurs(str(place))
    place.parent.mkdir(parents=True, exist_ok=True)
    fresh = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    fresh.mkdir()
    try:
        yield fresh
        _write_sums(fresh)
        _put(fresh, place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _may_replace(place):
    return place.is_dir() and ((place / MARK).is_file() or not any(place.iterdir()))


def _write_sums(root):
    """What `sha256sum -c` reads: whoever carries the files can see that all of them arrived."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(root).as_posix()}\n"
        for path in files
    ]
    (root / MARK).write_text("".join(lines), encoding="utf-8")


def _put(fresh, place):
    """In one step; where the system knows no exchange, in two renamings."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchanged(fresh, place):
        aside = fresh.with_name(f"{fresh.name}.old")
        place.rename(aside)
        fresh.rename(place)
        shutil.rmtree(aside)


def _exchanged(one, other):
    """Whether the two directories changed places; what was there is at `one` then."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None)
    if rename is None:
        return False
    return rename(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), EXCHANGE) == 0
