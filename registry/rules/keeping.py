"""Keeping the rules register: what its office writes, each in one transaction with the trail.

A refusal is a `Refused` with a sentence for the person in front of the screen.
"""

from django.db import transaction
from django.utils import timezone

from registry.files.storing import check_text, discard, store
from registry.standing.keeping import (
    Refused,
    add_taking_back,
    iso,
    lock_unit,
    may_replace,
    refuse_second,
    save_once,
)
from registry.trail.recording import record

from .models import Rule, RuleChange

FACTS = ("kind", "title", "number", "issued_on", "in_force_from", "why")
ALREADY = "台账里已有同名、同文号的一项。"
OTHERS_POSTS = "适用岗位请选本单位的岗位。"


def facts_of(rule):
    """What a stamp covers: the facts of a rule and its posts as plain data."""
    facts = {name: getattr(rule, name) for name in FACTS}
    days = {name: iso(facts[name]) for name in ("issued_on", "in_force_from")}
    return {**facts, **days, "posts": sorted(rule.posts.values_list("pk", flat=True))}


@transaction.atomic
def add_rule(*, unit, facts, upload=None, by):
    """A further rule of a unit; `upload` its text as a file. Raises also `FileRefused`."""
    lock_unit(unit)
    rule = Rule(unit=unit, **{name: facts[name] for name in FACTS})
    refuse_second(rule, ALREADY)
    rule.file = _stored(upload, by)
    save_once(rule, ALREADY)
    _cover(rule, facts.get("posts", ()))
    record(by=by, action="rule.added", unit=unit, target=rule)
    return rule


@transaction.atomic
def save_rule(*, rule, facts, upload=None, by):
    """Mend the facts of a rule; a new file takes the place of the old one."""
    rule = _locked(rule)
    for name in FACTS:
        setattr(rule, name, facts[name])
    refuse_second(rule, ALREADY)
    before, stored = rule.file, _stored(upload, by)
    rule.file = stored or before
    save_once(rule, ALREADY)
    if stored and before:
        discard(before)
    _cover(rule, facts.get("posts", ()))
    record(by=by, action="rule.changed", unit=rule.unit, target=rule)
    return rule


@transaction.atomic
def tell_change(*, rule, kind, on, by_what="", replaced_by=None, by):
    """Superseded or repealed from a day on; each is told once."""
    rule = _locked(rule)
    if rule.changes.standing().exists():
        raise Refused("这项制度已经登记过替代或者废止。登记错了，请先撤回。", "kind")
    supersedes = kind == RuleChange.Kind.SUPERSEDED
    if supersedes and replaced_by is None:
        raise Refused("请选由哪一项制度替代；新的一项请先入库。", "replaced_by")
    if supersedes and not may_replace(rule).filter(pk=replaced_by.pk).exists():
        raise Refused("请选本单位或者上级单位的另一项制度。", "replaced_by")
    change = RuleChange.objects.create(
        rule=rule,
        kind=kind,
        on=on,
        by_what=by_what,
        replaced_by=replaced_by if supersedes else None,
        made_by=by,
        made_at=timezone.now(),
    )
    record(by=by, action=f"rule.{kind}", unit=rule.unit, target=rule)
    return change


@transaction.atomic
def take_back(*, change, by):
    """A change told by mistake counts no longer; asked twice, it is taken back once."""
    rule = _locked(change.rule)
    if add_taking_back(rule.changes, change, by):
        record(by=by, action="rule.taken_back", unit=rule.unit, target=rule)


def _locked(rule):
    return (
        Rule.objects.select_for_update(of=("self",)).select_related("unit", "file").get(pk=rule.pk)
    )


def _stored(upload, by):
    if upload is None:
        return None
    content_type = check_text(upload, upload.name)
    return store(stream=upload, name=upload.name, content_type=content_type, by=by)


def _cover(rule, posts):
    if any(post.unit_id != rule.unit_id for post in posts):
        raise Refused(OTHERS_POSTS, "posts")
    rule.posts.set(posts)
