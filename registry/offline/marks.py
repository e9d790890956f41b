"""What stands in the hidden column: whose draft it is, which row, and what it said that day.

Signed, so that a file of another draft or a number changed by hand is told from a good one. Of what
was said only a short digest is kept, field by field: enough to see on which side it changed since.
"""

from dataclasses import dataclass, field

from django.core import signing

from registry.papers.digest import digest_of

# As they were when forms alone had a workbook: what is out there is still read.
HEAD, ROW = "risks.offline.head", "risks.offline.row"


class BadMark(Exception):
    """The mark was changed, or is none of ours."""


@dataclass(frozen=True)
class Head:
    """Of which draft the workbook was made, and the rows it had: sort ("duties") → identities."""

    paper: int
    revision: int
    counter: int
    at: str
    rows: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Mark:
    """`id`: the identity, as of a duty; `sort`: the title of its sheet; `was`: field → digest of
    what it said when it went out.
    """

    paper: int
    sort: str
    id: int
    was: dict


def print_of(value):
    """A short digest of one field."""
    return digest_of(value)[:10]


def prints_of(said):
    return {name: print_of(value) for name, value in said.items()}


def sealed_head(head):
    said = {**vars(head), **head.rows}
    del said["rows"]
    return signing.Signer(salt=HEAD).sign_object(said, compress=True)


def sealed_mark(mark):
    return signing.Signer(salt=ROW).sign_object(vars(mark), compress=True)


def head_in(text):
    said = _opened(text, HEAD)
    first = {name: said.pop(name) for name in ("paper", "revision", "counter", "at")}
    return Head(**first, rows=said)


def mark_in(text):
    return Mark(**_opened(text, ROW))


def _opened(text, salt):
    try:
        return signing.Signer(salt=salt).unsign_object(text)
    except (signing.BadSignature, ValueError) as fault:
        raise BadMark from fault
