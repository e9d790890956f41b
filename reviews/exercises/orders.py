"""The orders of the long lists."""

from datetime import date

from registry.paging.keyset import Key

# By the day of the decision, the latest first.
LATEST_FIRST = (Key("decided_on", date, falling=True), Key("pk", falling=True))
# Records that wait, the one due first at the head.
DUE_FIRST = (Key("due_on", date), Key("pk"))
# Those that were settled, the latest first.
NEWEST_FIRST = (Key("pk", falling=True),)
