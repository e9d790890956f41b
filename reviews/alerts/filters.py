"""What the list of alerts is narrowed by."""

from django.db.models import Exists, OuterRef, Q

from reviews.year_filter import UnitYearFilter

from .models import AlertAddressee

ISSUED, SETTLED, OPEN = "issued", "settled", "open"


class AlertFilter(UnitYearFilter):
    STATES = (
        ("", "全部"),
        (ISSUED, "发出的"),
        (SETTLED, "都看过、都回复了的"),
        (OPEN, "还有人没看、没回复的"),
        ("draft", "草稿"),
    )

    def in_state(self, rows, state):
        if state == "draft":
            return rows.filter(issued_at=None)
        if state == ISSUED:
            return rows.issued()
        waits = Exists(unsettled().filter(alert=OuterRef("pk")))
        if state in (SETTLED, OPEN):
            return rows.issued().filter(waits if state == OPEN else ~waits)
        return rows


def unsettled():
    """Addressees that were not reached yet, or are yet to answer where that is asked."""
    unreached = Q(read_at=None, told_on=None)
    unanswered = Q(alert__reply_by__isnull=False, replied_at=None)
    return AlertAddressee.objects.filter(unreached | unanswered)
