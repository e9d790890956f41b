"""备案: last year's amendment of the bureau's list, and this year's list at the bodies.

The bodies sit outside the bureau: one files on screen, one answers by letter, one has it in hand.
"""

from powers.causes import stating
from powers.draft import open_draft
from registry.organisation.models import (
    Account,
    Appointment,
    Mandate,
    Person,
    Post,
    Seat,
    Section,
    Unit,
)
from registry.papers.models import Attachment, PaperKind
from reviews import actions, seats, workflow
from reviews.defaults import shipped_route
from reviews.models import Decision, Step
from reviews.verdicts import FilingMark, PaperSignature, Verdict

from .filling import (
    add_power,
    answer_first_check,
    attach_scan,
    begin_catalogue,
    filler,
    hand_in,
    power_content,
    refresh,
)
from .last_year import confirm_and_publish
from .organisation import BUREAU
from .signing import walk

# --- last year: a few rows of the list change in the course of the year --------------------------

SEATED = (10, 9)  # month and day on which the bodies are given their seats
AMENDED = (10, 13)  # on which the amendment begins
AMENDED_DAYS = {1: 2, 2: 5, 3: 7}  # working days after it began
AMENDED_FILED, AMENDED_CONFIRMED = 9, 11
WAIVED = "区委编办答复：没有职责增减，年度中间的变更不单独备案。"
CHANGES = [
    {
        "key": "DEMO/school-bus",
        "fields": {"time_limit": "收到申请之日起2个工作日内征求有关部门意见"},
        "why": "区里的办理细则改了征求意见的时限。",
        "cause": ("law", "《青岚区校车使用许可办理细则》修订，征求意见由3个工作日改为2个工作日。"),
    },
    {
        "key": "DEMO/delay-enrol",
        "fields": {"time_limit": "自受理之日起5个工作日"},
        "why": "证明由科室直接核对，少转一次。",
        "cause": ("duties", "学校初审以后由科室直接核对证明，期限由7个工作日缩短为5个工作日。"),
    },
]

# --- this year: at the bodies --------------------------------------------------------------------

BEGUN, HANDED_IN = 16, 14  # working days before today
SIGNED = {1: 12, 2: 10, 3: 8}
FILED, ANSWERED = 5, 3
BODIES = [
    (Seat.LEGAL_OFFICE, "区司法局", "规范性文件备案审查岗", "蒋明远", "filing-legal"),
    (Seat.ESTABLISHMENT_OFFICE, "区委编办", "职责事项审核岗", "冯守正", ""),
    (Seat.OPENNESS_OFFICE, "区政务公开办", "政务公开审查岗", "岳清扬", "filing-openness"),
]


def stories(world):
    yield bodies(world)
    yield amended(world)
    yield filed(world)


def amended(world):
    """The list stands; two rows of it change, with the ground of each."""
    begins = world.days.last_year(*AMENDED)
    yield world.days.at(begins, "list amended")
    paper = begin_catalogue(world, BUREAU, world.last_year)
    by = filler(world, paper)
    rows = {row["key"]: row for row in world.rows["powers"]}
    with open_draft(paper=paper, by=by) as draft:
        lines = {line.version.power_id: line for line in draft.lines}
        changed = [(lines[world.powers[change["key"]]], change) for change in CHANGES]
        for line, change in changed:
            row = {**rows[change["key"]], **change["fields"]}
            draft.change(line, power_content(world, row), change["why"])
    causes = {line.pk: change["cause"] for line, change in changed}
    stating.state(paper=paper, causes=causes, by=by)
    answer_first_check(world, paper)
    yield world.days.at(world.days.after(begins, 1), "amendment handed in")
    hand_in(world, paper)
    days = {place: world.days.after(begins, later) for place, later in AMENDED_DAYS.items()}
    yield from walk(world, paper, days)
    yield world.days.at(world.days.after(begins, AMENDED_FILED), "amendment filed")
    number = f"备〔{world.last_year}〕"
    _file(world, _open(paper, Seat.LEGAL_OFFICE), f"青司{number}41 号", "与修订后的细则一致。")
    _waive(world, _open(paper, Seat.ESTABLISHMENT_OFFICE), WAIVED)
    _file(world, _open(paper, Seat.OPENNESS_OFFICE), f"青公{number}9 号", "")
    refresh(paper)
    yield from confirm_and_publish(world, paper, world.days.after(begins, AMENDED_CONFIRMED))


