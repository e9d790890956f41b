"""What the same month of the year before says of the points of a unit: of which alerts spoke, and
at which measures were found wanting. Only of what the office reads anyhow: nothing of reports and
cases (design §4).
"""

from itertools import chain

from reviews.fulfilment.models import MeasureFinding
from reviews.inspections.models import InspectedPoint
from reviews.self_checks.models import SelfCheckAnswer, failed

from .models import Alert, AlertPoint

Found = InspectedPoint.Found
Applied = MeasureFinding.Applied


def told(alert):
    """Ids of the points that alerts were about."""
    earlier = Alert.objects.issued().filter(unit=alert.unit, year=alert.year - 1, month=alert.month)
    found = AlertPoint.objects.filter(alert__in=earlier)
    return set(found.values_list("version__point", flat=True))


def found_wanting(alert):
    """Ids of the points at which an inspection, a check of a measure or a self-check found so."""
    return set(chain(_inspected(alert), _checked(alert), _self_checked(alert)))


def _inspected(alert):
    found = InspectedPoint.objects.filter(
        inspection__issued_at__isnull=False,
        inspection__unit=alert.unit,
        found__in=[Found.PARTLY, Found.NOT_DONE],
        **_in_the_month(alert, "inspection__on"),
    )
    return found.values_list("version__point", flat=True)


def _checked(alert):
    found = MeasureFinding.objects.filter(
        turn__version__version__point__unit=alert.unit,
        applied__in=[Applied.PARTLY, Applied.NO],
        **_in_the_month(alert, "checked_at"),
    )
    return found.values_list("turn__version__version__point", flat=True)


def _self_checked(alert):
    """What one person handed in for themselves is left to them, as in the assessment."""
    found = failed(SelfCheckAnswer.objects.all()).filter(
        measure__version__point__unit=alert.unit,
        check_made__task__post__isnull=False,
        **_in_the_month(alert, "check_made__task__done_at"),
    )
    return found.values_list("measure__version__point", flat=True)


def _in_the_month(alert, day):
    return {f"{day}__year": alert.year - 1, f"{day}__month": alert.month}
