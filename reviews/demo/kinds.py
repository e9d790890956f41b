"""What official lists publish besides, in the demo: own kinds of units, particulars of powers."""

from powers.kinds.models import PowerKind


def enter(organisation, rows):
    """The units' own kinds, with codes that stay from one loading to the next."""
    PowerKind.objects.bulk_create(
        PowerKind(
            unit=organisation.units[row["unit"]],
            code=f"demo-{place}",
            name=row["name"],
            applies=row["applies"],
            order=place,
        )
        for place, row in enumerate(rows["kinds"], start=1)
    )


def particulars_of(rows, key):
    """The further content of a power as the file lists it; nothing for most."""
    said = dict(rows["powers"].get(key, {}))
    if name := said.pop("kind_name", ""):
        said["kind"] = _code(rows, name)
    return said


def _code(rows, name):
    names = [row["name"] for row in rows["kinds"]]
    return f"demo-{names.index(name) + 1}"
