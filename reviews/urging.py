"""催办: the prevention office asks the holders of a due step to take it.

`reminding` does so by itself on fixed days; this is the office's own word, and it is kept.
"""

from django.db import transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.papers.models import Paper
from registry.trail.recording import record

from . import holdups, notices, offices, workflow
from .models import Urging
from .refusals import AlreadyUrged, NotAllowed
from .seats import Seating

NOT_YOURS = "催办由本单位或者上级单位的防控办办理。"
NOT_DUE = "这一步已经办结，或者还没有到期，不用催办。"


def may_urge(papers, person):
    """Of these papers those that the person may urge: own unit, or one below the office."""
    return papers.filter(offices.under_prevention_office(reach_of(person)))


@transaction.atomic
def urge(*, step, by):
    """Tell whoever can take the step, and keep that it was urged; once a day, whoever asks."""
    paper = workflow.lock(step.paper)
    if not may_urge(Paper.objects.filter(pk=paper.pk), by).exists():
        raise NotAllowed(paper, NOT_YOURS)
    now = timezone.now()
    day = timezone.localdate(now)
    if not holdups.due_steps(reach_of(by), day).filter(pk=step.pk).exists():
        raise NotAllowed(paper, NOT_DUE)
    urging, is_new = Urging.objects.get_or_create(step=step, on=day, defaults={"by": by, "at": now})
    if not is_new:
        raise AlreadyUrged(urging)
    record(by=by, action="step.urged", unit=paper.unit, target=paper)
    notices.urged(step, paper, Seating(day))
    return urging
