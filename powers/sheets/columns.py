"""The columns a catalogue may have, by the many names real tables give them."""

from dataclasses import dataclass

from powers.content import LABELS
from registry.intake.columns import HeaderFinder


@dataclass(frozen=True)
class Column:
    """`also`: other headers for it; `fills_down`: printed once for several rows."""

    field: str
    also: tuple[str, ...] = ()
    fills_down: bool = False
    hint: str = ""
    width: int = 16

    @property
    def header(self):
        return LABELS[self.field]


# In the order of the official form; the template has the same order.
COLUMNS = (
    Column("side", ("内部外部", "内部/外部", "职权性质"), True, "外部职权或内部职权。", 12),
    Column(
        "name",
        ("事项名称", "权责事项名称", "权力事项名称", "职权", "权力名称", "职权事项", "权责名称"),
        hint="必填。照依据的说法写，看得出权力的性质，如“学生学籍变动审核”。",
        width=30,
    ),
    Column(
        "kind",
        ("权力类型", "权力类别", "职权类别", "事项类型", "类型"),
        True,
        "从列表里选；拿不准就选“其他职权”。",
        14,
    ),
    Column(
        "served",
        ("服务对象类型", "服务对象类别", "办理对象", "行政相对人"),
        hint="自然人、法人和其他组织，或者两样都写；内部职权空着。",
        width=18,
    ),
    Column(
        "exercising_body",
        ("实施主体", "责任主体", "法定主体"),
        True,
        "以谁的名义行使；不填就是本单位。",
        22,
    ),
    Column(
        "sections",
        ("承办机构", "承办处室", "责任科室", "内设机构", "承办部门", "承办处室科室"),
        True,
        "本单位现有科室；几个科室共同承办的用顿号隔开。",
        20,
    ),
    Column(
        "bases",
        ("实施依据", "设定依据", "法定依据", "职权依据", "依据"),
        hint="写全称和条款，如“《中华人民共和国教育法》第二十八条”；几条的各占一行。",
        width=44,
    ),
    Column("handling_body", ("办理机构", "经办人"), hint="具体由谁办。", width=20),
    Column("time_limit", ("办理时限", "法定期限", "承诺期限", "期限"), hint="如“五个工作日”。"),
    Column("supervision_channel", ("监督方式",), hint="群众向哪里反映。", width=22),
    Column("supervision_phone", ("投诉电话", "监督投诉电话"), hint="办公电话，会照原样公开。"),
    Column("supervision_address", ("投诉地址", "监督投诉地址"), hint="到哪里当面反映。", width=22),
    Column("supervision_email", ("监督邮箱地址", "投诉邮箱"), hint="单位的公用邮箱。", width=22),
    Column("content", ("内容", "事项内容"), hint="一两句话说明管什么。", width=30),
    Column("conditions", ("条件", "申请条件"), hint="符合什么条件可以办。", width=24),
    Column("procedure", ("程序", "工作程序"), hint="怎么办、要什么材料。", width=30),
    Column(
        "steps", ("环节", "流程环节", "运行流程"), hint="按先后写，各占一行，如受理、审核、办结。"
    ),
    Column("disposition", ("处理意见",), hint="保留、下放、转移或事后监督；不填按保留。"),
    Column(
        "visibility", ("公开方式", "是否公开"), hint="不填：外部面向社会公开，内部单位内部公开。"
    ),
    Column("code", ("事项编码", "权力编码", "编码"), hint="上级给过编码的照抄，没有就空着。"),
    Column(
        "sub_items",
        ("子项名称", "事项子项"),
        hint="每行一个子项；有编码的写在后面的括号里，如“初次认定（0101）”。",
        width=26,
    ),
    Column(
        "responsibilities",
        ("责任清单", "对应责任事项"),
        hint="每行一个环节，如“受理：公示应交的材料，当场告知是否受理”。",
        width=44,
    ),
    Column(
        "accountabilities",
        ("追责", "追责情形及依据"),
        hint="每行一种情形；依据写在后面的括号里，带书名号。",
        width=36,
    ),
    Column(
        "benchmarks",
        ("裁量权基准", "自由裁量基准"),
        hint="每行一档，如“主动改正的：罚款，1000元以上、不满3000元”。",
        width=44,
    ),
    Column("ground", ("保密理由", "不公开理由"), hint="只在“不公开”时填写。", width=22),
)
BY_FIELD = {column.field: column for column in COLUMNS}


def finder(known=None):
    """`known`: header key → field as this unit mapped its columns before.

    A table without names of powers is no catalogue.
    """
    return HeaderFinder(COLUMNS, needed="name", known=known)
