"""What a reviewer has passed before, and which papers can be passed together from one page."""

import hashlib

from registry.papers.register import Change

from . import meetings
from .kinds import kind_of
from .models import Decision, Step
from .visibility import inbox_of

# One in five is drawn, at least one, so that passing together still means reading.
SAMPLE_SHARE = 5


def passed_before(paper, person, rows):
    """Whether this person already passed every version that now stands in the paper."""
    decided = Decision.objects.filter(
        step__paper=paper, person=person, action=Decision.Action.PASS, revision__isnull=False
    )
    revision = decided.order_by("-at").values_list("revision", flat=True).first()
    if revision is None or not rows:
        return False
    kind = kind_of(paper)
    line_model = kind.lines_of(paper.current).model
    passed = set(line_model.objects.filter(revision=revision).values_list("version", flat=True))
    return {row.version.pk for row in rows} <= passed


def passable_together(person):
    """Open personal steps whose paper has only rows unchanged or new without any finding."""
    steps = inbox_of(person).filter(mode=Step.Mode.PERSON)
    return [step for step in steps if _is_plain(step.paper)]


def examinable_together(person, day):
    """Collective steps that one meeting can decide, by the unit that meets: {unit: steps}.

    A paper whose filer sits in the group stays out: there somebody has to leave the room.
    """
    by_unit = {}
    for step in inbox_of(person).filter(mode=Step.Mode.MEETING).select_related("unit"):
        if not any(entry.must_avoid for entry in meetings.invited(step, day)):
            by_unit.setdefault(step.unit, []).append(step)
    return by_unit


def _is_plain(paper):
    rows = kind_of(paper).content.rows(paper.current)
    return all(
        row.change in (Change.UNCHANGED, Change.NEW)
        and not row.details.get("overtaken")
        and not (row.change == Change.NEW and row.details.get("findings"))
        for row in rows
    )


def sample(steps, person, day):
    """The steps drawn for reading before the rest can be passed: the same all day long."""
    size = max(1, len(steps) // SAMPLE_SHARE) if steps else 0

    def draw(step):
        return hashlib.sha256(f"{day:%Y%m%d}-{person.pk}-{step.pk}".encode()).hexdigest()

    return sorted(steps, key=draw)[:size]
