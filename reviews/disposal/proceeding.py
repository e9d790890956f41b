"""How an act goes on, the only writer of its state: 回复 → 整改 → 复查 → 办结, or a step higher.

Each move is one conditional update from where the act stood, with its append-only row and its
sealed entry of the trail in one transaction; of two at once the second is told what happened.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.reach import reach_of
from registry.files.signed_sheets import HAS_ACCOUNT, keep_sheet
from registry.files.storing import check_text, store
from registry.organisation.working_days import add_working_days
from registry.trail.recording import record_sealed
from reviews.refusals import NotReady, Refused

from . import circle, from_paper, issuing
from .issuing import tell
from .models import Disposal, Evidence, LadderStep, Move, Receipt, Reply, ReplyDraft

State, Kind = Disposal.State, Move.Kind
MOST_FILES = 10
REDO_DAYS = 10
NOT_YOURS = "这一步现在不由您办理。"
MOVED = "您打开页面以后，这件事已经往前走了一步。请看过现在的进度再办理。"
NO_FILE = "请至少附一份能说明整改情况的材料。"
TOO_MANY = f"一次最多附 {MOST_FILES} 个文件，请把几页合成一个 PDF。"
NOT_HIGHER = "请选比现在更进一步的处置方式。"
TEXTS = ("analysis", "commitment", "plan")


# --- the addressee ---------------------------------------------------------------------------


@transaction.atomic
def sign(*, act, by):
    """签收, once for each person: addressee or responsible leader."""
    reach = reach_of(by)
    if not (circle.is_addressee(act, reach) or circle.is_leader(act, reach)):
        raise Refused(NOT_YOURS)
    return _receipt(act, by)


@transaction.atomic
def keep_draft(*, act, texts, by):
    """What was written so far; only its writer reads it."""
    _require(circle.is_addressee, act, by)
    given = {name: texts.get(name, "") for name in TEXTS}
    ReplyDraft.objects.update_or_create(
        disposal=act, by=by, defaults={**given, "saved_at": timezone.now()}
    )


@transaction.atomic
def reply(*, act, texts, by):
    """回复: analysis, commitment and plan; from now on the days of rectification run."""
    _require(circle.is_addressee, act, by)
    return _reply(act, texts, by)


@transaction.atomic
def rectify(*, act, said, uploads, by):
    """报送整改 with at least one file; raises `FileRefused` for a file that cannot be taken."""
    _require(circle.is_addressee, act, by)
    return _rectify(act, said, uploads, by)


def _reply(act, texts, by, paper=None):
    move = _move(act, State.ISSUED, State.REPLIED, Kind.REPLIED, by, paper=paper)
    Reply.objects.create(move=move, **{name: texts[name].strip() for name in TEXTS})
    ReplyDraft.objects.filter(disposal=act).delete()
    _receipt(act, by, paper)  # whoever replies has received it
    _tell_office_and_leader(act, "一份廉政文书有了回复，请查阅。", "replied")
    return move


def _rectify(act, said, uploads, by, paper=None):
    if not uploads:
        raise NotReady([NO_FILE])
    if len(uploads) > MOST_FILES:
        raise NotReady([TOO_MANY])
    move = _move(act, State.REPLIED, State.RECTIFIED, Kind.RECTIFIED, by, said, paper)
    for upload in uploads:
        content_type = check_text(upload, upload.name)
        kept = store(stream=upload, name=upload.name, content_type=content_type, by=by)
        Evidence.objects.create(move=move, file=kept)
    _tell_office_and_leader(act, "一份廉政文书的整改已经报送，等复查。", "rectified")
    return move


def _receipt(act, by, paper=None):
    who = paper.person if paper else by
    known = {"name": who.name, "title": who.title, "at": timezone.now()}
    known["sheet"] = paper.sheet if paper else None
    receipt, is_new = Receipt.objects.get_or_create(disposal=act, by=who, defaults=known)
    if is_new:
        action = "disposal.recorded" if paper else "disposal.signed"
        record_sealed(by=by, action=action, target=act)
    return receipt


# --- on paper: the office enters it for whom cannot sign in -----------------------------------


@transaction.atomic
def sign_on_paper(*, act, person, signed_on, scan, by):
    return _receipt(act, by, _on_paper(act, from_paper.SIGN, person, signed_on, scan, by))


@transaction.atomic
def reply_on_paper(*, act, person, signed_on, scan, by, **texts):
    return _reply(act, texts, by, _on_paper(act, from_paper.REPLY, person, signed_on, scan, by))


@transaction.atomic
def rectify_on_paper(*, act, person, signed_on, scan, said, uploads, by):
    paper = _on_paper(act, from_paper.RECTIFY, person, signed_on, scan, by)
    return _rectify(act, said, uploads, by, paper)


def _on_paper(act, what, person, signed_on, scan, by):
    _require(circle.is_office, act, by)
    if person not in from_paper.people_for(act, what, timezone.localdate()):
        raise Refused(HAS_ACCOUNT.format(person.name) if person.has_account else MOVED)
    return from_paper.OnPaper(person, keep_sheet(signed_on=signed_on, scan=scan, by=by))


# --- the office --------------------------------------------------------------------------------


@transaction.atomic
def passed(*, act, said, by):
    """复查通过: the act is closed."""
    _require(circle.is_office, act, by)
    move = _move(act, State.RECTIFIED, State.CLOSED, Kind.PASSED, by, said)
    _tell_everybody(act, "一份廉政文书已经办结。", "passed")
    return move


@transaction.atomic
def redone(*, act, said, by, due=None):
    """复查未通过: once more, with a new day."""
    _require(circle.is_office, act, by)
    today = timezone.localdate()
    due = due or add_working_days(today, REDO_DAYS, act.unit.path)
    if due < today:
        raise Refused(issuing.PAST)
    changes = {"round": act.round + 1, "rectify_due": max(due, act.reply_due)}
    move = _move(act, State.RECTIFIED, State.REPLIED, Kind.REDONE, by, said, **changes)
    _tell_everybody(act, "一份廉政文书的整改还差一点，请看复查意见。", "redone")
    return move


@transaction.atomic
def raised(*, act, step, said, demand, by):
    """复查未通过: one step higher. The act ends, and a new one of the same matter follows it."""
    _require(circle.is_office, act, by)
    if step not in higher_steps(act, by):
        raise Refused(NOT_HIGHER)
    _move(act, State.RECTIFIED, State.RAISED, Kind.RAISED, by, said)
    today = timezone.localdate()
    reply_due, rectify_due = issuing.usual_days(act.unit, step, today)
    kept = ("warning", "unit", "office", "person", "post", "addressed_unit", "matter")
    named = ("addressee_name", "addressee_title")
    following = Disposal(
        number=issuing.new_number(act.unit, today),
        follows=act,
        reply_due=reply_due,
        rectify_due=rectify_due,
        issued_as=step.seat,
        issued_by=by,
        **{name: getattr(act, name) for name in (*kept, *named)},
        **issuing.led_by(act.leader_post, today),
        **issuing.asked_by(step, said, demand),
    )
    return issuing.put_out(following, by=by)


def higher_steps(act, by):
    """Steps above this one that the person may order, the nearest first."""
    seats = circle.seats_over(reach_of(by), act.unit)
    ladder = LadderStep.objects.of_unit(act.unit).filter(offered=True, for_whom=act.step.for_whom)
    return ladder.filter(order__gt=act.step.order, seat__in=seats).order_by("order", "pk")


@transaction.atomic
def withdraw(*, act, why, by):
    """撤回 before anybody replied: by who issued it or the office; the row and the reason stay."""
    reach = reach_of(by)
    issuer = act.issued_by_id == by.pk and reach.holds_any(act.issued_as)
    if not (issuer or circle.is_office(act, reach)):
        raise Refused(NOT_YOURS)
    move = _move(act, State.ISSUED, State.WITHDRAWN, Kind.WITHDRAWN, by, why)
    _tell_everybody(act, "一份廉政文书已经撤回，不用办理。", "withdrawn")
    return move


@transaction.atomic
def hand_over(*, act, why, by):
    """移送: recorded, and from now on the discipline office alone sees the whole matter. Nobody is
    told.
    """
    _require(circle.is_office, act, by)
    if act.state not in Disposal.RUNNING:
        raise Refused(MOVED)
    return _move(act, State(act.state), State.HANDED_OVER, Kind.HANDED_OVER, by, why)


# --- what all moves share --------------------------------------------------------------------


def _require(holds, act, by):
    if not holds(act, reach_of(by)):
        raise Refused(NOT_YOURS)


def _move(act, from_state, to_state, kind, by, said="", paper=None, **changes):
    """The row of the move; `Moved` where the act is no longer where its reader saw it."""
    now, turn = timezone.now(), act.round
    ends = None if to_state in Disposal.RUNNING else now
    still = Disposal.objects.filter(pk=act.pk, state=from_state, round=turn)
    if still.update(state=to_state, ended_at=ends, **changes) != 1:
        raise Refused(MOVED)
    who = paper.person if paper else by
    row = Move(
        disposal=act,
        kind=kind,
        round=turn,
        said=said.strip(),
        by=who,
        at=now,
        name=who.name,
        title=who.title,
        sheet=paper.sheet if paper else None,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as refusal:
        raise Refused(MOVED) from refusal
    action = "disposal.recorded" if paper else f"disposal.{kind}"
    record_sealed(by=by, action=action, target=act)
    act.refresh_from_db(fields=["state", "round", "rectify_due", "ended_at"])
    return row


def _tell_office_and_leader(act, text, what):
    day = timezone.localdate()
    tell([*circle.office_people(act, day), *circle.leaders(act, day)], act, text, what)


def _tell_everybody(act, text, what):
    day = timezone.localdate()
    tell([*circle.addressees(act, day), *circle.leaders(act, day)], act, text, what)
