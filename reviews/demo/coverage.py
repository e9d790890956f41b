"""The board of the demo: which steps have no risk and why, by whoever heads the section.

Steps where somebody weighs and decides stay open.
"""

import re

from django.db.models import Exists

from powers import editing
from powers.content import content_of
from powers.models import FlowNode, PowerLine, PowerVersion
from registry.organisation.models import Mandate, Seat
from reviews import seats
from risks.coverage import no_risk
from risks.coverage.sheets import points_at_steps

from .filling import filler

NOTED, TAGGED = 6, 1  # working days before today
TAGS = ("execution", "decision")
TAGGED_WHY = "标明每个环节由哪个岗位办理"
# What a step is called, and why there is no risk in it; the first that fits.
REASONS = (
    (
        "公示|公布|公告|公开|张榜|发布|宣传",
        "只照审定的结果原样公开，内容上一步已经定下，这一步没有裁量。",
    ),
    (
        "申请|申报|报名|预约|自愿|自评|自查|自荐|学校推荐|提出|报需求|委托",
        "由提出的一方自己办理，本单位在这一步不经手。",
    ),
    ("受理|收件|收取|立案", "材料清单公开，一次告知，先后由系统排定，没有取舍。"),
    (
        "送达|告知|通知|答复|回复|颁发|发证|说明|下达|证明",
        "照决定原样送达，由收件人签收，回执存档。",
    ),
    (
        "归档|登记|记录|备案|交接|移交|学籍|上报|汇总|列单|填单|检索|摸底|家访|走访",
        "照单登记、归档，两人核对，事后随时可以查对。",
    ),
    (
        "集体|讨论|合议|会|民主|评议|听证|测评|投票|互评|议题|征求意见|听取|笔试|面试|体检|抽签|述职|考察",
        "集体进行，全程记录并有人监督，任何一个人都定不了结果。",
    ),
)


def stories(world):
    yield noted(world)
    yield separated(world)


def noted(world):
    """After the catalogue was confirmed each head looks at the steps without a point."""
    yield world.days.at(world.days.ago(NOTED), "no risk noted")
    nodes = FlowNode.objects.filter(version__in_force_for__isnull=False, version__struck=False)
    nodes = nodes.filter(~Exists(points_at_steps())).select_related("version__power__unit")
    for node in nodes.prefetch_related("version__undertakings__section").order_by("pk"):
        reason, by = reason_for(node.label), _head(world, node.version)
        if reason and by:
            no_risk.note(node=node, reason=reason, by=by)


def separated(world):
    """In the catalogue in draft one post checks and decides: the first check says so."""
    yield world.days.at(world.days.ago(TAGGED), "separation tagged")
    unit = world.unit(world.rows["laws"]["draft"][0]["unit"])
    drafts = PowerLine.objects.filter(revision__paper__unit=unit, revision__submitted_at=None)
    for line in drafts.select_related("revision__paper", "version").order_by("-revision", "pk"):
        content = content_of(PowerVersion.objects.with_content().get(pk=line.version_id))
        heads = Mandate.objects.on(world.today).filter(
            seat=Seat.SECTION_HEAD, section__in=content["sections"]
        )
        if len(content["steps"]) > len(TAGS) and (head := heads.select_related("post").first()):
            by = filler(world, line.revision.paper)
            tagged = _tagged(content, head.post)
            editing.change_power(
                paper=line.revision.paper, line_id=line.pk, content=tagged, why=TAGGED_WHY, by=by
            )
            return


def _tagged(content, post):
    """The second step and the next are handled by this post, on two sides."""
    said = {"handler": post.name, "post_id": post.pk}
    details = dict(content["details"])
    for label, part in zip(content["steps"][1:], TAGS, strict=False):
        details[label] = {**details.get(label, {}), **said, "part": part}
    return {**content, "details": details}


def _head(world, version):
    """Whoever heads the first of its sections; None where nobody does."""
    for each in version.undertakings.all():
        over = {"unit": version.power.unit, "section": each.section, "day": world.today}
        if found := seats.holders(Seat.SECTION_HEAD, **over):
            return found[0].person
    return None


def reason_for(label):
    """Blank where somebody weighs and decides."""
    return next((reason for words, reason in REASONS if re.search(words, label)), "")
