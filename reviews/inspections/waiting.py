"""What of the bulletins waits for a person: points of their posts and sections to be mended."""

from .models import InspectedPoint


def to_mend(reach):
    """Told of, with a day, and nobody has said what was done."""
    if not reach.takes_part:
        return InspectedPoint.objects.none()
    told = InspectedPoint.objects.filter(
        InspectedPoint.near_q(reach),
        inspection__issued_at__isnull=False,
        mend_by__isnull=False,
        mended_at__isnull=True,
    )
    return told.select_related("inspection__unit").order_by("mend_by", "pk")
