"""Texts without personal data, full of numbers that are nobody's; and the texts of the demo."""

import json
import random
from itertools import islice, product
from pathlib import Path

from tests.reviews.labelled_texts import digits

DEMO = Path(__file__).resolve().parents[2] / "fixtures/demo"
CLEAN_FRAMES = (
    "依据《中华人民共和国招标投标法》第{n}条、第{m}条办理",
    "豫教办〔{year}〕{n}号文件要求{m}个工作日内办结",
    "教基〔{year}〕{n}号、财教〔{year}〕{m}号",
    "单笔超过{big}元的支出未经集体研究",
    "预算{big}.{two}万元，决算{big}.{m}万元",
    "{year}年{month}月{day}日至{year}年{month}月{m}日公示{n}个工作日",
    "{year}-{month}-{day} 起施行，{year}.{month}.{day} 修订",
    "{year}/{month}/{day} {hour}:{two}:{m} 登记",
    "{year}{month2}{day2}第{n}次办公会议纪要",
    "职权编码：{code11}",
    "权责清单编码 {code20}，实施依据见附件{n}",
    "合同编号HNJY-{year}-{four}，金额{big}元",
    "合同编号：1{ten}，已归档",
    "项目编号ZB{year}{month2}{day2}{four}",
    "统一社会信用代码：{credit}",
    "供应商（{credit}）超范围经营",
    "监督举报电话：12388，政务服务热线12345，消费投诉12315",
    "监督电话：0371-6{seven}（工作日）",
    "咨询电话 010-6{seven}；投诉电话 010-8{seven}",
    "纪检监察举报请拨12388或登录www.12388.gov.cn",
    "举报邮箱：jubao{n}@edu.gov.cn",
    "服务电话400-{three}-{four}",
    "行政楼{n}楼{three}室，办公时间{hour}:00至17:30",
    "在政务服务中心{n}号窗口办理",
    "教学楼{n}号楼{three}教室考场安排",
    "综合楼B座{three}会议室评标，{n}名专家",
    "实验楼3号楼{three}室危化品双人双锁",
    "办公地址：文化路{n}号办公楼{m}层",
    "学校位于建设路{n}号，占地{big}平方米",
    "{year}级{n}班共{m}人，其中住校{two}人",
    "第{n}条第{m}款第（{two}）项",
    "分值{n}分、{m}分、{two}分，合计{three}分",
    "1. 公开标准 2. 双人审核 3. 抽查{n}% 4. 留痕 5. 回访",
    "风险等级：1 3 5 7 9 11 13 15 共8项",
    "系统地址192.168.{n}.{m}，端口80{two}",
    "服务器172.16.{octet}.{octet}口令未更换",
    "发票号码{eight}，发票代码0{ten}",
    "凭证号{six}，第{n}册{m}页",
    "会议由{n}人参加，{m}人同意、{two}人反对",
    "学籍号、档案号{ten}按年编号",
    "抽查比例不低于{n}%，每学期{m}次",
    "二〇二四年第{n}批次，一九九八年建校",
    "十三届三次全会、“三重一大”、一岗双责、八项规定",
    "第{n}单元教学计划{m}课时",
    "小区配套幼儿园{n}所、{m}个班",
    "社区{n}个网格、{m}名网格员",
    "家属院改造{n}户，投资{big}元",
    "任期{year}年{month}月—{year}年{m}月",
    "任职经历：1980.5-2003.12在校办工厂",
    "标准GB/T {five}-{year}、ISO 9001:2015",
    "图号J{six}，规格{three}×{two}毫米",
    "资产编号{code20}盘点相符",
    "采购数量13{big}件，单价{n}.{two}元",
    "流水号{year}{month2}{day2}{six}已核销",
    "公积金 1{big}00 元，个税 {big}.{two} 元",
    "电子邮件统一由单位公共邮箱office{n}@school.edu.cn收发",
    "人民路街道{n}个村、{m}个组",
    "本科室{n}号人员负责，{m}号复核",
    "区号0371，邮编45{four}",
    "护照由办公室统一保管，{n}个工作日内上交",
    "第三单元、第{n}单元复习{m}节",
    "比分{n}:{m}，排名{two}/{three}",
    "{year}年招生13{three}人、14{three}人、15{three}人",
    "传真：0371-6{seven}",
    "值班电话（0371）6{seven}，24小时",
)
CLEAN_EACH = 20
CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def credit_code(chance):
    head = chance.choice(("11", "12", "52", "91")) + "4101"
    return head + digits(chance, 2) + "".join(chance.choice(CREDIT) for _ in range(10))


def clean_frames():
    chance = random.Random(20261128)
    return [
        frame.format(**_clean_values(chance))
        for frame, _ in product(CLEAN_FRAMES, range(CLEAN_EACH))
    ]


def _clean_values(chance):
    month, day = chance.randrange(1, 13), chance.randrange(1, 29)
    sized = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
    return {
        **{name: str(chance.randrange(1, 10)) + digits(chance, n - 1) for name, n in sized.items()},
        "seven": digits(chance, 7),
        "octet": str(chance.randrange(100, 250)),
        "ten": digits(chance, 10),
        "code11": digits(chance, 11),
        "code20": digits(chance, 20),
        "credit": credit_code(chance),
        "year": chance.randrange(1998, 2027),
        "month": month,
        "day": day,
        "month2": f"{month:02}",
        "day2": f"{day:02}",
        "hour": chance.randrange(8, 18),
        "n": chance.randrange(1, 60),
        "m": chance.randrange(1, 13),
        "two": chance.randrange(10, 60),
        "big": chance.randrange(1000, 90000),
    }


def demo_texts(count):
    """Texts of the demo: duties, powers, points, measures, opinions."""
    found = {}
    for path in sorted(DEMO.glob("*.json")):
        for text in _strings(json.loads(path.read_text())):
            found[text] = None
    return list(islice((text for text in found if len(text) > 7), count))


def _strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
