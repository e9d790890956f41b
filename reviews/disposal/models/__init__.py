"""Circle (c) of design §4: what is addressed to somebody. Nothing here leads to circles (a), (b).

Units, posts, points and people are held by the database alone (`DO_NOTHING`): what stands in the
way of deleting one is listed in the admin, and must not name an act there. Keys and numbers do not
tell how many acts there are.
"""

from .acts import Disposal
from .follow_ups import FollowUp
from .ladder import LadderStep
from .moves import Evidence, Move, Receipt, Reply, ReplyDraft
from .warnings import PostWarning, WarningColour

__all__ = [
    "Disposal",
    "Evidence",
    "FollowUp",
    "LadderStep",
    "Move",
    "PostWarning",
    "Receipt",
    "Reply",
    "ReplyDraft",
    "WarningColour",
]
