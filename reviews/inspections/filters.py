"""What the list of inspections is narrowed by: the unit is the one inspected."""

from reviews.year_filter import UnitYearFilter

from .models import InspectedPoint

TOLD, UNMENDED = "told", "unmended"


class InspectionFilter(UnitYearFilter):
    STATES = (
        ("", "全部"),
        ("open", "没有通报的"),
        (TOLD, "已通报的"),
        (UNMENDED, "还有没整改完的"),
    )
    of_year = "on__year"

    def in_state(self, rows, state):
        if state == "open":
            return rows.filter(issued_at=None)
        if state == TOLD:
            return rows.told()
        if state == UNMENDED:
            waits = InspectedPoint.objects.filter(mend_by__isnull=False, mended_at=None)
            return rows.told().filter(pk__in=waits.order_by().values("inspection"))
        return rows
