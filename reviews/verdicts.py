"""What a reviewer says: conclusion, opinion, notes on rows; and what makes it acceptable."""

import datetime
from dataclasses import dataclass, field

from registry.papers.models import Attachment

from .models import Decision, Meeting, RecordFiling, RowNote
from .refusals import AlreadyDecided, NotReady

DEFAULT_OPINION = "同意。"
TRAIL_ACTIONS = {
    "pass": "step.passed",
    "return": "step.returned",
    "research": "step.research",
    "waive": "step.waived",
}


@dataclass
class Verdict:
    """`digest` binds it to the revision read; `notes` maps line id → text.

    `back_to` None on a return: to the filler; a number: to that earlier step. `opens` says
    which rows the filler may then change; without notes, and on a re-search, it is all.
    """

    action: str
    digest: str
    opinion: str = ""
    notes: dict[int, str] = field(default_factory=dict)
    back_to: int | None = None
    opens: str = "noted"
    meeting: Meeting | None = None
    filing: "FilingMark | None" = None

    @property
    def slug(self):
        """The action of `reviews.actions` that it is: the office waives, holders decide."""
        return "waive" if self.action == Decision.Action.WAIVE else "decide"

    @property
    def trail_action(self):
        return TRAIL_ACTIONS[self.action]

    def check(self, step, revision, kind):
        """Raise `NotReady` with everything that is missing, in the order of the page."""
        problems = [*self._missing(step), *self._out_of_place(step), *self._meeting(step)]
        problems += self._filing(step)
        if self.action == Decision.Action.PASS:
            problems += _overtaken(kind.overtaken_in(revision))
        if problems:
            raise NotReady(problems)
        self.opinion = self.opinion.strip() or DEFAULT_OPINION

    def repeats(self, decision):
        """Whether it says word for word what was decided: the same request once more."""
        said = (decision.action, decision.digest, decision.opinion, decision.back_to)
        now = (self.action, self.digest, self.opinion.strip() or DEFAULT_OPINION, self.back_to)
        noted = {
            note.point_line_id or note.power_line_id: note.text for note in decision.notes.all()
        }
        return said == now and noted == self.notes and self.filing == mark_of(decision)

    def keep_beside(self, decision, note_field):
        """Write what stands beside a decision: notes on rows, the number of a filing."""
        RowNote.objects.bulk_create(
            RowNote(decision=decision, text=text, **{note_field: line_id})
            for line_id, text in self.notes.items()
        )
        if self.filing is not None:
            RecordFiling.objects.create(
                decision=decision, number=self.filing.number, filed_on=self.filing.filed_on
            )

    def again(self, earlier, by):
        """The decision already made, where this is the very same; else it is refused."""
        if earlier.person_id == by.pk and self.repeats(earlier):
            return earlier
        raise AlreadyDecided(earlier)

    def adds_to(self, revision):
        """Where measures are added after publicity, a return goes on with that; a re-search opens
        the points again, and they are shown anew.
        """
        return None if self.action == Decision.Action.RESEARCH else revision.adds_to

    def rows_to_open(self):
        """Line ids the next draft may change; None for all."""
        if self.action == Decision.Action.RESEARCH or self.opens == "all" or not self.notes:
            return None
        return set(self.notes)

    def _missing(self, step):
        if self.action not in Decision.Action.values:
            yield "请选择审核结论。"
        elif self.action != Decision.Action.PASS and not self.opinion.strip():
            waives = self.action == Decision.Action.WAIVE
            yield (
                "请写明免予备案的理由，它会和目录一起存档。"
                if waives
                else "退回请写明理由，让填报人知道怎么改。"
            )

    def _out_of_place(self, step):
        if self.action == Decision.Action.RETURN and not step.may_return:
            yield "这一步不能退回。"
        if self.action == Decision.Action.RESEARCH and not step.may_research:
            yield "责令重新查找由领导小组或纪检监察机构作出。"
        if self.back_to is not None and not earlier_steps(step, position=self.back_to):
            yield "只能退回到本轮审核中前面的步骤。"

    def _filing(self, step):
        """A catalogue is filed with a number and a day, on a step for filing and nowhere else."""
        is_filing = step.mode == step.Mode.FILING
        if self.action == Decision.Action.WAIVE and not is_filing:
            yield "只有备案的步骤可以免。"
        files = is_filing and self.action == Decision.Action.PASS
        if files and (self.filing is None or not self.filing.number):
            yield "请填写备案号和备案日期。"
        elif self.filing is not None and not files:
            yield "只有准予备案时才有备案号。"

    def _meeting(self, step):
        if step.mode != step.Mode.MEETING:
            return
        if self.meeting is None:
            yield "集体审查请填写会议日期、地点和参会人员。"
        elif self.action == Decision.Action.PASS and not has_majority(self.meeting):
            yield "到会同意的人数没有过半，不能作“通过”结论。"


@dataclass(frozen=True)
class FilingMark:
    """Under which number, on which day a body filed a catalogue (备案)."""

    number: str
    filed_on: datetime.date


def mark_of(decision):
    """The mark of a decision that filed a catalogue; None for every other."""
    filed = RecordFiling.objects.filter(decision=decision).first()
    return FilingMark(filed.number, filed.filed_on) if filed else None


def earlier_steps(step, **which):
    """Steps of this round before this one: a round that began at a later step has no others."""
    earlier = step.paper.steps.filter(lap=step.lap, position__lt=step.position)
    return list(earlier.filter(**which).order_by("position", "branch"))


def has_majority(meeting):
    """More than half of those present and taking part voted for it, at least two of them."""
    part = [a for a in meeting.attendees.all() if a.present and not a.avoided]
    votes_for = sum(attendee.vote == "for" for attendee in part)
    return len(part) >= 2 and votes_for * 2 > len(part)


def _overtaken(count):
    if count:
        yield f"有 {count} 行的台账内容已被其他办件更新，请退回填报人核对后再办。"


@dataclass(frozen=True)
class PaperSignature:
    """Who signed the sheet that the prevention office enters (线下签署)."""

    name: str
    title: str
    signed_on: datetime.date
    scan: Attachment
