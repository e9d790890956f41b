"""The colours of warnings [4] and the ladder of steps [1][2][4], as they come with the software.

What the office at the top made of the labels since stays; asked again this changes nothing.
"""

YELLOW, ORANGE, RED = "yellow", "orange", "red"
ALL = (YELLOW, ORANGE, RED)
# (code, label, order, what it is for)
COLOURS = (
    (YELLOW, "黄色预警", 1, "苗头性的情况，早一点提醒。"),
    (ORANGE, "橙色预警", 2, "反复出现或者措施没有落实，需要整改。"),
    (RED, "红色预警", 3, "情况比较重，须由有权机关决定。"),
)

PERSON, UNIT = "person", "unit"
PARTY, PREVENTION, DISCIPLINE = "leading_group", "prevention_office", "discipline_office"
# (for whom, name, colours, who may order it), from the mildest up
LADDER = (
    (PERSON, "谈心疏导", (YELLOW,), PREVENTION),
    (PERSON, "重点提醒", (YELLOW,), PREVENTION),
    (PERSON, "预警提示", (YELLOW,), PREVENTION),
    (PERSON, "提醒谈话", (YELLOW,), PARTY),
    (PERSON, "谈话提醒", (YELLOW, ORANGE), DISCIPLINE),
    (PERSON, "警示教育", (YELLOW, ORANGE), DISCIPLINE),
    (PERSON, "约见谈话", (YELLOW, ORANGE), DISCIPLINE),
    (PERSON, "批评教育", (YELLOW, ORANGE), PARTY),
    (PERSON, "信访约谈", (ORANGE,), DISCIPLINE),
    (PERSON, "函询", (ORANGE,), DISCIPLINE),
    (PERSON, "告诫劝勉", (ORANGE,), DISCIPLINE),
    (PERSON, "诫勉警示", (ORANGE,), DISCIPLINE),
    (PERSON, "纠正偏差", (ORANGE,), DISCIPLINE),
    (PERSON, "诫勉谈话", (ORANGE, RED), DISCIPLINE),
    (PERSON, "责令纠错", (ORANGE, RED), DISCIPLINE),
    (PERSON, "责令整改", (ORANGE, RED), DISCIPLINE),
    (UNIT, "限期整改", (YELLOW, ORANGE), DISCIPLINE),
    (UNIT, "专题民主生活会", (ORANGE, RED), DISCIPLINE),
    (UNIT, "对责任领导诫勉谈话", (ORANGE, RED), DISCIPLINE),
)


def keep_shipped(colours, steps):
    """Those that are not there yet."""
    known = set(colours.values_list("code", flat=True))
    colours.bulk_create(
        colours.model(code=code, label=label, order=order, meaning=meaning)
        for code, label, order, meaning in COLOURS
        if code not in known
    )
    if steps.filter(unit__isnull=True).exists():
        return
    for order, (for_whom, name, of_colours, seat) in enumerate(LADDER, start=1):
        step = steps.create(for_whom=for_whom, name=name, order=order, seat=seat)
        step.colours.set(of_colours)
