"""Keeping the law register: what its office writes, each in one transaction with the trail.

A refusal is a `Refused` with a sentence for the person in front of the screen.
"""

from django.db import transaction
from django.utils import timezone

from registry.standing.keeping import (
    Refused,
    add_taking_back,
    iso,
    lock_unit,
    may_replace,
    save_once,
)
from registry.trail.recording import record

from .models import Law, LawArticle, LawChange, LawLevel

FACTS = ("level", "title", "number", "issuer", "issued_on", "in_force_from")
ALREADY = "法规库里已有同名、同文号的一部。"


def facts_of(law):
    """What a stamp covers: the facts of a law as plain data."""
    dates = {name: iso(getattr(law, name)) for name in ("issued_on", "in_force_from")}
    return (
        {"title": law.title, "number": law.number, "issuer": law.issuer}
        | dates
        | {"level": law.level_id}
    )


def article_facts(article):
    return {"text": article.text, "repealed_from": iso(article.repealed_from)}


@transaction.atomic
def add_law(*, unit, facts, by):
    """A further law of a unit's own register."""
    law = Law(unit=unit, **{name: facts[name] for name in FACTS})
    lock_unit(unit)
    save_once(law, ALREADY)
    record(by=by, action="law.added", unit=unit, target=law)
    return law


@transaction.atomic
def save_law(*, law, facts, by):
    """Mend the facts of a law; what became of it has rows of its own."""
    law = _locked(law)
    for name in FACTS:
        setattr(law, name, facts[name])
    save_once(law, ALREADY)
    record(by=by, action="law.changed", unit=law.unit, target=law)
    return law


@transaction.atomic
def tell_change(*, law, kind, on, by_what="", replaced_by=None, working_days=None, by):
    """Amended or repealed from a day on; a law is repealed once, and amended once a day."""
    law = _locked(law)
    told = law.changes.standing().filter(kind=kind)
    if kind == LawChange.Kind.REPEALED and told.exists():
        raise Refused("这部法规已经登记为废止，不用再登记一次。", "kind")
    if told.filter(on=on).exists():
        raise Refused("这一天的修改已经登记过，不用再登记一次。", "on")
    if replaced_by is not None and not may_replace(law).filter(pk=replaced_by.pk).exists():
        raise Refused("替代的请选适用范围一样的另一部。", "replaced_by")
    change = LawChange.objects.create(
        law=law,
        kind=kind,
        on=on,
        by_what=by_what,
        replaced_by=replaced_by if kind == LawChange.Kind.REPEALED else None,
        working_days=working_days,
        made_by=by,
        made_at=timezone.now(),
    )
    record(by=by, action=f"law.{kind}", unit=law.unit, target=law)
    return change


@transaction.atomic
def take_back(*, change, by):
    """A change told by mistake counts no longer; asked twice, it is taken back once."""
    law = _locked(change.law)
    if add_taking_back(law.changes, change, by):
        record(by=by, action="law.taken_back", unit=law.unit, target=law)


@transaction.atomic
def save_article(*, law, number, inserted=0, text, repealed_from, article=None, by):
    """Keep an article, new (`article` None) or mended."""
    law = _locked(law)
    same = law.articles.filter(number=number, inserted=inserted)
    if same.exclude(pk=article.pk if article else None).exists():
        raise Refused("这一条已经在法规库里，请打开那一条修改。", "number")
    article = article or LawArticle(law=law)
    article.number, article.inserted = number, inserted
    article.text, article.repealed_from = text, repealed_from
    article.save()
    record(by=by, action="law.changed", unit=law.unit, target=law)
    return article


@transaction.atomic
def move_level(*, level, up, by):
    """One place up or down in the order of levels."""
    levels = list(LawLevel.objects.select_for_update().order_by("order", "pk"))
    place = levels.index(level)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(levels):
        return
    levels[place], levels[other] = levels[other], levels[place]
    for order, each in enumerate(levels, start=1):
        each.order = order
    LawLevel.objects.bulk_update(levels, ["order"])
    record(by=by, action="law.levels_ordered", target=level)


def _locked(law):
    return Law.objects.select_for_update(of=("self",)).select_related("unit").get(pk=law.pk)
