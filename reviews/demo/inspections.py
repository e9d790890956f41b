"""Inspections of the demo: one told of and mended, one told of and waiting, one just planned."""

from registry.access.reach import read_reach
from reviews.inspections import inspecting
from reviews.inspections.models import InspectedPoint

Found = InspectedPoint.Found
# Office, its unit, who; the inspected unit; working days before today; what was found at which
# place (others: done).
# Which points are drawn is left to chance: the words fit any.
TOLD = [
    {
        "office": "prevention_office",
        "office_unit": "DEMO",
        "by": "office",
        "unit": "DEMO-1",
        "ago": 52,
        "about": "学期初防控措施落实情况",
        "team": "防控办两人、特邀监督员一人",
        "found": {
            2: (Found.PARTLY, "措施平时在做，有两次没有留下记录，事后说不清。", 15),
            4: (Found.NO_CASE, "", None),
        },
        "bulletin": (
            "到场看了六条措施，四条做得扎实，记录随手可查，值得别的学校学。\n"
            "有一处两次没有留下记录，请补上；以后做一次记一次。\n"
            "查的是措施有没有做起来，不是查人。谢谢大家的配合。"
        ),
        "mended": "两次的情况已经补记，由当时在场的两个人签字；从本月起，做一次记一次。",
    },
    {
        "office": "prevention_office",
        "office_unit": "DEMO",
        "by": "office",
        "unit": "DEMO-2",
        "ago": 16,
        "about": "期中防控措施落实情况",
        "team": "防控办两人",
        "found": {3: (Found.PARTLY, "措施在做，记录上少一个人的签字。", 40)},
        "bulletin": (
            "六条措施大多落实，查得到记录。\n有一处记录上少一个人的签字，请在期末以前改好。"
        ),
    },
]


def stories(world):
    for told in TOLD:
        yield _story(world, told)
    yield _planned(world)


def _story(world, told):
    day = world.days.ago(told["ago"])
    yield world.days.at(day, f"inspection of {told['unit']}")
    made = _plan(world, told)
    by = world.account(told["by"])
    yield world.days.at(world.days.after(day, 1), f"inspection of {told['unit']} told")
    inspecting.write_down(inspection=made, found=_found(world, made, told["found"]), by=by)
    inspecting.issue_bulletin(inspection=made, bulletin=told["bulletin"], by=by)
    if "mended" in told:
        yield world.days.at(world.days.after(day, 9), f"inspection of {told['unit']} mended")
        _mend(world, made, told["mended"])


def _planned(world):
    yield world.days.at(world.days.ago(1), "inspection planned")
    _plan(
        world,
        {
            "office": "discipline_office",
            "office_unit": "DEMO",
            "by": "discipline",
            "unit": "DEMO-1",
            "about": "年底前防控措施落实情况",
            "team": "派驻组两人",
        },
    )


def _plan(world, told):
    content = {"about": told["about"], "on": world.today, "team": told["team"], "size": 6}
    return inspecting.plan(
        office=told["office"],
        office_unit=world.unit(told["office_unit"]),
        unit=world.unit(told["unit"]),
        content=content,
        by=world.account(told["by"]),
    )


def _found(world, made, missing):
    said = {}
    for point in made.points.all():
        found, text, days = missing.get(point.position, (Found.DONE, "", None))
        due = world.days.after(world.today, days) if days else None
        said[point.pk] = {"found": found, "text": text, "mend_by": due}
    return said


def _mend(world, made, text):
    """Whoever sits on the post of the point that is to be mended."""
    for point in made.points.filter(mend_by__isnull=False).select_related("inspection__unit"):
        people = point.version.point.post.holders(world.today) if point.version.point.post else []
        for person in people:
            reach = read_reach(person, world.today)
            if made.points.filter(InspectedPoint.near_q(reach), pk=point.pk).exists():
                inspecting.report_mended(point=point, text=text, by=person)
                return
