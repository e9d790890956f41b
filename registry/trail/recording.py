"""The only writer of the trail: one entry in the transaction of what it tells of (design §5)."""

from django.db import connection, models, transaction
from django.utils import timezone

from . import origin
from .actions import ACTIONS
from .digests import entry_digest
from .models import SEALED_CHAIN, TrailEntry, TrailHead, chain_of


class UnknownAction(ValueError):
    """The trail has no words for this action: add it to `registry.trail.actions`."""


def record(*, by, action, unit=None, target=None, target_kind="", outcome="done"):
    """Append one entry to the unit's chain; if that fails, what it tells of must not happen.

    `by` is a Person or None (nobody signed in, or the system); `unit` None is the system chain.
    `target` is a short reference or a model instance, never content. Whoever records for several
    units in one transaction goes through them in the order of their ids, or two could wait for
    each other.
    """
    chain = chain_of(unit.pk if unit else None)
    return _append(chain, by, action, unit, target, target_kind, outcome)


def record_sealed(*, by, action, target, outcome="done"):
    """The same for what only a circle of design §4 may know of: in one chain for all units, which
    no page of the auditor shows. `target` is a model instance; it is told by its key alone.
    """
    return _append(
        SEALED_CHAIN, by, action, None, str(target.pk), target._meta.label_lower, outcome
    )


def _append(chain, by, action, unit, target, target_kind, outcome):
    if action not in ACTIONS:
        raise UnknownAction(action)
    if not connection.in_atomic_block:
        raise RuntimeError("record() belongs in the transaction of the thing it records.")
    head = _locked_head(chain)
    entry = TrailEntry(
        chain=head.chain,
        seq=head.seq + 1,
        at=timezone.now(),
        previous=head.digest,
        action=action,
        outcome=TrailEntry.Outcome(outcome).value,
        **_actor(by),
        **_unit(unit),
        **_target(target, target_kind),
        **_origin(),
    )
    entry.digest = entry_digest(entry)
    entry.save(force_insert=True)
    head.seq, head.digest = entry.seq, entry.digest
    head.save(update_fields=["seq", "digest"])
    return entry


def record_now(**what):
    """For refusals and sign-ins: there is no other change, or it is being rolled back."""
    with transaction.atomic():
        return record(**what)


def _locked_head(chain):
    heads = TrailHead.objects.select_for_update()
    head, _ = heads.get_or_create(chain=chain)
    return head


def _actor(person):
    if person is None:
        return {}
    account = person.account.get_username() if person.account_id else ""
    return {
        "actor_id": person.pk,
        "actor_name": _short(person.name, "actor_name"),
        "account_name": _short(account, "account_name"),
    }


def _unit(unit):
    return {} if unit is None else {"unit_id": unit.pk, "unit_name": _short(unit.name, "unit_name")}


def _target(target, kind):
    if isinstance(target, models.Model):
        kind = kind or target._meta.label_lower
        target = getattr(target, "number", None) or target.pk
    ref = "" if target is None else str(target)
    return {"target_kind": _short(kind, "target_kind"), "target_ref": _short(ref, "target_ref")}


def _origin():
    here = origin.current()
    return {"origin": here.address, "request_id": here.request_id}


def _short(text, field):
    """Cut to the column; NUL cannot be stored on PostgreSQL and must not stop the trail."""
    return text.replace("\x00", "")[: TrailEntry._meta.get_field(field).max_length]
