"""Thoughts to take or leave: the three faults of [3], as far as a rule can see them."""

import re

from rapidfuzz.distance import Indel

from .composing import OWN
from .errors import NOT_FOR_FORM
from .findings import HINT, Hit, rule
from .legible import blank_left, core, is_damaged, says_something

NOT_EMPTY = "[3] 避免虚拟化"
NOT_INFLATED = "[3] 避免扩大化"

# What is said of anybody and describes nothing that a person does.
_ATTITUDES = re.compile(
    r"(?:政治|思想|理论|业务|法律|法规|法治|法制|纪律|廉洁|廉政|自律|责任|服务|大局|风险|防范|规矩|程序|制度|工作)*"
    r"(?:觉悟|认识|意识|学习|素质|素养|修养|观念|信念|作风|态度|责任心|事业心|自觉性|警惕性|重视|把关|监督|监管|管理|执行"
    r"|落实|要求|教育|约束|机制|制度|规定|措施|程序|力度|能力|水平|理想信念|思想道德|宗旨)"
    r"(?:不到位|不够|不高|不强|不足|不力|不严|不实|不深|不牢|不健全|不完善|不规范|淡薄|淡漠|缺失|缺乏|欠缺|松懈|放松|薄弱"
    r"|动摇|滑坡|偏低|偏差|有待提高|有待加强|流于形式|走过场)"
)
_VAGUE_DEEDS = re.compile(
    r"(?:可能)?(?:存在|出现|产生|发生|导致|造成|引发|滋生)?(?:一定的?)?"
    r"(?:以权谋私|滥用职权|滥用权力|权力滥用|玩忽职守|徇私舞弊|失职渎职|违纪违法|违法违纪|违规违纪|违纪违规|权钱交易|不作为"
    r"|乱作为|慢作为|不廉洁|腐败|不正之风|廉政风险|廉洁风险|腐败风险)(?:的?(?:行为|问题|现象|风险|情况|可能性?|隐患|发生))*"
)
_GLUE = re.compile(r"[，。、；,;和与及或等的了也不能]|甚至|以及|造成|导致|容易|可能")
_CONCRETE_ENOUGH = 4
# From so many per cent on two texts say the same risk.
SAME = 90


def _says_only(text, pattern, *others):
    """Whether the pattern is in the text, and hardly anything but it and the others."""
    if not pattern.search(text):
        return False
    rest = text
    for taken in (pattern, *others, _GLUE):
        rest = taken.sub("", rest)
    return len(core(rest)) < _CONCRETE_ENOUGH


@rule(
    severity=HINT,
    clause=NOT_EMPTY,
    message="{name}说的是态度或者大道理，看不出做了什么。想一想：在哪个环节、会怎么做？",
    better="验收时不清点数量就在单据上签字（不写“责任心不强”）",
)
def attitude(parts, around):
    """The moral kind may speak of attitudes, as the examples of [3] do."""
    text = _legible(parts, "risk")
    if around.kind != "moral" and _says_only(text, _ATTITUDES, _VAGUE_DEEDS):
        yield Hit("risk")


@rule(
    severity=HINT,
    clause=NOT_EMPTY,
    message="{name}用的是通用的说法，每个岗位都能套用。请换成这里办事时可能出现的具体行为。",
    better="把学生订餐数量报多，差额由个人留用（不写“以权谋私”）",
)
def vague_deed(parts, around):
    text = _legible(parts, "risk")
    of_attitude = around.kind == "moral" and _ATTITUDES.search(text)
    if not of_attitude and _says_only(text, _VAGUE_DEEDS, _ATTITUDES):
        yield Hit("risk")


_SLOGANS = re.compile(
    r"(?:不断|进一步|切实|认真|自觉|严格|全面|持续|积极|努力|经常|定期)*"
    r"(?:加强|提高|强化|增强|提升|严格|深化|坚定|树立|坚持|落实|完善|健全|规范|加大|遵守|执行|做到|注重|学习)"
    r"(?:政治|思想|理论|业务|法律|法规|法治|纪律|廉洁|廉政|自律|责任|服务|风险|防范|警示|党性|职业|师德|内部|日常|自我|相关|有关|各项|规章|工作|正确的)*"
    r"(?:学习|教育|修养|意识|认识|觉悟|素质|水平|能力|监督|监管|管理|约束|作风|建设|制度|规定|要求|纪律|防线|力度|法律法规|理想信念"
    r"|世界观|人生观|价值观|道德|责任心|责任感|审核|把关|自律)"
)


@rule(
    severity=HINT,
    clause=NOT_EMPTY,
    message="有一条措施只是口号（“{said}”）。想一想：谁、什么时候、做哪件事，做完留下什么？",
    better="每月抽查五份转学材料，结果写入台账（不写“加强学习”）",
)
def slogan_measure(parts, around):
    for text in around.measures:
        if _says_only(text, _SLOGANS):
            yield Hit("measure", text)
            return


