"""This year, up to today: papers in every state, some of them returned, reopened or overdue.

Days are counted back from today, so the demo is as fresh as the day on which it is loaded.
"""

from registry.access.appointing import appoint_acting
from registry.organisation.models import Seat
from registry.papers.models import Paper
from registry.trail.recording import record
from reviews import workflow
from risks import suggesting

from .filling import (
    add_measure,
    add_unfinished_point,
    begin_catalogue,
    begin_directory,
    begin_form,
    begin_sheet,
    fill_sheet,
    hand_in,
    leave_standing,
    refresh,
    revise_catalogue,
    revise_form,
)
from .last_year import open_publicity, show_and_close
from .plans import (
    ACTING,
    CANCELLED,
    CATALOGUES,
    CONFIRMS,
    EACH_FROM,
    EACH_HOLDER,
    FORMS,
    OPENS,
    OWN_FORMS,
    WAVES,
    steps_of,
)
from .signing import confirm, open_step, order_research, return_step, walk


def stories(world):
    for unit, wave, post in FORMS:
        yield form(world, unit, post, WAVES[wave])
    yield each_holder(world)
    for unit, post, holder, wave in OWN_FORMS:
        yield own_form(world, unit, post, holder, WAVES[wave])
    for each in world.rows["sheets"]:
        yield sheet(world, each)
    for unit in world.organisation.units:
        yield confirmed_forms(world, unit)
        yield ready_forms(world, unit)
        yield shown_forms(world, unit)
    for unit, wave in CATALOGUES:
        yield catalogue(world, unit, WAVES[wave])
    for unit, post, why in CANCELLED:
        yield cancelled(world, unit, post, why)
    yield leave_cover(world)
    yield raised_and_waiting(world)
    yield raised_and_declined(world)
    yield directory_in_draft(world, "DEMO", Paper.Covers.SUBTREE)
    yield directory_in_review(world, "DEMO-1")
    yield just_begun(world, "DEMO-1", "一年级组组长")
    yield just_begun(world, "DEMO-3", "工友")
    yield half_filled(world)
    yield own_form_of_staff(world)
    yield corrected_after_return(world)
    yield returned_by_discipline(world)
    yield told_to_search_again(world)
    yield recalled_and_handed_in_again(world)
    yield reassigned(world)
    yield reopened_by_an_opinion(world)
    yield amended_after_confirmation(world)


# --- the straight way ------------------------------------------------------------------------


def form(world, unit, post, wave):
    """Begun, revised, handed in, and signed as far as the wave goes."""
    yield ago(world, wave["begin"], f"{unit} {post}")
    paper = begin_form(world, unit, post, world.this_year)
    revise_form(world, paper)
    leave_standing(world, paper)
    yield ago(world, wave["submit"], f"{unit} {post} handed in")
    hand_in(world, paper)
    yield from walk(world, paper, steps_of(paper.kind, days_of(world, wave)))


def each_holder(world):
    """Two people on one post: from now on each has a form of their own (一人一表)."""
    yield ago(world, EACH_FROM, "one form each")
    post = world.organisation.posts[EACH_HOLDER]
    post.forms = post.Forms.EACH_HOLDER
    post.save(update_fields=["forms"])
    by = world.account("system-admin")
    record(by=by, action="organisation.changed", unit=post.unit, target=post)


def own_form(world, unit, post, holder, wave):
    """What is shared stands first; the holder adds what is their own."""
    yield ago(world, wave["begin"], f"{unit} {holder}")
    holder = world.organisation.people[holder]
    paper = begin_form(world, unit, post, world.this_year, holder)
    revise_form(world, paper)
    if "submit" in wave:
        yield ago(world, wave["submit"], f"{unit} {holder} handed in")
        hand_in(world, paper)
        yield from walk(world, paper, steps_of(paper.kind, days_of(world, wave)))


def sheet(world, rows):
    """The sheet of a section or a unit: as far as its wave goes, or a draft."""
    wave = WAVES[rows["wave"]]
    yield ago(world, wave["begin"], f"sheet {rows['unit']} {rows['section']}")
    paper = begin_sheet(world, rows)
    world.papers[rows["unit"], sheet_name(rows), world.this_year] = paper
    fill_sheet(world, paper, rows)
    if "submit" in wave:
        yield ago(world, wave["submit"], f"sheet {rows['unit']} {rows['section']} handed in")
        hand_in(world, paper)
        yield from walk(world, paper, steps_of(paper.kind, days_of(world, wave)))


def sheet_name(rows):
    return f"{rows['section'] or '单位'}的表"


def forms_of(world, unit, wave):
    """(unit, name) of the forms and sheets of one wave."""
    sheets = [(row["unit"], row["wave"], sheet_name(row)) for row in world.rows["sheets"]]
    return [
        (code, name) for code, in_wave, name in [*FORMS, *sheets] if (code, in_wave) == (unit, wave)
    ]


