"""处置档案: all papers of one act in one file, and the volume of a year of a discipline office.

For the office that keeps the acts, and what it may read itself: never one addressed to the reader.
What was handed over goes with the case: it is in no volume.
"""

from io import BytesIO

from django.db.models import Exists, OuterRef
from django.utils import timezone

from registry.papers.digest import digest_of
from registry.tables.text import chinese_date, clean
from reviews import volumes
from reviews.printed_document import Annex, Grid, Heading, Letter, Paragraph, Signatures, write_pdf

from . import circle, letters
from .models import Disposal, Move

State, Kind = Disposal.State, Move.Kind
FILED = (State.CLOSED, State.RAISED, State.WITHDRAWN)
COVER = volumes.Cover(title="廉政风险处置档案", mark=letters.MARK, who="对谁", when="办结日期")
EMPTY = "这一年没有办结、可以立卷的文书。"


def acts_of_year(reach, office, year):
    """What the volume of an office holds, as this person of the office may read it."""
    handed_over = Disposal.objects.filter(matter=OuterRef("matter"), state=State.HANDED_OVER)
    found = Disposal.objects.filter(circle.kept_q(reach), ~Exists(handed_over), office=office)
    return found.filter(state__in=FILED, ended_at__year=year).order_by("ended_at", "number")


def moves_of(act):
    rows = act.moves.select_related("reply", "sheet__recorded_by")
    return list(rows.prefetch_related("evidence__file").order_by("at", "pk"))


def papers_of(act, moves):
    """Notice, receipt and reply, each round of rectification and re-check, and the outcome."""
    notice = letters.notice_of(act)
    parts = [*notice.parts, Annex("附一　签收和回复"), *letters.received(act, moves)]
    for turn in range(1, act.round + 1):
        of_turn = [move for move in moves if move.round == turn and move.kind in _LOOKED_AT]
        if of_turn:
            parts += [Annex(f"附二　整改和复查（第 {turn} 次）"), *_round(of_turn)]
    parts += [Annex("附三　处置结果"), *_outcome(act, moves)]
    return Letter(f"{act.step_name}文书", parts, letters.MARK, f"编号：{act.number}")


_LOOKED_AT = (Kind.RECTIFIED, *Move.RECHECKS)


def _round(moves):
    for move in moves:
        yield Heading(move.get_kind_display())
        yield Paragraph(
            f"{letters.signed_on(move)}，{letters.whose(move)}{letters.entered(move)}。"
        )
        yield from (Paragraph(line) for line in move.said.splitlines() if line.strip())
        files = [each.file for each in move.evidence.all()]
        if files:
            yield Paragraph("材料（另存在系统里）：")
        for each in files:
            yield Paragraph(f"{each.original_name}，校验码 {each.digest[:16]}")


def _outcome(act, moves):
    ended = chinese_date(timezone.localdate(act.ended_at)) if act.ended_at else "还没有结束"
    yield Paragraph(f"{act.get_state_display()}，{ended}。")
    if follow_up := getattr(act, "follow_up", None):
        yield Paragraph(f"回到台账：{follow_up.get_kind_display()}。")
    yield Grid(letters.MOVES, [letters.row_of(move) for move in moves])
    yield Paragraph(f"校验码：{seal_of(act, moves)[:16]}")
    yield Signatures(["经办人", "复查人"], letters.office_of(act), "年　　月　　日")


def seal_of(act, moves):
    """Over what was issued and done, and the digests of what was handed in."""
    done = [
        {
            "kind": move.kind,
            "round": move.round,
            "name": move.name,
            "at": move.at.isoformat(),
            "said": move.said,
            "files": [each.file.digest for each in move.evidence.all()],
        }
        for move in moves
    ]
    return digest_of({"number": act.number, "why": act.why, "demand": act.demand, "done": done})


def pdf_of(act, moves):
    with BytesIO() as stream:
        write_pdf(papers_of(act, moves), stream)
        return stream.getvalue()


def volume_of(acts, *, words, told):
    """Cover, list of contents, and the papers of each act beginning on a front side."""
    entries, printed = [], []
    for place, act in enumerate(acts):
        told(place)
        moves = moves_of(act)
        printed.append(pdf_of(act, moves))
        entries.append(_entry(place + 1, act, moves))
    title = f"廉政风险处置档案（{words}）"
    return volumes.bound_of(entries, printed, title=title, words=words, cover=COVER)


def _entry(serial, act, moves):
    sheets = [row for row in (*moves, *act.receipts.all()) if row.sheet_id]
    return volumes.Entry(
        serial=serial,
        number=act.number,
        title=clean(f"{act.step_name}（{act.get_state_display()}）"),
        filer=clean(act.addressee_name),
        confirmed_on=timezone.localdate(act.ended_at),
        digest=seal_of(act, moves),
        attached=sum(len(move.evidence.all()) for move in moves) + len(sheets),
    )


def empty_volume(words):
    """A year in which nothing was closed: the same file, so that the job tells nobody which."""
    with BytesIO() as stream:
        write_pdf(Letter(f"廉政风险处置档案（{words}）", [Paragraph(EMPTY)], letters.MARK), stream)
        return stream.getvalue()
