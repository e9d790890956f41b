"""The rules register of the demo: rules of the bureau and of schools; two superseded, one repealed
after measures came to cite them.
"""

from registry.files.storing import store
from registry.organisation.models import Seat
from registry.rules import keeping
from registry.rules.models import Rule

from .scans import scan_of_signature

SUPERSEDED, REPEALED = 11, 6  # working days before today


def enter(organisation, rows):
    """The rules of the units, with their texts; {key of a point: id of the rule it cites}."""
    cited = {}
    for row in rows["rules"]:
        rule = Rule.objects.create(
            unit=organisation.units[row["unit"]],
            file=_text_of(row["file"]) if "file" in row else None,
            **{name: row[name] for name in keeping.FACTS},
        )
        rule.posts.set(organisation.posts[row["unit"], name] for name in row.get("posts", ()))
        cited |= dict.fromkeys(row.get("cited_by", ()), rule.pk)
    return cited


def stories(world):
    for told in world.rows["rules"]["superseded"]:
        yield superseded(world, told)
    yield repealed(world)


def superseded(world, told):
    """A rule gives way to a newer one; what cites the older is listed as to be mended."""
    yield world.days.at(world.days.ago(SUPERSEDED), f"{told['title']} superseded")
    newer = Rule.objects.get(title=told["by"])
    _tell(world, told, kind="superseded", replaced_by=newer)


def repealed(world):
    yield world.days.at(world.days.ago(REPEALED), "rule repealed")
    _tell(world, world.rows["rules"]["repealed"], kind="repealed")


def _tell(world, told, **given):
    rule = Rule.objects.get(title=told["title"])
    office = world.seated(Seat.PREVENTION_OFFICE, rule.unit)
    keeping.tell_change(rule=rule, on=world.today, by_what=told["by_what"], by=office, **given)


def _text_of(name):
    """A picture that stands for the scan of the rule."""
    return store(stream=scan_of_signature(name), name=name, content_type="image/png", by=None)
