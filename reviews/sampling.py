"""The drawn sample: whoever signs many papers from one page reads some of them first.

One rule for reviewers who pass together and for the principal who confirms. What was opened is
kept with the session, on the server, as digests: a paper that changed since counts as unread.
"""

import hashlib
from dataclasses import dataclass

from .differences import Differences

# One in five is drawn, at least one, so that signing together still means reading.
SHARE = 5
OPENED, REMEMBERED = "opened_revisions", 200


@dataclass(frozen=True)
class Sample:
    """`drawn` of the papers on the page, and the digests of what this person has opened."""

    drawn: list[Differences]
    opened: frozenset[str]

    def has_opened(self, entry):
        return entry.revision.digest in self.opened

    def unread(self, batch):
        """What must be opened before this batch goes: the drawn ones; nothing, where each paper of
        the batch was opened one by one.
        """
        if all(self.has_opened(entry) for entry in batch):
            return []
        return [entry for entry in self.drawn if not self.has_opened(entry)]


def sample_of(entries, person, day, session):
    """Of these papers with their differences; drawn the same way all day long."""
    return Sample(drawn_of(entries, person, day), frozenset(session.get(OPENED, ())))


def drawn_of(entries, person, day):
    def draw(entry):
        return hashlib.sha256(f"{day:%Y%m%d}-{person.pk}-{entry.paper.pk}".encode()).hexdigest()

    size = max(1, len(entries) // SHARE) if entries else 0
    return sorted(entries, key=draw)[:size]


def remember_opened(session, revision):
    """Called when a paper is opened, so that it counts as read as it is now."""
    opened = session.get(OPENED, [])
    if revision.digest is not None and revision.digest not in opened:
        session[OPENED] = [*opened, revision.digest][-REMEMBERED:]
