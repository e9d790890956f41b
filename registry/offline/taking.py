"""Writing what was seen in a comparison: what was wished, all of it or nothing."""

from dataclasses import dataclass, field

from registry.intake.kept import is_taken

from .comparing import ADDED, CHANGED, CONFLICT

NO_REASON = "要销号的条目在台账里已经生效，请在旁边写一句理由。"
# Instead of a key: all rows that are asked about.
ALL = "all"


class NotAsSeen(Exception):
    """The draft is no longer what the comparison showed; nothing was written."""

    def __init__(self):
        super().__init__("核对期间草稿有了变化，什么也没有写入。请把下面的对比再看一遍，然后确认。")


class TakenAlready(Exception):
    """The very same file was confirmed a moment before; nothing was written twice."""

    def __init__(self):
        super().__init__("这份表已经写入草稿，没有重复写入。")


class NotLikeThat(Exception):
    """What was wished cannot be written like that; nothing was, and the text says what to do."""


@dataclass(frozen=True)
class Wishes:
    """What the person decided: keys of disputed rows to take as the file says them, keys of
    missing rows to let go, and the reasons for those in force. `ALL` among them speaks for every
    row, and in the place of a reason that was left blank.
    """

    take: frozenset = frozenset()
    drop: frozenset = frozenset()
    why: dict = field(default_factory=dict)

    @classmethod
    def of(cls, plain):
        return cls(frozenset(plain["take"]), frozenset(plain["drop"]), plain["why"])

    @property
    def plain(self):
        """The same for a job to keep."""
        return {"take": sorted(self.take), "drop": sorted(self.drop), "why": self.why}

    def fields_of(self, planned):
        """The fields to write; none where nothing is to be written."""
        if planned.action in (ADDED, CHANGED):
            return planned.taken
        if planned.action != CONFLICT:
            return []
        wished = planned.key in self.take or ALL in self.take
        return [*planned.taken, *(planned.disputed if wished else [])]

    def lets_go(self, missing):
        return missing.key in self.drop or ALL in self.drop

    def reason_for(self, missing):
        why = self.why.get(missing.key, "").strip() or self.why.get(ALL, "").strip()
        if not why:
            raise NotLikeThat(NO_REASON)
        return why


def seen_plan(*, paper, stored, seen, make):
    """The plan that `make` makes under the lock, or a refusal where it is not what was seen: of two
    confirmations at once the second finds other rows than it saw.
    """
    if is_taken(paper, stored):
        raise TakenAlready
    plan = make()
    if plan.faults or plan.fingerprint != seen:
        raise NotAsSeen
    return plan
