"""What is usually a slip and sometimes right: mended, or left with a word of reason."""

import re

from .errors import EXACT, NOT_FOR_FORM, THREE_PARTS
from .findings import WARNING, Hit, rule
from .legible import core
from .names import named_person

SHORTEST = 8


@rule(
    severity=WARNING,
    clause=THREE_PARTS,
    message="还没有写危害性。请补一句，或者说明为什么暂时没有。",
)
def missing_harm(parts, around):
    """On rows that came from paper or from last year; who types now must write it (an error)."""
    written = dict(parts.written)
    return [] if around.is_written_now or "harm" in written else [Hit("harm")]


@rule(
    severity=WARNING,
    clause="[3] 不能太简单、太笼统",
    message="{name}只有 {said} 个字，别人可能看不明白。请写清在哪个环节、怎么做的。",
)
def too_short(parts, around):
    for part, text in parts.legible:
        if (length := len(core(text))) < SHORTEST and not _AND_SO_ON.fullmatch(core(text)):
            yield Hit(part, str(length))


# A clause that begins with a prohibition, perhaps after its subject; a prohibited thing that
# somebody handles (将不得公开的信息…) is another matter.
_PROHIBITION = re.compile(
    r"(?:^|[，。；、,;：:])(?P<before>[^，。；、,;：:]{0,6}?)"
    r"(?P<word>不得(?![不已以])|严禁|禁止(?!性)|不[准许](?=[\u4e00-\u9fff])(?!确)|切勿)"
)
_HANDLES = re.compile(r"[将把对向被违用按无法舍]")


@rule(
    severity=WARNING,
    clause="[3] 风险点是可能的行为",
    message="{name}写成了“{said}……”的要求。请写可能出现什么情况，要求可以写进防控措施。",
    better="课后收受家长赠送的礼品（“不得收受礼品”写进防控措施）",
)
def prohibition(parts, around):
    for part, text in parts.legible:
        for found in _PROHIBITION.finditer(text):
            if not _HANDLES.search(found["before"]):
                yield Hit(part, found["word"])
                break


_ENDS_ASKING = re.compile(r"[？?]|[吗呢]$")
_WHETHER = re.compile(r"是否|有没有|是不是|有无|能否")
_LOOKED_AT = re.compile(
    r"[未没不][^，。；]{0,6}$|核对|核实|核查|审查|审核|查验|查看|检查|判断|判定|确认|决定|认定|了解|询问"
    r"|无论|不论|不管|对于?[^，。；]{0,12}$|在[^，。；]{0,12}$|就[^，。；]{0,12}$"
)


@rule(
    severity=WARNING,
    clause=EXACT,
    message="{name}写成了检查用的问句。请写可能出现的情况本身。",
    better="未核对原件就受理（不写“材料是否齐全”）",
)
def question(parts, around):
    """A check question (材料是否齐全); 未核对是否齐全 says what somebody does."""
    for part, text in parts.legible:
        if _ENDS_ASKING.search(text) or _asks_whether(text):
            yield Hit(part)


def _asks_whether(text):
    return any(not _LOOKED_AT.search(text[: found.start()]) for found in _WHETHER.finditer(text))


@rule(
    severity=WARNING,
    clause=EXACT,
    message="风险点只写了职权名称“{said}”。请写办这件事时哪一步可能出现什么情况。",
    better="转学审批时对不符合条件的申请放宽把关（不只写“转学审批”）",
)
def only_the_power(parts, around):
    risk = bare(parts.risk)
    for power in around.powers:
        if risk and risk == bare(power):
            yield Hit("risk", power)
            return


_TAIL = re.compile(r"(?:的?廉政)?(?:的?风险)?(?:事项|工作|环节|方面|业务)?$")


def bare(text):
    """A name without what is put behind it to make it look like a risk: 转学审批风险."""
    return _TAIL.sub("", core(text))


_AND_SO_ON = re.compile(
    r"(?:以及|及)?(?:其[他它]|等等?|其余)(?:的?(?:等等?|风险点?|情况|情形|问题|方面|事项|行为|影响|后果))*"
)


@rule(
    severity=WARNING,
    clause="[3] 不能太简单、太笼统",
    message="{name}只写了“{said}”。请写出具体是什么，一条写一件事。",
)
def and_so_on(parts, around):
    for part, text in parts.legible:
        if _AND_SO_ON.fullmatch(core(text)):
            yield Hit(part, text)


@rule(
    severity=WARNING,
    clause=NOT_FOR_FORM,
    message="{name}与本表{said}写得一样。请合并成一条，或者写出两条的不同。",
    better="询价时只找熟悉的一家（另一条写：验收时不核对数量）",
)
def same_text(parts, around):
    """The same point, or the same whole sentence, in another row of this form."""
    written = dict(parts.written)
    for part in ("risk", "text"):
        said = core(written.get(part, ""))
        twin = next((o for o in around.others if said and said == core(getattr(o, part))), None)
        if twin is not None:
            yield Hit(part, twin.name)


@rule(
    severity=WARNING,
    clause="[1][4] 对岗不对人、对事不对人",
    message="{name}里好像写到了同事的姓名“{said}”。风险点对岗不对人，请换成岗位名称。",
    better="采购经办人一人询价、一人定价（不写姓名）",
)
def names_a_person(parts, around):
    for part, text in parts.legible:
        if name := named_person(text, around.people):
            yield Hit(part, name)
