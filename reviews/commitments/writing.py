"""The words of a commitment: written by the prevention office, switched on, replaced by others."""

from django.db import transaction
from django.utils import timezone

from registry.organisation.models import Unit
from registry.trail.recording import record
from reviews.refusals import Refused

from .models import CommitmentText

ON_ALREADY = "这份承诺内容已经启用，不能再改；要改的请另写一份，启用以后代替它。"
FIELDS = ("text", "due_on")


def facts_of(text):
    """What a stamp covers."""
    return {"text": text.text, "due_on": text.due_on.isoformat()}


@transaction.atomic
def write(*, unit, year, tier, post, said, by):
    made = CommitmentText.objects.create(
        unit=unit, year=year, tier=tier, post=post, written_by=by, **said
    )
    record(by=by, action="commitment.text_written", unit=unit, target=made)
    return made


@transaction.atomic
def rewrite(*, text, said, by):
    """As long as it is a draft."""
    drafts = CommitmentText.objects.filter(pk=text.pk, switched_on_at__isnull=True)
    if not drafts.update(**{name: said[name] for name in FIELDS}):
        raise Refused(ON_ALREADY)
    record(by=by, action="commitment.text_written", unit=text.unit, target=text)


@transaction.atomic
def switch_on(*, text, by):
    """From now on it is what is signed; the one before it is retired. Twice is once."""
    Unit.objects.select_for_update(no_key=True).get(pk=text.unit_id)
    text = CommitmentText.objects.select_related("unit").get(pk=text.pk)
    if not text.is_draft:
        return
    now = timezone.now()
    same = CommitmentText.objects.on().filter(unit=text.unit, year=text.year)
    same.filter(tier=text.tier, post=text.post_id).update(retired_at=now)
    CommitmentText.objects.filter(pk=text.pk).update(switched_on_at=now, switched_on_by=by)
    record(by=by, action="commitment.text_switched", unit=text.unit, target=text)
