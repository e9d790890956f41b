"""The columns a table of risk points may have, by the many names real tables give them."""

from dataclasses import dataclass

from registry.intake.columns import HeaderFinder


@dataclass(frozen=True)
class Column:
    """`names`: other headers for it, with blanks between; `fills_down`: printed once for several
    rows.
    """

    field: str
    header: str
    names: str = ""
    fills_down: bool = False

    @property
    def also(self):
        return self.names.split()


# Outer before inner: a new value of one ends what stood in those after it.
COLUMNS = (
    Column(
        "serial",
        "序号",
        "编号 项次 行号 序 风险点编号",
    ),
    Column(
        "unit",
        "单位",
        "单位名称 填报单位 所属单位 责任单位",
        fills_down=True,
    ),
    Column(
        "section",
        "科室",
        "部门 处室 责任科室 责任部门 责任处室 承办科室 承办机构 承办处室 承办部门 "
        "内设机构 所在科室 所在部门 科室名称 部门名称 科室年级组 年级组 部门科室 "
        "单位科室 单位部门 单位/部门 科室/部门 部门/科室 股室 业务科室",
        fills_down=True,
    ),
    Column(
        "post",
        "岗位",
        "岗位名称 职位 工作岗位 风险岗位 重点岗位 岗位类别 岗位职务 岗位/职务 职务岗位 "
        "职务/岗位 廉政风险岗位 所在岗位",
        fills_down=True,
    ),
    Column(
        "person",
        "姓名",
        "填报人 填报人姓名 岗位人员 在岗人员 人员 人员姓名",
        fills_down=True,
    ),
    Column(
        "title",
        "职务",
        "职称 现任职务",
        fills_down=True,
    ),
    Column(
        "duty",
        "岗位职责",
        "工作职责 职责 主要职责 工作流程 岗位职责工作流程 岗位职责及工作流程 职责内容 "
        "三重一大岗位职责 岗位职责权限 岗位工作职责 岗位职责/工作流程",
        fills_down=True,
    ),
    Column(
        "power",
        "职权",
        "职权名称 事项名称 权责事项名称 权力事项名称 权力名称 权力事项 职权事项 "
        "权责事项 职权/环节 权力 职权内容 业务事项 工作事项 事项 权力内容 行政权力 "
        "岗位权力 职权项目 权力项目",
        fills_down=True,
    ),
    Column(
        "step",
        "环节",
        "流程环节 权力环节 风险环节 运行环节 工作环节 关键环节 权力运行环节 业务环节",
        fills_down=True,
    ),
    Column(
        "source",
        "风险源",
        "风险来源 风险成因 产生原因 成因 原因 风险原因 风险点成因",
    ),
    Column(
        "risk",
        "风险点",
        "廉政风险点 廉政风险点表现形式 风险点及表现形式 风险描述 "
        "廉政风险主要内容及表现形式 风险点描述 风险点名称 风险点内容 风险表现 风险内容 "
        "廉政风险 表现形式 风险表现形式 廉政风险内容 廉政风险点及表现形式 "
        "廉政风险表现形式 岗位风险点 主要风险点 存在的风险点 风险点表现形式 "
        "廉政风险点内容 廉政风险描述 风险点表现 风险点风险点",
    ),
    Column(
        "harm",
        "危害性",
        "危害 危害后果 后果 造成后果 可能造成的危害 风险后果 可能造成的后果",
    ),
    Column(
        "kind",
        "风险类型",
        "风险类别 风险种类 廉政风险类型 廉政风险类别 风险点类型",
    ),
    Column(
        "grade",
        "岗位风险等级",
        "岗位等级 岗位风险级别 岗位廉政风险等级",
    ),
    Column(
        "level",
        "风险等级",
        "等级 风险级别 级别 廉政风险等级 风险点等级 风险等次 风险点级别 廉政风险级别 "
        "风险评级 风险程度 等次 措施前等级 措施前风险等级 采取措施前等级 采取措施前风险等级 "
        "防控前等级 防控前风险等级 控制前风险等级 固有风险等级 初始风险等级 风险等级措施前 "
        "风险等级防控前 风险等级前 等级前",
    ),
    Column(
        "level_after",
        "措施后等级",
        "措施后风险等级 措施后级别 措施后风险级别 措施后 采取措施后等级 采取措施后风险等级 "
        "采取措施后级别 采取防控措施后等级 采取防控措施后风险等级 落实措施后等级 "
        "落实措施后风险等级 防控后等级 防控后风险等级 防控后级别 防控后 控制后等级 "
        "控制后风险等级 管控后等级 管控后风险等级 整改后等级 整改后风险等级 剩余风险 "
        "剩余风险等级 剩余风险级别 剩余等级 残余风险 残余风险等级 残余风险级别 残留风险 "
        "残留风险等级 风险等级措施后 风险等级防控后 等级措施后 风险等级后 等级后",
    ),
    Column(
        "measures",
        "防控措施",
        "措施 监控措施 防范措施 防控要点及防控措施 自我防控措施 预防措施 控制措施 "
        "风险防控措施 廉政风险防控措施 防范控制措施 防控要点 防控办法 整改措施 制度措施 "
        "监管措施",
    ),
    Column(
        "measures_before",
        "前期预防",
        "前期预防措施 事前预防 防控措施前期预防 事前预防措施",
    ),
    Column(
        "measures_during",
        "中期监控",
        "中期监控措施 事中监控 防控措施中期监控 事中监控措施",
    ),
    Column(
        "measures_after",
        "后期处置",
        "后期处置措施 事后处置 防控措施后期处置 事后处置措施",
    ),
    Column(
        "responsible",
        "责任人",
        "直接责任人 责任主体/责任人 责任主体责任人 责任主体 防控责任人 岗位责任人 "
        "责任人员 具体责任人 责任者",
        fills_down=True,
    ),
    Column(
        "leader",
        "主管领导",
        "分管领导 责任领导 部门负责人 科室负责人 主管分管领导 主管/分管领导 分管责任人 "
        "领导责任人 主要领导 负责人",
        fills_down=True,
    ),
    Column(
        "basis",
        "依据",
        "实施依据 设定依据 法律依据 法定依据 职权依据",
    ),
    Column(
        "due",
        "完成时限",
        "期限 时限 整改时限 办理时限 完成期限 办理期限",
    ),
    Column(
        "code",
        "编码",
        "事项编码 职权编码 权力编码 事项代码",
    ),
    Column(
        "remark",
        "备注",
        "说明 附注",
    ),
)
BY_FIELD = {column.field: column for column in COLUMNS}
LABELS = {column.field: column.header for column in COLUMNS}
STAGES = {"measures_before": "before", "measures_during": "during", "measures_after": "after"}
MEASURES = ("measures", *STAGES)
LEVELS = ("level", "level_after")
_AFTER = "(?:措施|防控|控制|管控|整改).{0,4}(?<!前)后(?!果|续)"
_GRADED = "(?:等级|级别|等次|评级)"
GUESSES = (
    ("岗位.*(?:等级|级别)", "grade"),
    (f"{_AFTER}的?(?:风险|.*{_GRADED})$|{_GRADED}.*{_AFTER}$", "level_after"),
    (f"(?:剩余|残余|残留)风险{_GRADED}?$", "level_after"),
    ("(?:等级|级别)", "level"),
    ("措施|对策", "measures"),
    ("风险源|成因", "source"),
    ("风险.*(?:类型|类别)", "kind"),
    ("风险点|风险.*(?:表现|描述|内容|情形)", "risk"),
    ("危害|后果", "harm"),
    ("领导", "leader"),
    ("责任人", "responsible"),
    ("科室|部门|处室", "section"),
    ("职责", "duty"),
    ("职权|权力|事项", "power"),
    ("环节", "step"),
    ("岗位", "post"),
)


def finder(known=None):
    """`known`: header key → field as this unit mapped its columns before."""
    return HeaderFinder(COLUMNS, needed="risk", guesses=GUESSES, known=known)
