"""Powers that another unit has taken up, so that none stays in two catalogues unnoticed.

Other apps tell who took what up (`taken_up_by`), since powers know no clearing.
"""

_sources = []


def taken_up_by(source):
    """Offer `source(unit)` → (power of the unit by id, name of a unit that has it now)."""
    _sources.append(source)
    return source


def takers_of(unit):
    """{id of a power of the unit: names of those that took it up}, each once, as they are told."""
    found = {}
    for source in _sources:
        for power_id, name in source(unit):
            found.setdefault(power_id, {})[name] = None
    return {power_id: tuple(names) for power_id, names in found.items()}
