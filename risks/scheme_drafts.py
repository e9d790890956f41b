"""Schemes as versioned data: a draft copied from one there is, changed, tried, then switched on.

Only the prevention office of the unit comes here. Nothing changes a scheme that is settled, and
switching on changes no level: a point keeps its answers and its level until it is graded anew.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from registry.organisation.models import Programme, Scheme, Unit
from registry.organisation.scheme_rules import problems_of
from registry.papers.stamps import stamp_of
from registry.trail.recording import record


class SchemeRefused(Exception):
    """The draft cannot be written or switched on now; `text` says why, for whoever asked."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text


GONE = "这份试用稿已经启用或者删去，不能再改。需要时请照着再起草一份。"
PAST = "过去的年度不再换办法，它的表已经按原来的办法办完了。"
CHANGED = "这份试用稿在您试算以后又改过，请重新试算，看清楚再启用。"


def is_over(programme):
    """Whether its year has ended: what it went by stays what it went by."""
    return programme.year < timezone.localdate().year


@transaction.atomic
def copy_scheme(*, scheme, unit, by, scale=None):
    """A draft of the unit that begins as the scheme is: the next version of the unit's own line.

    For another `scale`, where the levels that it does not have are still to be chosen.
    """
    Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)  # two copies, two versions
    code = scheme.code if scheme.unit_id == unit.pk else f"{scheme.code[:49]}-{unit.code}"
    latest = Scheme.objects.filter(code=code).aggregate(latest=Max("version"))["latest"] or 0
    draft = Scheme.objects.create(
        unit=unit,
        code=code,
        version=latest + 1,
        name=scheme.name,
        kind=scheme.kind,
        scale=scale or scheme.scale,
        rules=scheme.rules,
        made_by=by,
    )
    record(by=by, action="scheme.drafted", unit=unit, target=draft)
    return draft


@transaction.atomic
def save_scheme(*, scheme, name, rules, by):
    """Write a draft; rules that the loader could not read are refused."""
    _check_rules(scheme, rules)
    drafts = Scheme.objects.filter(pk=scheme.pk, settled_at__isnull=True)
    if not drafts.update(name=name, rules=rules):
        raise SchemeRefused(GONE)
    record(by=by, action="scheme.drafted", unit=scheme.unit, target=scheme)


@transaction.atomic
def remove_scheme(*, scheme, by):
    """Throw a draft away; a settled one stays."""
    drafts = Scheme.objects.select_for_update().filter(pk=scheme.pk, settled_at__isnull=True)
    if drafts.first() is None:
        raise SchemeRefused(GONE)
    record(by=by, action="scheme.removed", unit=scheme.unit, target=scheme)
    scheme.delete()


@transaction.atomic
def switch_on(*, programme, scheme, tried, by):
    """The year goes by this scheme from now on; `tried` is the stamp of the rules tried out.

    A draft is settled by it. Asked twice it is done once.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    offered = Scheme.objects.offered_to(programme).select_for_update(of=("self",))
    scheme = offered.filter(pk=scheme.pk).first()
    if scheme is None:
        raise SchemeRefused(GONE)
    if is_over(programme):
        raise SchemeRefused(PAST)
    if programme.scheme_id == scheme.pk:
        return programme
    if stamp_of(scheme.rules) != tried:
        raise SchemeRefused(CHANGED)
    _check_rules(scheme, scheme.rules)  # the scale may have lost a level since
    settled = {"settled_at": timezone.now(), "settled_by": by}
    Scheme.objects.filter(pk=scheme.pk, settled_at__isnull=True).update(**settled)
    programme.scheme, programme.scale = Scheme.objects.get(pk=scheme.pk), scheme.scale
    try:
        programme.clean()
    except ValidationError as refusal:
        raise SchemeRefused(refusal.messages[0]) from refusal
    Programme.objects.filter(pk=programme.pk).update(scheme=scheme, scale=scheme.scale)
    record(by=by, action="programme.changed", unit=programme.unit, target=programme)
    return programme


def problems_of_rules(scheme, rules):
    """Why the rules cannot be read, in words; no query where the levels were prefetched."""
    return problems_of(scheme.kind, rules, {level.rank for level in scheme.scale.levels.all()})


def _check_rules(scheme, rules):
    if problems := problems_of_rules(scheme, rules):
        raise SchemeRefused(problems[0])
