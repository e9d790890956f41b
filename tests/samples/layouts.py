"""Tables in the layouts and with the damage in which they arrive, and the rows they hold.

The rows in `expected` are written by hand, one dict for each point in order; a dict names only
what its sample is about, `row` always. `measures` are in order.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sample:
    """`kind`: xlsx, named.xls (a workbook under the old name), xls and doc (binary ones, kept as
    they are: see `make`), docx, csv.gbk, csv.utf8, csv.bom.
    """

    name: str
    kind: str
    rows: list
    expected: list
    merged: list = field(default_factory=list)
    errors: int = 0


HEAD = ["序号", "部门", "岗位", "职权", "风险点", "风险等级", "防控措施", "责任人", "分管领导"]
OLD_HEAD = ["序号", "科\u00a0室", "岗 位", "廉政风险点\n表现形式", "风险\n等级", "防控措施"]
OLD_HEAD += ["责任人", "完成时限"]
TITLE = ["某区教育局廉政风险点目录"]
UNIT_LINE = ["单位（盖章）：", "", "", "", "填表时间：2026年5月"]


def line(number, section, post, risk, level="高", measure="两人复核", power="转学审核"):
    return [number, section, post, power, risk, level, measure, "甲某", "乙某"]


SAMPLES = [
    Sample(
        "01-plain",
        "xlsx",
        [HEAD, line(1, "教务处", "学籍员", "放宽条件"), line(2, "总务处", "采购员", "虚报数量")],
        [
            {"row": 2, "section": "教务处", "post": "学籍员", "risk": "放宽条件", "level": "高",
             "measures": ["两人复核"], "responsible": "甲某", "leader": "乙某",
             "power": "转学审核"},
            {"row": 3, "section": "总务处", "risk": "虚报数量"},
        ],
    ),
    Sample(
        "02-title-and-unit-first",
        "xlsx",
        [TITLE, UNIT_LINE, [], HEAD, line(1, "教务处", "学籍员", "放宽条件")],
        [{"row": 5, "risk": "放宽条件"}],
        merged=[(0, 0, 0, 8)],
    ),
    Sample(
        "03-merged-down",
        "xlsx",
        [HEAD, line(1, "教务处", "学籍员", "放宽条件"),
         [2, "", "", "", "泄露信息", "中", "保密", "丙某", ""]],
        [{"row": 2}, {"row": 3, "section": "教务处", "post": "学籍员", "power": "转学审核",
                      "risk": "泄露信息", "leader": "乙某", "responsible": "丙某"}],
        merged=[(1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 8, 2, 8)],
    ),
    Sample(
        "04-printed-once",
        "xlsx",
        [["科室", "岗位", "风险描述", "级别"], ["教务处", "学籍员", "放宽条件", "高"],
         ["", "", "泄露信息", "中"], ["总务处", "采购员", "虚报数量", "低"]],
        [{"row": 2}, {"row": 3, "section": "教务处", "post": "学籍员"},
         {"row": 4, "section": "总务处", "post": "采购员"}],
    ),
    Sample(
        "05-printed-again-after-a-page",
        "xlsx",
        [HEAD, line(1, "教务处", "学籍员", "放宽条件"), ["第 1 页,共 2 页"], HEAD,
         line(2, "教务处", "学籍员", "泄露信息"), ["第 2 页,共 2 页"]],
        [{"row": 2}, {"row": 5, "section": "教务处", "risk": "泄露信息"}],
    ),
    Sample(
        "06-printed-in-the-middle",
        "xlsx",
        [["处室", "风险点", "等级", "措施"], ["", "放宽条件", "高", "复核"],
         ["教务处", "泄露信息", "中", "保密"], ["", "改动成绩", "高", "登记"],
         ["", "虚报数量", "低", "盘点"], ["总务处", "围标串标", "高", "回避"],
         ["", "截留资金", "高", "审计"]],
        [{"row": number, "section": section} for number, section in
         ((2, "教务处"), (3, "教务处"), (4, "教务处"),
          (5, "总务处"), (6, "总务处"), (7, "总务处"))],
    ),
    Sample(
        "07-one-row-in-three",
        "xlsx",
        [HEAD, line(1, "教务处", "学籍员", "对不符合条件的申请"),
         ["", "", "", "", "放宽把关，使其他学生"], ["", "", "", "", "失去机会"],
         line(2, "总务处", "采购员", "虚报数量")],
        [{"row": 2, "risk": "对不符合条件的申请放宽把关，使其他学生失去机会"}, {"row": 5}],
    ),
    Sample(
        "08-two-line-header",
        "xlsx",
        [["部门", "廉政风险", "", "防控措施", "", ""],
         ["", "风险描述", "风险\n等级", "前期预防", "中期监控", "后期处置"],
         ["教务处", "放宽条件", "高", "培训", "抽查", "追责"]],
        [{"row": 3, "risk": "放宽条件", "level": "高", "measures": ["培训", "抽查", "追责"]}],
        merged=[(0, 0, 1, 0), (0, 1, 0, 2), (0, 3, 0, 5)],
    ),
    Sample(
        "09-other-names",
        "xlsx",
        [["权责事项名称", "内设机构", "廉政风险点表现形式", "风险级别", "监控措施",
          "责任主体/责任人", "部门负责人", "设定依据"],
         ["转学审核", "教务处", "放宽条件", "一级", "复核", "甲某", "乙某", "《学籍管理办法》"]],
        [{"row": 2, "power": "转学审核", "section": "教务处", "risk": "放宽条件", "level": "一级",
          "measures": ["复核"], "responsible": "甲某", "leader": "乙某",
          "basis": "《学籍管理办法》"}],
    ),
    Sample(
        "10-numbered-with-full-stops",
        "xlsx",
        [["风险点", "防控措施"], ["1.收受礼品；\n2.放宽条件", "1.登记上交；\n2.两人复核"]],
        [{"row": 2, "risk": "收受礼品", "measures": ["登记上交"]},
         {"row": 2, "risk": "放宽条件", "measures": ["两人复核"]}],
    ),
    Sample(
        "11-numbered-with-commas-counts-differ",
        "xlsx",
        [["风险点", "防控措施"], ["1、收受礼品\n2、放宽条件", "1、登记\n2、复核\n3、公开"]],
        [{"row": 2, "risk": "收受礼品", "measures": ["登记", "复核", "公开"]},
         {"row": 2, "risk": "放宽条件", "measures": ["登记", "复核", "公开"]}],
    ),
    Sample(
        "12-numbered-in-two-steps-and-a-lonely-one",
        "xlsx",
        [["风险点", "防控措施"], ["1.1 收受礼品\n1.2 放宽条件", "复核"], ["1.泄露信息", "1.保密"]],
        [{"row": 2, "risk": "收受礼品"}, {"row": 2, "risk": "放宽条件"},
         {"row": 3, "risk": "泄露信息", "measures": ["保密"]}],
    ),
    Sample(
        "13-power-with-steps",
        "xlsx",
        [["职权名称", "风险点", "措施"], ["学籍管理：受理、审核、办结", "放宽条件", "复核"]],
        [{"row": 2, "power": "学籍管理", "steps": ["受理", "审核", "办结"]}],
    ),
    Sample(
        "14-level-and-person-inside",
        "xlsx",
        [["科室", "风险点", "防控措施"],
         ["教务处", "放宽条件（风险等级：高）", "两人复核。责任人：甲小某"]],
        [{"row": 2, "risk": "放宽条件", "level": "高", "measures": ["两人复核。"],
          "responsible": "甲小某"}],
    ),
    Sample(
        "15-levels-of-all-sorts",
        "xlsx",
        [["风险点", "等级"], ["情形一发生", "高"], ["情形二发生", "Ⅰ级"], ["情形三发生", "I级"],
         ["情形四发生", "A"], ["情形五发生", "★★"], ["情形六发生", "▲"], ["情形七发生", "红"]],
        [{"row": at, "level": level} for at, level in
         enumerate(["高", "Ⅰ级", "I级", "A", "★★", "▲", "红"], start=2)],
    ),
    Sample(
        "16-damaged-but-certain",
        "xlsx",
        [["风 险 点", "措　施"],
         ["權(quán)力寻租,影响公\n正(严重）", "两\u00a0人 复 核"],
         ["审批不严，导导致致损失", "公开第 3 页，共 9 页结果"],
         ["收受２次礼品", "登记\u200b上交"]],
        [{"row": 2, "risk": "权力寻租，影响公正（严重）", "measures": ["两人复核"]},
         {"row": 3, "risk": "审批不严，导致损失", "measures": ["公开结果"]},
         {"row": 4, "risk": "收受2次礼品", "measures": ["登记上交"]}],
    ),
    Sample(
        "17-damaged-beyond-repair",
        "xlsx",
        [["风险点", "措施"], ["收受\ufffd\ufffd礼品", "登记"], ["拖延办理", "受理后2023日内办结"]],
        [{"row": 2}, {"row": 3}],
        errors=2,
    ),
    Sample(
        "18-totals-notes-and-blank-columns",
        "xlsx",
        [[*HEAD, "", ""], [*line(1, "教务处", "学籍员", "放宽条件"), "", " "], [], ["", "", ""],
         ["合计", "", "", "", "29 个"], ["注：本表一式三份"]],
        [{"row": 2}],
    ),
    Sample(
        "19-headings-between",
        "xlsx",
        [["序号", "风险点", "等级"], ["一、教务处"], [1, "放宽条件", "高"], ["二、总务处"],
         [2, "虚报数量", "低"]],
        [{"row": 3, "section": "教务处"}, {"row": 5, "section": "总务处"}],
    ),
    Sample(
        "20-one-risk-many-measures",
        "xlsx",
        [["岗位", "风险点", "等级", "措施"], ["学籍员", "放宽条件", "高", "两人复核"],
         ["", "", "", "公开结果"], ["", "", "", "每月抽查"], ["采购员", "虚报数量", "低", "盘点"]],
        [{"row": 2, "measures": ["两人复核", "公开结果", "每月抽查"]},
         {"row": 5, "measures": ["盘点"]}],
        merged=[(1, 0, 3, 0), (1, 1, 3, 1), (1, 2, 3, 2)],
    ),
    Sample(
        "21-named-xls",
        "named.xls",
        [HEAD, line(1, "教务处", "学籍员", "放宽条件")],
        [{"row": 2, "risk": "放宽条件"}],
    ),
    Sample(
        "22-gbk",
        "csv.gbk",
        [HEAD, line(1, "教务处", "学籍员", "放宽条件，\n造成不公")],
        [{"row": 2, "section": "教务处", "risk": "放宽条件，造成不公"}],
    ),
    Sample(
        "23-utf8-with-mark",
        "csv.bom",
        [HEAD, line(1, "教务处", "学籍员", "放宽条件")],
        [{"row": 2, "post": "学籍员"}],
    ),
    Sample(
        "24-document",
        "docx",
        [["部门", "岗位", "风险点", "等级", "措施"], ["教务处", "学籍员", "放宽条件", "高", "复核"],
         ["", "", "泄露信息", "中", "1.保密\n2.登记"]],
        [{"row": 2}, {"row": 3, "section": "教务处", "post": "学籍员",
                      "measures": ["保密", "登记"]}],
        merged=[(1, 0, 2, 0), (1, 1, 2, 1)],
    ),
    Sample(
        "25-form-of-a-post",
        "docx",
        [["姓名", "甲小某", "职务", "科员", ""],
         ["岗位职责、工作流程", "风险点", "风险类型", "风险级别", "自我防控措施"],
         ["受理转学申请", "收受礼品", "思想道德风险", "三级", "拒收登记"],
         ["核对材料", "放宽条件", "岗位职责风险", "一级", "两人复核"]],
        [{"row": 3, "duty": "受理转学申请", "risk": "收受礼品", "kind": "思想道德风险",
          "person": "甲小某", "title": "科员"},
         {"row": 4, "duty": "核对材料", "level": "一级", "measures": ["两人复核"]}],
    ),
    Sample(
        "26-signs-of-formulas-and-rare-characters",
        "csv.utf8",
        [["部门", "风险点", "措施"], ["教务处", "=1+1放宽条件", "@两人复核"],
         ["总务处", "\U00020bb7记公司围标", "+盘点"]],
        [{"row": 2, "risk": "=1+1放宽条件", "measures": ["@两人复核"]},
         {"row": 3, "risk": "\U00020bb7记公司围标"}],
    ),
    Sample(
        "27-source-point-harm",
        "xlsx",
        [["风险源", "风险点", "危害性", "风险等级", "防控措施"],
         ["材料由一人收审", "放宽接收条件", "其他学生失去公平机会", "高", "分人办理"]],
        [{"row": 2, "source": "材料由一人收审", "risk": "放宽接收条件",
          "harm": "其他学生失去公平机会"}],
    ),
    Sample(
        "28-several-people-and-codes",
        "xlsx",
        [["事项编码", "职权", "风险点", "责任人"],
         ["11320000MB0001234X2000119001000000000001", "转学审核", "放宽条件", "甲 某"],
         ["无", "转学审核", "泄露信息", "甲小某 乙小某"]],
        [{"row": 2, "code": "11320000MB0001234X2000119001000000000001", "responsible": "甲某"},
         {"row": 3, "responsible": "甲小某、乙小某"}],
    ),
    Sample(
        "29-binary",
        "xls",
        [["某 县 教 育 局 廉 政 风 险 点 登 记 表"],
         ["单位（盖章）：", "", "", "", "", "填表时间：", "2026年5月6日"],
         OLD_HEAD,
         [1, "教务处", "学籍\n管理员", "转学材料由一人收审，放宽\n接收条件", "Ⅰ级",
          "1.两人复核\n2.结果公示", "甲某", "2026年9月30日"],
         [2, "", "", "泄露学生信息", "II级", "签保密承诺书", "乙某", "长期"],
         OLD_HEAD,
         [3, "总务处", "采购员", '=HYPERLINK("x")虚报数量', 2, "每批抽查0.5成", "丙某",
          "2026年12月31日"],
         ["合计"]],
        [{"row": 4, "section": "教务处", "post": "学籍管理员", "serial": "1",
          "risk": "转学材料由一人收审，放宽接收条件", "level": "Ⅰ级",
          "measures": ["两人复核", "结果公示"], "responsible": "甲某", "due": "2026年9月30日"},
         {"row": 5, "section": "教务处", "post": "学籍管理员", "serial": "2", "level": "II级",
          "measures": ["签保密承诺书"], "responsible": "乙某", "due": "长期"},
         {"row": 7, "section": "总务处", "post": "采购员", "level": "2",
          "risk": '=HYPERLINK("x")虚报数量', "due": "2026年12月31日"}],
        merged=[(0, 0, 0, 7), (3, 1, 4, 1), (3, 2, 4, 2)],
    ),
    Sample(
        "30-level-after-in-brackets",
        "xlsx",
        [TITLE,
         ["序号", "科室", "风险点", "措施前（风险等级：高、中、低）", "防控措施",
          "措施后（风险等级：低）"],
         [1, "教务处", "放宽接收条件", "高", "两人复核", "措施后（风险等级：低）"],
         [2, "教务处", "泄露学生信息，措施后（风险等级：低）", "中", "签保密承诺书", ""],
         [3, "总务处", "虚报采购数量", "高（措施后：中）", "每批抽查", ""],
         [4, "总务处", "收受供应商礼品（风险等级：一级；措施后：三级）", "", "拒收登记", ""],
         [5, "总务处", "验收走过场", "低", "双人验收（采取措施后风险等级：低）", "低"]],
        [{"row": 3, "risk": "放宽接收条件", "level": "高", "level_after": "低",
          "measures": ["两人复核"]},
         {"row": 4, "risk": "泄露学生信息", "level": "中", "level_after": "低"},
         {"row": 5, "risk": "虚报采购数量", "level": "高", "level_after": "中"},
         {"row": 6, "risk": "收受供应商礼品", "level": "一级", "level_after": "三级"},
         {"row": 7, "risk": "验收走过场", "level": "低", "level_after": "低",
          "measures": ["双人验收"]}],
        merged=[(0, 0, 0, 5)],
    ),
    Sample(
        "31-old-document",
        "doc",
        [["廉政风险点登记表", "", "", "", ""], ["部门", "岗位", "风险点", "等级", "措施"],
         ["教务处", "学籍员", "放宽条件，\n造成不公", "高", "1.两人复核\n2.登记"],
         ["", "", "泄露\U00020bb7某的成绩", "中", ""],
         ["总务处", "采购员", "虚报数量", "低", "盘点"]],
        [{"row": 3, "section": "教务处", "risk": "放宽条件，造成不公",
          "measures": ["两人复核", "登记"]},
         {"row": 4, "section": "教务处", "post": "学籍员", "risk": "泄露\U00020bb7某的成绩"},
         {"row": 5, "post": "采购员", "level": "低", "measures": ["盘点"]}],
        merged=[(0, 0, 0, 4), (2, 0, 3, 0), (2, 1, 3, 1)],
    ),
    Sample(
        "32-old-form-of-a-post",
        "doc",
        [["姓名", "甲小某", "职务", "科员", ""],
         ["岗位职责、工作流程", "风险点", "风险类型", "风险级别", "自我防控措施"],
         ["受理转学申请", "收受礼品", "思想道德风险", "三级", "拒收登记"],
         ["", "放宽条件", "岗位职责风险", "一级", "两人复核"]],
        [{"row": 3, "duty": "受理转学申请", "kind": "思想道德风险", "person": "甲小某",
          "title": "科员"},
         {"row": 4, "duty": "受理转学申请", "level": "一级", "measures": ["两人复核"]}],
        merged=[(0, 3, 0, 4), (2, 0, 3, 0)],
    ),
]  # fmt: skip
