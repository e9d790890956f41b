"""The kinds of talks that come with the software: kept after every `migrate`, changed by nobody."""

from .models import TalkKind

LEADER, PARTY, DISCIPLINE = TalkKind.HeldBy.values
# (name, held by, counts towards the yearly number, is confidential)
SHIPPED = (
    ("例行谈话", LEADER, True, False),
    ("任职谈话", LEADER, True, False),
    ("谈心谈话", LEADER, True, False),
    ("岗位风险谈话", LEADER, True, False),
    ("提醒谈话", PARTY, False, True),
    ("廉政谈话", DISCIPLINE, True, False),
    ("谈话提醒", DISCIPLINE, False, True),
)


def keep_shipped(kinds):
    """Those that are not among `kinds` yet; asked again it changes nothing."""
    known = set(kinds.filter(unit__isnull=True).values_list("name", flat=True))
    kinds.bulk_create(
        kinds.model(
            name=name, held_by=held_by, counts=counts, is_confidential=confidential, order=order
        )
        for order, (name, held_by, counts, confidential) in enumerate(SHIPPED, start=1)
        if name not in known
    )
