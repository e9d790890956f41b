"""A column of a workbook to take along: what a cell of it can say."""

from dataclasses import dataclass

LONGEST = 500


@dataclass(frozen=True)
class Column:
    """`choices` are (value, label); the labels stand in the drop-down and in the cell. `optional`:
    a workbook may have gone out without it, and then says nothing of it. `always`: the field has a
    value at all times, so a blank cell leaves it as it is.
    """

    field: str
    header: str
    hint: str = ""
    choices: tuple = ()
    width: int = 12
    longest: int = LONGEST
    optional: bool = False
    always: bool = False

    def label_of(self, value):
        if not self.choices:
            return "" if value is None else str(value)
        return next((label for known, label in self.choices if known == value), "")

    def sayable(self, value):
        """The value, or None where the workbook has no word for it."""
        return value if not self.choices or self.label_of(value) else None
