"""Gathering: what posts declared into their section's declaration, what sections and the unit
declared into the draft of the catalogue.

Nothing is decided twice: the declaration is locked, and moved on from "handed in" by a conditional
update; of two who gather at once the second finds it gathered.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from powers.bases import split_bases
from powers.checklist import default_visibility, name_key
from powers.content import TEXTS, content_of
from powers.draft import open_draft
from powers.models import PowerVersion
from registry.papers.models import Paper, PaperKind, PaperState
from registry.tables.text import chinese_time
from registry.trail.recording import record
from reviews import filing
from reviews.refusals import Refused

from . import declaring, offers, owners, rounds
from .models import Declaration, DeclaredPower

NOT_YOURS = "岗位的申报由科室负责人汇总，科室和单位的由填职权目录的人汇总。"
NOT_HANDED_IN = "这一份还没有申报，或者已经取回，等申报以后再汇总。"
DONE = "这一份已由{}于{}汇总，不用再办。"
UPPER_HANDED_IN = "{}的申报已经提交。请先取回来，再汇总岗位的申报。"
Disposition = DeclaredPower.Disposition


class Effect(StrEnum):
    """What a declared row does to the draft of the catalogue."""

    NONE = "none"
    ADD = "add"
    SAY = "say"  # the row stays and carries the disposition
    STRIKE = "strike"


def effect_of(*, known, disposition):
    """`known`: the register has the power. One newly found that shall go elsewhere, or nowhere, is
    not listed first; whom it is offered to lists it.
    """
    if not known:
        stays = disposition in (Disposition.KEEP, Disposition.SUPERVISE_AFTER)
        return Effect.ADD if stays else Effect.NONE
    if disposition == Disposition.KEEP:
        return Effect.NONE
    return Effect.STRIKE if disposition == Disposition.ABOLISH else Effect.SAY


@dataclass
class Gathered:
    """What came of it, by names; `left` are rows on which sections do not agree yet."""

    added: list = field(default_factory=list)
    said: list = field(default_factory=list)
    struck: list = field(default_factory=list)
    kept: list = field(default_factory=list)
    left: list = field(default_factory=list)


@transaction.atomic
def gather_up(*, declaration, by):
    """A post's rows into its section's declaration (a leader's: the unit's).

    What the section has said of a power itself counts; else what the post said is taken.
    """
    declaration = _locked(declaration, by)
    place = owners.upper(declaration)
    upper = declaring.begin(clearing=declaration.round, section=place.section, by=by)
    if upper.handed_in_at is not None:
        raise Refused(UPPER_HANDED_IN.format(upper.owner_name))
    upper = declaring.lock_draft(upper, by)
    listed = list(upper.rows.listed())
    by_power = {row.power_id: row for row in listed if row.power_id}
    by_name = {name_key(row.said_name): row for row in listed}
    for row in declaration.rows.listed():
        found = by_power.get(row.power_id) or by_name.get(name_key(row.said_name))
        if found is None:
            found = DeclaredPower(declaration=upper, power_id=row.power_id, disposition="")
            for name in declaring.FOUND:
                setattr(found, name, getattr(row, name))
        if not found.disposition:
            _say_as(found, row)
    _mark(declaration, by)
    return upper


@transaction.atomic
def into_catalogue(*, declaration, by):
    """The rows of a section or of the unit into this year's draft, by the editing functions.

    Raises `reviews.filing.NotYours`, `registry.papers.drafts.NotDraft` (also for a row that the
    draft does not open): then nothing was gathered.
    """
    declaration = _locked(declaration, by)
    clearing, result = declaration.round, Gathered()
    disputed = set(disagreements(clearing))
    paper = filing.start_catalogue(unit=clearing.unit, programme=clearing.programme, by=by)
    with open_draft(paper=paper, by=by) as draft:
        lines = {line.version.power_id: line for line in draft.lines}
        for row in declaration.rows.listed():
            if row.power_id in disputed:
                result.left.append(row.said_name)
            else:
                _put(draft, lines.get(row.power_id), row, declaration, result)
    _mark(declaration, by)
    offers.tell_receivers(declaration)
    return result


def draft_of(declaration):
    """The draft of the catalogue that took in the rows of a section or the unit; None where it has
    been handed in since, or nothing was gathered yet.
    """
    if declaration.post_id or declaration.gathered_at is None:
        return None
    clearing = declaration.round
    drafts = Paper.objects.filter(kind=PaperKind.CATALOGUE, state=PaperState.DRAFT)
    return drafts.filter(unit=clearing.unit, programme=clearing.programme).first()


def disagreements(clearing):
    """{power id: rows} of which sections or the unit say different things in this round."""
    rows = DeclaredPower.objects.disputed().filter(
        declaration__round=clearing, declaration__handed_in_at__isnull=False
    )
    said = defaultdict(list)
    for row in rows.select_related("declaration__section", "declaration__round__unit").listed():
        said[row.power_id].append(row)
    return said


def _put(draft, line, row, declaration, result):
    effect = effect_of(known=row.power_id is not None, disposition=row.disposition)
    if effect == Effect.ADD:
        _add(draft, row, declaration)
        result.added.append(row.said_name)
    elif line is None or line.version.struck or effect == Effect.NONE:
        result.kept.append(row.said_name)
    elif effect == Effect.STRIKE:
        draft.strike(draft.line(line.pk), row.reason)
        result.struck.append(row.said_name)
    else:
        content = {**content_of(line.version), "disposition": row.disposition}
        draft.change(draft.line(line.pk), content, row.reason)
        result.said.append(row.said_name)


def _add(draft, row, declaration):
    """A new row; where the draft has that name already, the section is put beside the others."""
    sections = [declaration.section_id] if declaration.section_id else []
    line = draft.named(row.name)
    if line is None:
        draft.add(new_content(row, declaration.round.unit, sections), row.reason)
        return
    content = content_of(line.version)
    both = sorted({*content["sections"], *sections})
    if both != content["sections"]:
        draft.change(draft.line(line.pk), {**content, "sections": both}, row.reason)


def new_content(row, unit, sections):
    """A power newly found as plain content (`powers.content`); the office completes it."""
    found = {"name": row.name, "side": row.side, "kind": row.kind_id, "content": row.content}
    stays = row.disposition in PowerVersion.Disposition.values
    return {
        **dict.fromkeys(TEXTS, ""),
        **found,
        "exercising_body": unit.name,
        "disposition": row.disposition if stays else PowerVersion.Disposition.KEEP.value,
        "visibility": default_visibility(row.side),
        "bases": [{"law": law, "article": article} for law, article in split_bases(row.bases)],
        "sections": sections,
        "steps": [],
    }


def _say_as(found, row):
    for name in declaring.SAID:
        setattr(found, name, getattr(row, name))
    found.taken_from = row
    found.save()
    declaring.name_receivers(found, row.named_units)


def _locked(declaration, by):
    """The round first, as whoever hands in or closes it does."""
    rounds.lock_open(declaration.round_id)
    rows = Declaration.objects.select_for_update(of=("self",)).listed()
    declaration = rows.select_related("gathered_by").get(pk=declaration.pk)
    if not owners.may_gather(declaration, by, timezone.localdate()):
        raise Refused(NOT_YOURS)
    _require_waiting(declaration)
    return declaration


def _require_waiting(declaration):
    if declaration.gathered_at is not None:
        at = timezone.localtime(declaration.gathered_at)
        raise Refused(DONE.format(declaration.gathered_by.name, chinese_time(at)))
    if declaration.handed_in_at is None:
        raise Refused(NOT_HANDED_IN)


def _mark(declaration, by):
    waiting = Declaration.objects.filter(
        pk=declaration.pk, handed_in_at__isnull=False, gathered_at__isnull=True
    )
    if not waiting.update(gathered_by=by, gathered_at=timezone.now()):
        raise Refused(NOT_HANDED_IN)
    record(by=by, action="clearing.gathered", unit=declaration.round.unit, target=declaration)
