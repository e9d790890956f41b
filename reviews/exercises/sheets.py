"""重要权力运行登记表: the register as a table, described once for every format."""

from registry.tables.description import Column, Source, Table

from .noticing import yuan

TITLE = "重要权力运行登记表"
COLUMNS = (
    Column("serial", "序号", 10, "center"),
    Column("unit", "单位", 26, merge=True),
    Column("section", "科室", 20),
    Column("registered", "登记事项", 26),
    Column("subject", "事项", 46),
    Column("amount", "金额（元）", 22, "end"),
    Column("counterparty", "往来单位或对象", 30),
    Column("decided_on", "决定日期", 22),
    Column("way", "决定方式", 18),
    Column("people", "参加人员", 30),
    Column("avoided", "回避", 24),
    Column("entered_on", "登记日期", 22),
    Column("findings", "提示和说明", 44),
)


def table_of(exercises, day, unit_name=""):
    """`exercises` with findings and answers fetched, in the order of the list."""
    rows = [_row(serial, exercise) for serial, exercise in enumerate(exercises, start=1)]
    return Table(
        title=TITLE,
        source=Source.register(day),
        columns=COLUMNS,
        rows=rows,
        unit_name=unit_name,
        compiled_on=day,
    )


def _row(serial, exercise):
    return {
        "serial": serial,
        "unit": exercise.unit.name,
        "section": exercise.section.name if exercise.section_id else "",
        "registered": exercise.registered.name,
        "subject": exercise.subject,
        "amount": "" if exercise.amount is None else f"{exercise.amount:,.2f}",
        "counterparty": exercise.counterparty,
        "decided_on": exercise.decided_on,
        "way": exercise.get_way_display(),
        "people": "、".join(exercise.attendees),
        "avoided": [f"{name}：{why}" for name, why in exercise.avoided],
        "entered_on": exercise.entered_on,
        "findings": [_finding(each) for each in exercise.findings.all()],
    }


def _finding(finding):
    answer = getattr(finding, "answer", None)
    return f"{finding.get_kind_display()}：{answer.text if answer else '待说明'}"


def amount_in_words(amount):
    return "" if amount is None else yuan(amount).strip()
