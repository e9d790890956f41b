"""Writes what a plan says, all of it or nothing; seats wait for the security administrator."""

from concurrent.futures import ThreadPoolExecutor

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.accounts import open_account
from registry.access.appointing import appoint, appoint_acting
from registry.access.passwords import make_initial_password
from registry.access.seating import give_seat
from registry.intake.models import OrganisationImport
from registry.organisation.models import Post
from registry.organisation.tree import place_unit
from registry.trail.recording import record

from .plan import CHANGED, NEW


class NotApplied(Exception):
    """Nothing was written; the message says why, and what to do."""


def confirm(*, imported, plan, by):
    """Write units, sections, posts, people, accounts and appointments of the plan.

    Returns [(person, user name, initial password)]: the only moment these passwords exist in
    clear. A file is confirmed once, whoever clicks how often.
    """
    passwords = _make_passwords(plan)
    try:
        with transaction.atomic():
            _claim(imported, ["confirmed_at", "confirmed_by"], by)
            _record(_touched(plan), imported, by)
            _write(plan, passwords, by)
            record(by=by, action="import.confirmed", unit=imported.unit, target=imported)
    except (IntegrityError, ValidationError) as refusal:
        raise _explained(refusal) from refusal
    return [
        (item.obj, item.username, passwords[item.username][0]) for item in plan.of("accounts", NEW)
    ]


def confirm_seats(*, imported, plan, by):
    """Give the seats of a confirmed file to its posts; by the security administrator."""
    try:
        with transaction.atomic():
            _claim(imported, ["seats_confirmed_at", "seats_confirmed_by"], by)
            for item in plan.of("seats", NEW):
                give_seat(mandate=item.obj, by=by)
    except (IntegrityError, ValidationError) as refusal:
        raise _explained(refusal) from refusal


def _claim(imported, fields, by):
    """Take the file for this click, unless another click was first."""
    at, who = fields
    unclaimed = OrganisationImport.objects.filter(pk=imported.pk, **{f"{at}__isnull": True})
    if not unclaimed.update(**{at: timezone.now(), who: by}):
        raise NotApplied("这份文件已经确认过了，没有再写入一遍。")


def _write(plan, passwords, by):
    for item in _superiors_first(plan.of("units", NEW, CHANGED)):
        place_unit(unit=item.obj)
        if item.status == NEW:
            record(by=by, action="organisation.changed", unit=item.obj, target=item.obj)
    for kind in ("sections", "posts", "people"):
        for item in plan.of(kind, NEW, CHANGED):
            _settle(item.obj)
            item.obj.full_clean(validate_unique=False, validate_constraints=False)
            item.obj.save()
    for item in plan.of("accounts", NEW):
        encoded = passwords[item.username][1]
        open_account(person=item.obj, username=item.username, encoded=encoded, by=by)
    for item in plan.of("appointments", NEW):
        wanted = item.obj
        place = {"post": wanted.post, "person": wanted.person, "on": wanted.starts, "by": by}
        if wanted.acting:
            appoint_acting(**place, until=None)
        else:
            appoint(**place)


def _settle(obj):
    """Planned things point at planned things; by now these are saved and have an id."""
    obj.unit = obj.unit
    if isinstance(obj, Post):
        obj.section = obj.section


def _superiors_first(items):
    """A unit is saved after the one above it, in whatever order the file has them."""
    waiting = {id(item.obj): item for item in items}
    ordered = []
    while waiting:
        for key, item in list(waiting.items()):
            if id(item.obj.parent) not in waiting:
                ordered.append(waiting.pop(key))
    return ordered


def _make_passwords(plan):
    """{user name: (clear, hashed)}; hashing is slow by intention and lets go of the interpreter."""
    names = [item.username for item in plan.of("accounts", NEW)]
    clear = [make_initial_password() for _ in names]
    with ThreadPoolExecutor(max_workers=4) as pool:
        hashed = list(pool.map(make_password, clear))
    return dict(zip(names, zip(clear, hashed, strict=True), strict=True))


def _touched(plan):
    """The units there already whose lists change, in the order in which trails are locked."""
    touched = {}
    for kind in ("units", "sections", "posts", "people", "accounts", "appointments"):
        for item in plan.of(kind, NEW, CHANGED):
            owner = item.obj.post if kind == "appointments" else item.obj
            unit = owner if kind == "units" else owner.unit
            if unit.pk is not None:
                touched[unit.pk] = unit
    return [unit for _, unit in sorted(touched.items())]


def _record(units, imported, by):
    for unit in units:
        record(by=by, action="organisation.changed", unit=unit, target=imported)


def _explained(refusal):
    if isinstance(refusal, ValidationError):
        return NotApplied("没有写入：" + "；".join(refusal.messages))
    return NotApplied("没有写入：名单刚刚有了变化。请重新核对下面的内容，再确认一次。")
