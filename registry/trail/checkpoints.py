"""Checkpoints: the heads of all chains, signed and kept outside the database (design §5).

Who cuts the tail and mends the head in the database still contradicts the last checkpoint, and
the line of it printed on sign-off sheets.
"""

import hmac
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from registry.tables.text import chinese_time

from .digests import seal
from .models import TrailEntry, TrailHead
from .verifying import Flaw

NONE_YET = "留痕校验点：尚未生成"


class Contradiction(Exception):
    """The trail no longer fits an earlier checkpoint: a fresh one would cover that up."""


@dataclass(frozen=True)
class Checkpoint:
    path: Path
    content: dict
    digest: str

    @property
    def is_genuine(self):
        return hmac.compare_digest(self.digest, seal(self.content))

    @property
    def heads(self):
        """chain → [seq, digest]"""
        return self.content["heads"]


def folder():
    return Path(getattr(settings, "CHECKPOINTS_DIR", Path(settings.DATA_DIR) / "checkpoints"))


def write():
    """Write today's checkpoint, never over an earlier one; the path of the new file."""
    for flaw in flaws():
        raise Contradiction(flaw)
    now = timezone.localtime()
    heads = TrailHead.objects.filter(seq__gt=0).order_by("chain")
    content = {
        "at": now.isoformat(timespec="seconds"),
        "heads": {head.chain: [head.seq, head.digest] for head in heads},
    }
    folder().mkdir(parents=True, exist_ok=True)
    path = folder() / f"{now:%Y-%m-%d}.json"
    if path.exists():
        path = folder() / f"{now:%Y-%m-%d-%H%M%S-%f}.json"
    _put(path, json.dumps({"content": content, "digest": seal(content)}, indent=1))
    return path


def _put(path, text):
    """The whole file under its name, or none."""
    temporary = path.with_suffix(".part")
    with temporary.open("w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    temporary.rename(path)


def paths():
    return sorted(folder().glob("*.json"))


def read(path):
    """The checkpoint in the file, or None when it is not one."""
    try:
        kept = json.loads(path.read_text())
        return Checkpoint(path, dict(kept["content"]), str(kept["digest"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def flaws():
    """Where the trail contradicts a checkpoint, or a checkpoint file is not ours."""
    for path in paths():
        checkpoint = read(path)
        if checkpoint is None or not checkpoint.is_genuine:
            yield Flaw(path.name, 0, "checkpoint", "校验点文件被改动或损坏。")
        else:
            yield from contradictions(checkpoint)


def contradictions(checkpoint):
    """One flaw for each chain whose entry at the checkpoint is gone or another one."""
    for chain, (seq, digest) in checkpoint.heads.items():
        entry = TrailEntry.objects.filter(chain=chain, seq=seq).only("digest").first()
        if entry is None:
            text = f"在校验点 {checkpoint.path.stem} 时还在，现已被截去。"
            yield Flaw(chain, seq, "cut", text)
        elif entry.digest != digest:
            yield Flaw(chain, seq, "edited", f"与校验点 {checkpoint.path.stem} 不一致。")


def latest():
    """The newest readable checkpoint, or None."""
    readable = filter(None, map(read, reversed(paths())))
    return next((checkpoint for checkpoint in readable if checkpoint.is_genuine), None)


def latest_line() -> str:
    """What sign-off sheets print, so that paper vouches for the trail."""
    checkpoint = latest()
    if checkpoint is None:
        return NONE_YET
    at = timezone.localtime(datetime.fromisoformat(checkpoint.content["at"]))
    code = checkpoint.digest[:16].upper()
    groups = "-".join(code[start : start + 4] for start in range(0, 16, 4))
    return f"留痕校验点 {chinese_time(at)}，校验码 {groups}"
