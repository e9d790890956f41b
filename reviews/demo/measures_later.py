"""One school finds and shows its points first and writes the measures afterwards [2] (2)3, 4: the
head's form is back in the second round, one measure written, one still to come.
"""

from registry.papers.models import Paper
from risks.content import content_of, point_content
from risks.draft import open_draft

from .filling import begin_form, duties_of, filler, hand_in, refresh
from .last_year import show_and_close
from .plans import OPENS, WAVES, steps_of
from .signing import walk
from .this_year import ago, days_of

UNIT, POST = "DEMO-3", "校长"
WRITES = 3  # working days before today
FOUND = [
    {
        "source": "学校离镇上远，零星维修常由熟识的师傅先做后补手续",
        "risk": "没有询价和验收就结清维修款",
        "harm": "花了冤枉钱、修过的地方又要返工",
        "kind": "process",
        "found_by": "self",
        "answers": {"likelihood": 2, "severity": 2},
    },
    {
        "source": "寄宿学生的生活补助由一个人造册、一个人发放",
        "risk": "名册与实际在校人数核对不及时",
        "harm": "补助发错人、家长对学校有意见",
        "kind": "duties",
        "found_by": "masses",
        "answers": {"likelihood": 1, "severity": 3},
    },
]
MEASURE = {
    "text": "维修前由后勤组和教师代表各问一家报价，完工后两人到场验收并签字",
    "stage": "before",
    "kind": "procedure",
    "rhythm": "each_time",
}


def stories(world):
    yield points_first(world)


def points_first(world):
    wave = WAVES["ready"]
    yield ago(world, wave["begin"], f"{UNIT} {POST}")
    paper = begin_form(world, UNIT, POST, world.this_year)
    find(world, paper)
    yield ago(world, wave["submit"], f"{UNIT} {POST} handed in")
    hand_in(world, paper)
    yield from walk(world, paper, steps_of(paper.kind, days_of(world, wave)))
    opens = world.days.ago(OPENS["ready"])
    yield from show_and_close(world, UNIT, [(UNIT, POST)], world.this_year, opens)
    yield ago(world, WRITES, f"{UNIT} {POST} writes measures")
    write_a_measure(world, paper)


def find(world, paper):
    """What was found anew this year, without any measure."""
    with open_draft(paper=paper, by=filler(world, paper)) as draft:
        duty = next(iter(duties_of(draft).values()))
        for each in FOUND:
            draft.points.add(point_content(duty=duty, visibility="public", **each))


def write_a_measure(world, paper):
    """The second round is a draft again, in which measures alone are written."""
    refresh(paper)
    paper = Paper.objects.get(pk=paper.pk)
    with open_draft(paper=paper, by=filler(world, paper)) as draft:
        line = next(
            line for line in draft.points.lines if line.version.source == FOUND[0]["source"]
        )
        measures = point_content(measures=[MEASURE])["measures"]
        content = {**content_of(line.version), "measures": measures}
        draft.points.change(line, content, line.version.why)