def bodies(world):
    """They are given their seats over the bureau, under the names they have here."""
    yield world.days.at(world.days.last_year(*SEATED), "bodies")
    unit = Unit.objects.create(code="DEMO-FILING", name="青岚区备案机关（演示）")
    password = world.account("office").account.password
    route = shipped_route(PaperKind.CATALOGUE)
    for order, (seat, called, post_name, name, username) in enumerate(BODIES, start=1):
        section = Section.objects.create(unit=unit, name=called, order=order)
        place = {"unit": unit, "section": section, "tier": Post.Tier.ORDINARY}
        post = Post.objects.create(name=post_name, **place)
        account = username and Account.objects.create(username=username, password=password)
        person = Person.objects.create(
            unit=unit, name=name, title=f"{called}科员", account=account or None
        )
        Appointment.objects.create(post=post, person=person, starts=world.today)
        over = {"seat": seat, "unit": world.unit(BUREAU)}
        Mandate.objects.create(post=post, starts=world.today, **over)
        route.steps.filter(mode=Step.Mode.FILING, seat=seat).update(called=called)
    world.seats_changed()


def filed(world):
    """A long list, as much was newly found this year. One files, one sends a letter that the office
    enters, the third has it in hand."""
    yield world.days.at(world.days.ago(BEGUN), "list of the year")
    paper = begin_catalogue(world, BUREAU, world.this_year)  # what was cleared is in it
    with open_draft(paper=paper, by=filler(world, paper)) as draft:
        for row in world.rows["listed"]:
            add_power(world, draft, row)
    answer_first_check(world, paper)
    yield world.days.at(world.days.ago(HANDED_IN), "list of the year handed in")
    hand_in(world, paper)
    yield from walk(world, paper, {place: world.days.ago(day) for place, day in SIGNED.items()})
    yield world.days.at(world.days.ago(FILED), "list filed")
    legal = _open(paper, Seat.LEGAL_OFFICE)
    opinion = "依据现行有效，名称与法律规定一致，准予备案。"
    _file(world, legal, f"青司备〔{world.this_year}〕18 号", opinion)
    yield world.days.at(world.days.ago(ANSWERED), "list filed by letter")
    establishment = _open(paper, Seat.ESTABLISHMENT_OFFICE)
    opinion = "与“三定”规定核对一致。"
    _file(world, establishment, f"青编备〔{world.this_year}〕6 号", opinion)


def _open(paper, seat):
    refresh(paper)
    return next(step for step in actions.open_steps_of(paper) if step.seat == seat)


def _office(world, step):
    """Who enters what comes on paper, and says what need not come at all."""
    return seats.recorders(step.paper, world.today, seats.filers(step.paper))[0].person


def _waive(world, step, why):
    verdict = Verdict(Decision.Action.WAIVE, step.paper.current.digest, why)
    workflow.decide(step=step, by=_office(world, step), verdict=verdict)


def _file(world, step, number, opinion):
    """On screen where somebody can; else the office enters the letter with its scan."""
    resolution = seats.resolve(step, world.today)
    verdict = Verdict(
        action=Decision.Action.PASS,
        digest=step.paper.current.digest,
        opinion=opinion,
        filing=FilingMark(number, world.today),
    )
    if not resolution.on_paper:
        return workflow.decide(step=step, by=resolution.holders[0].person, verdict=verdict)
    by = _office(world, step)
    kind = Attachment.Kind.DECISION_SCAN
    scan = attach_scan(world, step.paper, kind, f"{step.seat_name}备案函.png", by)
    name = next(row[3] for row in BODIES if row[0] == step.seat)
    signer = PaperSignature(name, f"{step.seat_name}科员", world.today, scan)
    return workflow.record_from_paper(step=step, by=by, verdict=verdict, signer=signer)
