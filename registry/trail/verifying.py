"""Reads the whole trail and says where it was tampered with (design §5).

Without the key nobody can make a digest, so every change shows: as content that does not fit its
digest, as a gap in the numbers, or as a tail shorter than its head or than a checkpoint.
"""

from dataclasses import dataclass

from .digests import entry_digest
from .models import TrailEntry, TrailHead


@dataclass(frozen=True)
class Flaw:
    """The first thing wrong in one chain."""

    chain: str
    seq: int
    kind: str
    text: str

    def __str__(self):
        return f"{self.chain} 第 {self.seq} 条：{self.text}"


def flaws():
    """The first flaw of each chain, in the order of the chains; nothing when all is well.

    Heads are read before entries: what is written meanwhile only makes a chain longer.
    """
    heads = {head.chain: head for head in TrailHead.objects.order_by("chain")}
    written = set(TrailEntry.objects.order_by().values_list("chain", flat=True).distinct())
    for chain in sorted(written | set(heads)):
        flaw = _flaw_in(chain, heads.get(chain))
        if flaw is not None:
            yield flaw


def _flaw_in(chain, head):
    seq, digest = 0, ""
    for entry in _entries(chain).iterator(chunk_size=2000):
        kind, text = _wrong_with(entry, seq, digest)
        if kind:
            return Flaw(chain, seq + 1, kind, text)
        seq, digest = entry.seq, entry.digest
        if head is not None and seq == head.seq and digest != head.digest:
            return Flaw(chain, seq, "head", "与链头的校验码不一致。")
    return _wrong_with_tail(chain, head, seq)


def _wrong_with(entry, seq, digest):
    """What is wrong with this entry as the one after (seq, digest)."""
    if entry.seq > seq + 1:
        return "removed", f"缺失，其后直接是第 {entry.seq} 条。"
    if entry.previous == digest and entry.digest == entry_digest(entry):
        return "", ""
    return _explained(entry, digest)


def _explained(entry, digest):
    """Tell a swap, an insertion and a gap closed by renumbering from an edit."""
    others = _entries(entry.chain).exclude(pk=entry.pk)
    rightful = others.filter(previous=digest).first()
    if rightful is not None and rightful.digest == entry_digest(rightful, seq=entry.seq):
        if entry.digest == entry_digest(entry, seq=rightful.seq):
            return "swapped", f"与第 {rightful.seq} 条被调换了位置。"
        return "inserted", "是外加的，不是系统写入的。"
    if entry.previous != digest:
        return "removed", "与前一条不相连，中间有记录被删去或替换。"
    return "edited", "内容与校验码不符，被改动过。"


def _wrong_with_tail(chain, head, seq):
    if head is None:
        return Flaw(chain, seq, "head", "链头丢失。")
    if seq < head.seq:
        return Flaw(chain, seq + 1, "cut", f"起至第 {head.seq} 条被截去。")
    newer = TrailHead.objects.filter(chain=chain).first()
    if newer is None or newer.seq < seq:
        return Flaw(chain, seq, "head", "链头比记录旧，被改动过。")
    return None


def _entries(chain):
    return TrailEntry.objects.filter(chain=chain).order_by("seq")
