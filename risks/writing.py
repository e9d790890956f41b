"""Putting plain content into a draft version: its fields, proposal and measures; its duty text."""

from datetime import date

from registry.rules.models import Rule

from .content import LINKS, MEASURE_TEXTS, TEXTS, says_the_same
from .models import Measure, MeasureVersion, PointVersion, RiskPoint
from .owners import owner_of

same_point = says_the_same


def write_point(version, content, terms):
    """Save the version with this content, its proposed level beside it."""
    for field, said in _said(content, terms).items():
        setattr(version, field, said)
    version.save()
    version.__dict__.pop("_prefetched_objects_cache", None)
    _write_measures(version, content["measures"])


def write_new_points(paper, contents, terms):
    """Draft versions of new points with this content, written together: five statements for any
    number of them.
    """
    points = RiskPoint.objects.bulk_create([RiskPoint(**owner_of(paper)) for _ in contents])
    versions = PointVersion.objects.bulk_create(
        PointVersion(point=point, written_in=paper, **_said(content, terms))
        for point, content in zip(points, contents, strict=True)
    )
    placed = [
        (version, position, measure)
        for version, content in zip(versions, contents, strict=True)
        for position, measure in enumerate(content["measures"], start=1)
    ]
    identities = Measure.objects.bulk_create([Measure(point=v.point) for v, _, _ in placed])
    cited = _cited([measure for _, _, measure in placed])
    MeasureVersion.objects.bulk_create(
        _measure_version(version, identity, position, measure, cited)
        for identity, (version, position, measure) in zip(identities, placed, strict=True)
    )
    return versions


def _said(content, terms):
    """The fields of a version that says this content, its proposed level beside it."""
    return {
        **{field: content[field] for field in TEXTS},
        **{f"{link}_id": content[link] for link in LINKS},
        "answers": content["answers"],
        "scheme": terms.scheme,
        "proposed": terms.proposed_level(content["answers"]),
    }


def write_duty(version, content):
    version.kind, version.text = content["kind"], content["text"]
    version.save()


def same_duty(content, version):
    said = {"kind": version.kind, "text": version.text}
    return not version.struck and {key: content[key] for key in said} == said


def _write_measures(version, measures):
    """Measures keep their identity; one without takes a free one of this point that is new."""
    known = {
        measure.pk: measure
        for measure in Measure.objects.filter(point=version.point_id).order_by("pk")
    }
    free = _never_frozen(version, known, {measure["measure"] for measure in measures})
    version.measures.all().delete()
    cited = _cited(measures)
    made = []
    for position, measure in enumerate(measures, start=1):
        identity = known.get(measure["measure"]) or (free.pop(0) if free else None)
        identity = identity or Measure.objects.create(point=version.point)
        made.append(_measure_version(version, identity, position, measure, cited))
    MeasureVersion.objects.bulk_create(made)
    _forget(free)


def _cited(measures):
    """Rule id → how it is cited, as it is called now; no query where no rule is cited."""
    pks = {measure["rule"] for measure in measures} - {None}
    return {rule.pk: rule.citation for rule in Rule.objects.filter(pk__in=pks)} if pks else {}


def _measure_version(version, identity, position, measure, cited):
    due_on, rule = measure["due_on"], measure["rule"]
    return MeasureVersion(
        version=version,
        measure=identity,
        position=position,
        post_id=measure["post"],
        rule_id=rule,
        cites=cited[rule] if rule else "",
        due_on=date.fromisoformat(due_on) if due_on else None,
        **{field: measure[field] for field in MEASURE_TEXTS},
    )


def _never_frozen(version, known, claimed):
    """Identities that only this draft uses and that no measure claims: an autosave made them."""
    elsewhere = set(
        MeasureVersion.objects.filter(measure__in=known)
        .exclude(version=version)
        .values_list("measure", flat=True)
    )
    return [measure for pk, measure in known.items() if pk not in claimed | elsewhere]


def _forget(identities):
    Measure.objects.filter(pk__in=[measure.pk for measure in identities]).delete()