def confirmed_forms(world, unit):
    """Shown, without objection, confirmed: the register moves."""
    posts = forms_of(world, unit, "confirmed")
    opens = world.days.ago(OPENS["confirmed"])
    yield from show_and_close(world, unit, posts, world.this_year, opens)
    yield ago(world, CONFIRMS, f"{unit} confirms")
    for unit_code, post in posts:
        confirm(world, world.papers[unit_code, post, world.this_year])


def ready_forms(world, unit):
    """Shown without objection: they wait for the principal."""
    posts, opens = forms_of(world, unit, "ready"), world.days.ago(OPENS["ready"])
    yield from show_and_close(world, unit, posts, world.this_year, opens)


def shown_forms(world, unit):
    """A publicity that is running today."""
    yield ago(world, OPENS["publicity"], f"{unit} publicity")
    open_publicity(world, unit, forms_of(world, unit, "publicity"), world.this_year)


def catalogue(world, unit, wave):
    """Next year's catalogue starts from what is in force; one school changes some powers."""
    yield ago(world, wave["begin"], f"catalogue {unit}")
    paper = begin_catalogue(world, unit, world.this_year)
    if unit == world.rows["catalogue"]["unit"]:
        revise_catalogue(world, paper)
    yield ago(world, wave["submit"], f"catalogue {unit} handed in")
    hand_in(world, paper)
    yield from walk(world, paper, days_of(world, wave))


def directory_in_draft(world, unit, covers):
    yield ago(world, 2, f"directory {unit}")
    begin_directory(world, unit, world.this_year, covers)


def directory_in_review(world, unit):
    yield ago(world, 4, f"directory {unit}")
    paper = begin_directory(world, unit, world.this_year, Paper.Covers.UNIT)
    yield ago(world, 3, f"directory {unit} handed in")
    hand_in(world, paper)


def leave_cover(world):
    """Somebody stands in for a head of section; what is signed meanwhile is printed 代签."""
    begins, ends = (world.days.ago(days) for days in ACTING)
    for row in world.rows["appointments"]:
        if row["acting"]:
            yield world.days.at(world.days.ago(ACTING[0] + 1), row["person"])
            appoint_acting(
                post=world.organisation.posts[row["unit"], row["post"]],
                person=world.organisation.people[row["person"]],
                on=begins,
                until=ends,
                by=world.account("system-admin"),
            )
            world.seats_changed()


def raised_and_waiting(world):
    """领导点: the supervising leader raises a point for the post of the cast's own draft."""
    yield ago(world, 3, "raised")
    suggesting.suggest(
        post=world.organisation.posts["DEMO-1", "学籍管理员"],
        by=world.account("supervisor"),
        found_by="leader",
        presence="latent",
        source="毕业季补办证明的人集中",
        risk="为赶时间先盖章后核对底册",
        harm="证明与底册对不上、孩子升学受影响",
        reason="去年六月窗口排长队，有人提议先盖章再补核对，想请岗位上看看怎么防。",
    )


def raised_and_declined(world):
    """互相查: declined with a reason."""
    post = world.organisation.posts["DEMO-1", "采购员"]
    yield ago(world, 12, "raised for the buyer")
    raised = suggesting.suggest(
        post=post,
        by=world.account("staff"),
        found_by="mutual",
        presence="latent",
        risk="小额零星采购不留比价记录",
        reason="领用文具时听说零星采购直接到店里买。",
    )
    yield ago(world, 10, "declined by the buyer")
    why = "零星采购今年起全部走网上商城，下单时系统自动留存三家报价。"
    suggesting.decline(suggestion=raised, why=why, by=post.holders(world.today)[0])


# --- drafts ----------------------------------------------------------------------------------


def just_begun(world, unit, post):
    yield ago(world, 1, f"{unit} {post}")
    begin_form(world, unit, post, world.this_year)


def half_filled(world):
    """A new row has its first two parts; harm, level and measures are still to come."""
    yield ago(world, 2, "half filled")
    paper = begin_form(world, "DEMO-1", "二年级任课教师", world.this_year)
    yield ago(world, 1, "half filled")
    add_unfinished_point(
        world,
        paper,
        source="家长通过熟人打招呼，希望孩子坐在前排",
        risk="调换座位时不按身高和视力轮换",
    )


def own_form_of_staff(world):
    """The cast's own draft: two rows as before, one adjusted, one new, returned with notes."""
    yield ago(world, 9, "staff")
    paper = begin_form(world, "DEMO-1", "学籍管理员", world.this_year)
    revise_form(world, paper)
    yield ago(world, 8, "staff hands in")
    hand_in(world, paper)
    yield ago(world, 6, "staff returned")
    return_step(
        world,
        paper,
        ["DEMO-1/r28", "DEMO-1/r29"],
        opinion="两条改动方向都对，措施再写实一点就可以了，辛苦修改后再交。",
        note="请补充一条能够查得到记录的做法，例如谁来抽查、多久一次。",
    )
    yield ago(world, 2, "staff corrects")
    add_measure(
        world,
        paper,
        "DEMO-1/r29",
        "班级通讯录只向本班任课教师开放查看，系统不提供整表下载",
        kind="technology",
        rhythm="each_time",
    )


