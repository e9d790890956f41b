"""Writing into a draft: the one lock and the one check every editing function goes through."""

from django.db.models import F
from django.utils import timezone

from .models import Paper, PaperState, Revision, Writer


class NotDraft(Exception):
    """The paper has been handed in, or the row is closed: nothing may be written now."""

    def __init__(self, text="这张表已经提交，现在不能修改。如需修改，请先撤回，或等审核人退回。"):
        super().__init__(text)
        self.text = text


def lock_draft(paper_id):
    """Lock the paper's row and return its open revision; call inside a transaction."""
    paper = Paper.objects.select_for_update(of=("self",)).get(pk=paper_id)
    open_one = Revision.objects.filter(paper=paper, submitted_at__isnull=True)
    revision = open_one.order_by("no").first()
    if paper.state != PaperState.DRAFT or revision is None:
        raise NotDraft
    revision.paper = paper
    return revision


def mark_saved(revision, by):
    """Count the save, note the time shown as 已保存 hh:mm, and who had a hand in the draft."""
    now = timezone.now()
    Revision.objects.filter(pk=revision.pk).update(counter=F("counter") + 1, saved_at=now)
    hand = Writer(paper_id=revision.paper_id, person=by, at=now)
    Writer.objects.bulk_create([hand], ignore_conflicts=True)
    revision.refresh_from_db(fields=["counter", "saved_at"])
