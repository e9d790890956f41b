"""What stands in the hidden column: whose form it is, which row, and what it said that day.

Signed, so that a file of another form or a number changed by hand is told from a good one. Of what
was said only a short digest is kept, field by field: enough to see on which side it changed since.
"""

from dataclasses import dataclass, field

from django.core import signing

from registry.papers.digest import digest_of

HEAD, ROW = "risks.offline.head", "risks.offline.row"


class BadMark(Exception):
    """The mark was changed, or is none of ours."""


@dataclass(frozen=True)
class Head:
    """Of which draft the workbook was made, and the rows it had: ids of duties and points."""

    paper: int
    revision: int
    counter: int
    at: str
    duties: list = field(default_factory=list)
    points: list = field(default_factory=list)


@dataclass(frozen=True)
class Mark:
    """`id`: the duty or point; `was`: field → digest of what it said when it went out."""

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
    return signing.Signer(salt=HEAD).sign_object(vars(head), compress=True)


def sealed_mark(mark):
    return signing.Signer(salt=ROW).sign_object(vars(mark), compress=True)


def head_in(text):
    return Head(**_opened(text, HEAD))


def mark_in(text):
    return Mark(**_opened(text, ROW))


def _opened(text, salt):
    try:
        return signing.Signer(salt=salt).unsign_object(text)
    except (signing.BadSignature, ValueError) as fault:
        raise BadMark from fault