def returned_by_discipline(world):
    """The last signature was refused: back to the filler, who has not begun yet."""
    wave = WAVES["review-4"]
    yield from form(world, "DEMO-2", "九年级组副组长", wave)
    yield ago(world, 2, "returned by discipline")
    paper = world.papers["DEMO-2", "九年级组副组长", world.this_year]
    return_step(world, paper, [first_key(world, paper)])


def told_to_search_again(world):
    """责令重新查找 [1]: the group finds that whole matters are missing; all rows are open."""
    wave = WAVES["review-3"]
    yield from form(world, "DEMO-1", "德育主任", wave)
    yield ago(world, 4, "searched again")
    paper = world.papers["DEMO-1", "德育主任", world.this_year]
    order_research(
        world,
        paper,
        "评优和困难学生认定写得细，校服、研学等涉及费用的事项还没有涉及，请对照职权目录重新查找一遍。",
    )


# --- detours ---------------------------------------------------------------------------------


def corrected_after_return(world):
    """Returned on one row, corrected, and on its second lap nearly through."""
    wave = {"begin": 17, "submit": 16, 1: 15}
    yield from form(world, "DEMO-1", "人事干事", wave)
    paper = world.papers["DEMO-1", "人事干事", world.this_year]
    key = first_key(world, paper)
    yield ago(world, 13, "returned")
    return_step(world, paper, [key])
    yield ago(world, 11, "corrected")
    add_measure(
        world,
        paper,
        key,
        "办结后由办公室抽看两成原始材料，出入当场更正并登记在册",
        stage="after",
        kind="procedure",
        rhythm="quarterly",
    )
    hand_in(world, paper)
    yield from walk(world, paper, days_of(world, {1: 10, 2: 8, 3: 4}))


def recalled_and_handed_in_again(world):
    yield from form(world, "DEMO", "专职督学", {"begin": 8, "submit": 7})
    paper = world.papers["DEMO", "专职督学", world.this_year]
    yield ago(world, 6, "recalled")
    workflow.recall(paper=paper, by=world.account("d0-inspector"))
    yield ago(world, 5, "handed in again")
    hand_in(world, paper)
    yield from walk(world, paper, days_of(world, {1: 3}))


def reassigned(world):
    """The head of the section is away for long: the school's office gives the step to another."""
    yield from form(world, "DEMO-1", "五年级体育教师", {"begin": 5, "submit": 4})
    yield ago(world, 1, "reassigned")
    paper = world.papers["DEMO-1", "五年级体育教师", world.this_year]
    by = world.seated(Seat.PREVENTION_OFFICE, paper.unit)
    workflow.reassign(step=open_step(paper), by=by, to=world.account("section-head"))


def reopened_by_an_opinion(world):
    """One row of a paper in publicity goes back to its filler; the others stay in the batch."""
    yield ago(world, 1, "reopened")
    paper = world.papers["DEMO-1", "课后服务教师", world.this_year]
    refresh(paper)
    by = world.seated(Seat.PREVENTION_OFFICE, paper.unit)
    line = paper.current.point_lines.order_by("position").last()
    workflow.reopen_rows(paper=paper, by=by, line_ids=[line.pk])


def amended_after_confirmation(world):
    """The year's form is in force already: an amendment carries only the row it changes."""
    yield ago(world, 6, "amended")
    paper = begin_form(world, "DEMO", "资金核拨会计", world.this_year)
    add_measure(
        world,
        paper,
        first_key(world, paper),
        "拨款前由另一名会计按文件重算一遍，差额超过一元即退回",
        stage="before",
        kind="separation",
        rhythm="each_time",
    )
    yield ago(world, 5, "amendment handed in")
    hand_in(world, paper)


def cancelled(world, unit, post, why):
    yield ago(world, 15, f"{unit} {post}")
    paper = begin_form(world, unit, post, world.this_year)
    yield ago(world, 12, f"{unit} {post} cancelled")
    by = world.organisation.posts[unit, post].holders(world.today)[0]
    workflow.cancel(paper=paper, by=by, why=why)


# --- days ------------------------------------------------------------------------------------


def ago(world, days, what):
    return world.days.at(world.days.ago(days), what)


def days_of(world, wave):
    """The day of each step by its position."""
    return {step: world.days.ago(days) for step, days in wave.items() if isinstance(step, int)}


def first_key(world, paper):
    """The key of the first row of the paper."""
    versions = paper.current.point_lines.order_by("position").values_list("version__point")
    first = versions[0][0]
    return next(key for key, point in world.points.items() if point == first)
