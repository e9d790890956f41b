"""A self-check on paper; the list of who has handed in as a table."""

from django.utils import timezone

from registry.tables.description import Column, Source, Table
from registry.tables.text import chinese_date

from .models import SelfCheckAnswer

Said = SelfCheckAnswer.Said
TITLE, LIST_TITLE = "廉政风险防控自查表", "自查情况表"
COLUMNS = (
    Column("serial", "序号", width=12, align="center"),
    Column("risk", "风险点", width=62, merge=True),
    Column("level", "等级", width=16, align="center"),
    Column("measure", "防控措施", width=58),
    Column("said", "做到没有", width=22, align="center"),
    Column("why", "原因、看什么材料", width=48),
    Column("found", "抽查", width=34),
)
LIST_COLUMNS = (
    Column("serial", "序号", width=12, align="center"),
    Column("unit", "单位", width=34),
    Column("section", "科室（年级组）", width=28),
    Column("addressee", "谁来查", width=30),
    Column("turn", "哪一次", width=50),
    Column("due_on", "期限", width=30),
    Column("state", "状态", width=18),
    Column("done_on", "提交日期", width=30),
    Column("done", "做到", width=12, align="end"),
    Column("partly", "部分做到", width=14, align="end"),
    Column("not_done", "没有做到", width=14, align="end"),
    Column("drawn", "抽查", width=12, align="end"),
    Column("wrong", "不符", width=12, align="end"),
)


def sheet_of(check, answers):
    """What was said and found, as it was handed in."""
    task = check.task
    done_on = timezone.localdate(task.done_at)
    notes = (
        f"岗位：{task.addressee}　自查人：{task.done_by.name}　{chinese_date(done_on)}提交",
        *([f"总的情况：{task.note}"] if task.note else []),
        f"抽查种子 {check.seed}，抽到 {sum(each.is_drawn for each in answers)} 条。",
        "自查人签名：＿＿＿＿＿＿　抽查人签名：＿＿＿＿＿＿",
    )
    return Table(
        title=TITLE,
        source=Source.tasks(done_on),
        columns=COLUMNS,
        rows=[_row(answer) for answer in answers],
        unit_name=task.unit.name,
        compiled_on=done_on,
        notes=notes,
    )


def _row(answer):
    version = answer.measure.version
    return {
        "serial": answer.position,
        "risk": _risk(version),
        "level": str(version.level or ""),
        "measure": answer.measure.told,
        "said": answer.get_said_display(),
        "why": "\n".join(filter(None, (answer.why, answer.evidence))),
        "found": _found(answer),
    }


def _risk(version):
    """Whose it is stands before it where it is not the post's own."""
    point = version.point
    return (
        version.sentence if point.post_id else f"{point.section or point.unit}：{version.sentence}"
    )


def _found(answer):
    finding = getattr(answer, "finding", None)
    if finding is None:
        return "抽到，等抽查" if answer.is_drawn else ""
    return f"{finding}（{finding.found_by.name}）{finding.why}"


def list_of(tasks, counts, day, unit_name=""):
    """`counts`: {task's id: how many answers say what}."""
    return Table(
        title=LIST_TITLE,
        source=Source.tasks(day),
        columns=LIST_COLUMNS,
        rows=[
            _list_row(serial, task, counts.get(task.pk, {}), day)
            for serial, task in enumerate(tasks, start=1)
        ],
        unit_name=unit_name,
        compiled_on=day,
    )


def _list_row(serial, task, counts, day):
    section = task.about_section
    return {
        "serial": serial,
        "unit": task.unit.name,
        "section": section.name if section else "",
        "addressee": task.addressee,
        "turn": task.title,
        "due_on": task.due_on,
        "state": task.state_on(day).label,
        "done_on": task.done_on,
        **{name: counts.get(name) for name in ("done", "partly", "not_done", "drawn", "wrong")},
    }
