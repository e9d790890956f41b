"""The four sheets of the organisation and their columns, for the template and the reader."""

from dataclasses import dataclass

from registry.organisation.models import Post, Rank, Seat

YES_NO = {"是": True, "否": False}


def labels(choices):
    return {choice.label: choice.value for choice in choices}


@dataclass(frozen=True)
class Column:
    key: str
    header: str
    is_required: bool = False
    also: tuple[str, ...] = ()
    choices: dict | None = None
    synonyms: dict | None = None  # accepted when read, not offered in the drop-down
    kind: str = "text"  # text, number, date
    longest: int = 120
    width: int = 16
    hint: str = ""

    @property
    def headers(self):
        return (self.header, *self.also)


@dataclass(frozen=True)
class SheetPlan:
    key: str
    name: str
    columns: tuple[Column, ...]


UNIT_CODE = Column(
    "unit_code", "单位代码", True, longest=40, hint="与“单位”表中的代码一致；已有的单位直接写代码。"
)
UNITS = SheetPlan(
    "units",
    "单位",
    (
        Column(
            "code",
            "单位代码",
            True,
            longest=40,
            hint="字母、数字、点、横线；全系统唯一，定了就不再改。",
        ),
        Column("name", "单位名称", True, width=28, hint="用公章上的全称。"),
        Column(
            "parent_code", "上级单位代码", longest=40, hint="没有上级的留空；已有单位留空表示不变。"
        ),
    ),
)
SECTIONS = SheetPlan(
    "sections",
    "科室",
    (
        UNIT_CODE,
        Column(
            "name",
            "科室名称",
            True,
            also=("科室", "年级组", "科室（年级组）", "部门"),
            longest=80,
            width=22,
            hint="科室、年级组都填在这里。",
        ),
        Column("order", "排序", kind="number", width=8, hint="数字小的排在前面；可以不填。"),
    ),
)
POSTS = SheetPlan(
    "posts",
    "岗位",
    (
        UNIT_CODE,
        Column(
            "section",
            "科室名称",
            also=("科室", "年级组", "科室（年级组）", "部门"),
            longest=80,
            width=22,
            hint="领导岗位可以不填，其他岗位必填。",
        ),
        Column("name", "岗位名称", True, also=("岗位",), longest=80, width=22),
        Column("tier", "岗位层次", True, choices=labels(Post.Tier), width=14),
        Column("is_key", "重要岗位", choices=YES_NO, width=10, hint="不填按“否”。"),
        Column(
            "forms",
            "填表方式",
            choices=labels(Post.Forms),
            width=14,
            hint="一岗一表：全岗共用一张；一人一表：每人一张（如教师）。不填按一岗一表。",
        ),
    ),
)
PEOPLE = SheetPlan(
    "people",
    "人员",
    (
        UNIT_CODE,
        Column("name", "姓名", True, longest=60),
        Column("title", "职务", longest=60, hint="签字时显示的职务。"),
        Column(
            "username",
            "登录名",
            also=("账号", "用户名"),
            longest=150,
            hint="填了就新开账号；没有账号的人由信息员代填，留空。",
        ),
        Column(
            "section",
            "科室名称",
            also=("科室", "年级组", "部门"),
            longest=80,
            width=22,
            hint="所任岗位的科室。",
        ),
        Column(
            "post",
            "岗位名称",
            also=("岗位",),
            longest=80,
            width=22,
            hint="一人多岗的写多行；只登记人员的留空。",
        ),
        Column("starts", "任职起始日期", kind="date", hint="如 2026-09-01；不填按导入当天。"),
        Column("acting", "代理", choices=YES_NO, width=8, hint="请假代理填“是”，签字时显示代签。"),
        Column(
            "seat",
            "席位",
            choices=labels(Seat),
            synonyms={
                "科室负责人": Seat.SECTION_HEAD.value,
                "年级组负责人": Seat.SECTION_HEAD.value,
                "分管领导": Seat.SUPERVISING_LEADER.value,
                "主管领导": Seat.SUPERVISING_LEADER.value,
                "领导小组": Seat.LEADING_GROUP.value,
                "主要负责人": Seat.PRINCIPAL.value,
                "派驻纪检组": Seat.DISCIPLINE_OFFICE.value,
            },
            width=22,
            hint="席位属于岗位，由安全管理员确认后生效；一行写一个。",
        ),
        Column(
            "seat_unit_code",
            "席位对应单位代码",
            longest=40,
            width=18,
            hint="不填就是本单位。",
        ),
        Column(
            "seat_section",
            "席位对应科室",
            longest=80,
            width=22,
            hint="科室负责人、分管领导必填；科室负责人不填按所在科室。",
        ),
        Column("rank", "位次", choices=labels(Rank), width=14, hint="不填按正职（组长）。"),
    ),
)
SHEETS = (UNITS, SECTIONS, POSTS, PEOPLE)
