"""The kinds of jobs. Each app offers its own in a module `background.py`, found at start-up.

    @job_kind("directory.export", label="导出目录")
    def export_directory(work):
        rows = Directory.objects.visible_to(work.owner).get(pk=work.arguments["directory"])
        work.progress(40, "正在排版")
        return Document(name="目录.xlsx", content_type=XLSX, content=render(rows))

The handler runs outside a transaction, may run more than once, and must ask again what the owner
may see. Its effect is what it returns: a `Document` or an `Effect`, brought about together with
the state "done" or not at all.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """A file for "my downloads"."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Effect:
    """Changes to the database, applied in the transaction that marks the job done."""

    apply: Callable[[], object]


class JobFailed(Exception):
    """The job cannot succeed and must not be tried again; the message is for its owner."""


@dataclass(frozen=True)
class JobKind:
    name: str
    label: str
    handler: Callable
    allowed: Callable
    requested: str


_kinds: dict[str, JobKind] = {}


def _always(owner, arguments):
    return True


def job_kind(name, *, label, allowed=_always, requested="export.requested"):
    """Offer the decorated function as the handler of a kind of job.

    `allowed(owner, arguments)` is asked when the job is queued, when it runs and when its file is
    fetched: a right that was revoked in between counts. `requested` is the trail's action when
    somebody queues it.
    """

    def offer(handler):
        if name in _kinds and _kinds[name].handler is not handler:
            raise ValueError(f"job kind {name} is offered twice")
        _kinds[name] = JobKind(name, label, handler, allowed, requested)
        return handler

    return offer


def kind_named(name) -> JobKind:
    return _kinds[name]


def is_offered(name) -> bool:
    return name in _kinds