_GRAVE = re.compile(
    r"亡党|亡国|政权|国家安全|社会动荡|社会(?:的)?(?:和谐)?稳定|群体性(?:事件|上访)|特别重大|重大(?:经济)?损失|巨额|巨大"
    r"|刑事|犯罪|锒铛入狱|家破人亡|不可(?:挽回|估量|弥补)|严重(?:损害|破坏|影响)(?:党|国家|政府|社会)|重大(?:安全)?事故|伤亡"
)
# No work of a post reaches as far as that, whatever its level.
_BEYOND = re.compile(r"亡党|亡国|(?:动摇|颠覆|危及)政权|社会动荡|家破人亡")
_SMALL = re.compile(
    r"迟到|早退|脱岗|离岗|着装|仪表|玩手机|上网|聊天|考勤|请假|值日|卫生|批改|备课|作业|板书|借阅|打印|复印|文具|办公用品|排座"
)


@rule(
    severity=HINT,
    clause=NOT_INFLATED,
    message="危害性写了“{said}”，比这个风险点本身重得多。请写最可能、最直接的影响。",
    better="家长多付费用，对班级失去信任",
)
def inflated_harm(parts, around):
    """Grave harm beside a small matter or the mildest level; the gravest beside anything."""
    harm, risk = _legible(parts, "harm"), _legible(parts, "risk")
    grave = _GRAVE.search(harm)
    mildest = around.rank is not None and around.rank == around.lowest
    if grave and (mildest or _SMALL.search(risk) or _BEYOND.search(harm)):
        yield Hit("harm", grave.group())


@rule(
    severity=HINT,
    clause=NOT_FOR_FORM,
    message="{name}和{said}说的几乎是一回事。请分别写：为什么、会怎样、影响谁。",
    better="验收与采购由同一人办理 → 不清点就签收 → 学校多付货款",
)
def parts_repeat(parts, around):
    """A part that only says again what another part says."""
    texts = {part: core(text) for part, text in parts.written if part != "text"}
    for one, other, said in (
        ("risk", "source", "风险源"),
        ("harm", "risk", "风险点"),
        ("harm", "source", "风险源"),
    ):
        if _much_alike(texts.get(one, ""), texts.get(other, "")):
            yield Hit(one, said)


@rule(
    severity=HINT,
    clause=NOT_FOR_FORM,
    message="{name}里还留着模板的空位“{said}”，请换成实际的内容。",
    better="收到申请后 5 个工作日内不答复（不写“XX个工作日”）",
)
def blank_in_text(parts, around):
    for part, text in parts.written:
        blank = "" if is_damaged(text) else blank_left(text)
        if blank and says_something(text):
            yield Hit(part, blank)


@rule(
    severity=HINT,
    clause="[2] 一个风险点有一套对应措施",
    message="措施“{said}”在本表好几个风险点里一模一样。想一想：这个风险点还需要什么不同的做法？",
    better="询价单由两人分别取得、当面拆封（只对应询价这一步）",
)
def same_measure(parts, around):
    for text in around.measures:
        if core(text) in around.repeated:
            yield Hit("measure", text if len(text) <= 20 else f"{text[:19]}…")
            return


@rule(
    severity=HINT,
    clause="[2] 逐一评估，确定等级",
    message="{said}写的是同样的风险，等级却不同。请看看哪一个更合适。",
    better="同样的风险点用同一个等级，不同之处写进风险源",
)
def two_levels(parts, around):
    risk = core(_legible(parts, "risk"))
    for other in around.others:
        both_graded = None not in (other.rank, around.rank)
        if risk and risk == core(other.risk) and both_graded and other.rank != around.rank:
            yield Hit("risk", other.name)
            return
    for other in around.alike:
        both_graded = None not in (other.rank, around.rank)
        if other.per_cent >= SAME and both_graded and other.rank != around.rank:
            yield Hit("risk", other.where)
            return


@rule(
    severity=HINT,
    clause=NOT_FOR_FORM,
    message="与{said}。如果是参照着写的，请补上这里自己的环节和做法。",
    better="写清在哪一步、用什么单据、由谁复核",
)
def reads_alike(parts, around):
    """A copied text; rows of one identity are never compared with each other."""
    if around.alike:
        closest = around.alike[0]
        part = "text" if parts.wording == OWN else "risk"
        yield Hit(part, f"{closest.where}很相近（{closest.per_cent}%）")


def _legible(parts, part):
    text = dict(parts.written).get(part, "")
    return "" if is_damaged(text) else text


def _much_alike(one, other):
    if len(one) < 4 or len(other) < 4:
        return False
    return one in other or other in one or Indel.normalized_similarity(one, other) > 0.8
