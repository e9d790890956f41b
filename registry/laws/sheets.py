"""What a table of laws holds; how it is read and written is in `registry.standing.sheets`."""

from registry.standing.sheets import Codes, Column, Register

from .models import Law, LawLevel

COLUMNS = (
    Column("title", "名称", ("法规名称", "标题", "文件名称"), "必填，写全称，不用写书名号。", 44),
    Column("level", "层级", ("效力级别", "类别", "法规层级"), "必填，如法律、行政法规。", 14),
    Column("number", "文号", ("发文字号", "令号"), "如“教育部令第49号”。", 22),
    Column("issuer", "制定机关", ("发布机关", "发布部门", "发文机关"), "由谁制定。", 26),
    Column("issued_on", "公布日期", ("发布日期", "颁布日期"), "如 2021-03-01。", 14),
    Column("in_force_from", "施行日期", ("生效日期", "实施日期"), "如 2021-03-01。", 14),
)
_KINDS = {label: kind for kind, label in LawLevel.Kind.choices} | {
    "三定规定": LawLevel.Kind.MANDATE,
    "“三定”方案": LawLevel.Kind.MANDATE,
    "规章": LawLevel.Kind.MINISTRY_RULE,
    "条例": LawLevel.Kind.ADMINISTRATIVE,
}


def _levels():
    """Level by each way to write it."""
    levels = {level.kind: level for level in LawLevel.objects.all()}
    return {text: levels[kind] for text, kind in _KINDS.items() if kind in levels}


LAWS = Register(
    model=Law,
    columns=COLUMNS,
    codes=Codes("level", _levels, tuple(LawLevel.Kind.labels)),
    noun="法规",
    counted="部",
)
