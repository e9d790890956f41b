"""可能漏查 (逆推法 [1]): what no point covers is worded anew for a post, as any suggestion is.

The suggestion is made by the same function, with the same trail entry and the same notice; that it
came from an entry is one row here, which only the office reads.
"""

from django.db import transaction
from django.utils import timezone

from registry.trail.recording import record_sealed
from reviews import notices
from reviews.refusals import Refused
from risks import suggesting

from . import entering
from .models import SourceOrder
from .wording import taken_from

WORDS = ("source", "risk", "harm", "measure", "reason")
COPIED = "这里照抄了风险信息里的“{}”，看得出从哪里来。请换一种说法，只说环节，不说来源。"


def copied_words(entry, typed):
    """{field: what to say} for those whose words stand in the entry."""
    found = {name: taken_from(entry.text, typed.get(name) or "") for name in WORDS}
    return {name: COPIED.format(run) for name, run in found.items() if run}


@transaction.atomic
def order(*, entry, by, **said):
    """Raise it for the post, and keep here where it came from."""
    entry = entering.locked(entry)
    if not entry.is_standing:
        raise Refused(entering.OVER)
    if problems := copied_words(entry, said):
        raise Refused(next(iter(problems.values())))
    try:
        made = suggesting.suggest(by=by, **said)
    except suggesting.NotAnswered as refusal:
        raise Refused(str(refusal)) from refusal
    SourceOrder.objects.create(source=entry, suggestion=made, by=by, at=timezone.now())
    record_sealed(by=by, action="source.ordered", target=entry)
    notices.suggested(made)
    return made
