"""廉政活动记录 as it is signed and filed."""

from django.utils import timezone

from registry.tables.description import INSIDE_MARK, Column
from registry.tables.text import chinese_date
from reviews.printed_document import Grid, Heading, Letter, Paragraph, Signatures

from .models import Invitation

TITLE = "廉政活动记录"
_FACTS = (Column("label", "项目", 30, "center"), Column("value", "内容", 126))


def letter_of(activity):
    """Of an activity that was held; until it is recorded it says so."""
    parts = [
        Grid(_FACTS, _facts(activity)),
        Heading("出席情况"),
        *(Paragraph(text) for text in _attendance(activity)),
        Heading("结果"),
        *(Paragraph(line) for line in activity.result.splitlines() if line.strip()),
        *_ballot(activity),
        *_notes(activity),
        *_files(activity),
    ]
    if activity.recorded_at is None:
        parts.append(Paragraph("结果还没有记录。"))
    day = chinese_date(activity.held_on)
    parts.append(Signatures(["主持人", "记录人"], activity.unit.name, day))
    return Letter(title=TITLE, parts=parts, mark=INSIDE_MARK, number=activity.number)


def _facts(activity):
    said = [
        ("活动类型", activity.kind.name),
        ("主题", activity.about),
        ("时间地点", f"{chinese_date(activity.held_on)}，{activity.place}"),
        ("主持人", activity.holder.name),
        ("外请人员", activity.guests or "无"),
        ("记录人", activity.recorded_by.name if activity.recorded_by else ""),
    ]
    return [{"label": label, "value": value} for label, value in said]


def _attendance(activity):
    found = {choice: [] for choice in Invitation.Came}
    for each in activity.invitations.select_related("person").order_by("person__name", "pk"):
        if each.came:
            found[Invitation.Came(each.came)].append(each.person.name)
    yield f"应到 {sum(map(len, found.values()))} 人，实到 {len(found[Invitation.Came.CAME])} 人。"
    for choice, names in found.items():
        if names:
            yield f"{choice.label}：{'、'.join(names)}。"


def _ballot(activity):
    """How many said what; the ballots have no names."""
    tallies = list(activity.tallies.order_by("position", "place"))
    if not tallies:
        return
    grades = activity.kind.ballot
    columns = (
        Column("subject", "测评内容", 60),
        *(Column(grade, grade, 20, "center") for grade in grades),
        Column("all", "收回", 16, "center"),
    )
    rows = {}
    for each in tallies:
        row = rows.setdefault(each.position, {"subject": each.subject, "all": 0})
        row[each.grade] = each.number
        row["all"] += each.number
    yield Heading("测评票数（无记名）")
    yield Grid(columns, list(rows.values()))


def _notes(activity):
    notes = list(activity.notes.select_related("by"))
    if notes:
        yield Heading("补充说明")
    for each in notes:
        yield Paragraph(f"{chinese_date(timezone.localdate(each.at))}，{each.by.name}：{each.text}")


def _files(activity):
    names = [each.file.original_name for each in activity.files.select_related("file")]
    if names:
        yield Heading("附件")
        yield Paragraph("、".join(names))
