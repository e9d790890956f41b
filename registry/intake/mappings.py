"""How a unit mapped its tables last time: proposed again, never applied unseen."""

from .models import ColumnMapping


def mapping_of(unit, subject):
    """The mapping of a unit for a subject; a blank one where it never imported."""
    known = ColumnMapping.objects.filter(unit=unit, subject=subject).first()
    return known or ColumnMapping(unit=unit, subject=subject)


def remember(*, unit, subject, **chosen):
    """What was chosen now over what was chosen before: `columns`, `words`, `posts`."""
    known = mapping_of(unit, subject)
    ColumnMapping.objects.update_or_create(
        unit=unit,
        subject=subject,
        defaults={name: {**getattr(known, name), **new} for name, new in chosen.items()},
    )
