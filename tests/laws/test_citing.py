"""How a cited basis is matched: titles and articles, as a table of what people write."""

import datetime
from dataclasses import dataclass, field

import pytest

from registry.laws.citing import (
    articles_in,
    by_title,
    in_chinese,
    match,
    number_in,
    title_key,
    written_number,
)

DAY = datetime.date(2026, 3, 2)
SAME = [
    ("中华人民共和国教育法", "教育法"),
    ("《中华人民共和国教育法》", "教育法"),
    ("教育法（2021年修正）", "教育法"),
    ("中华人民共和国教育法(2015修正)(2021修正)", "教育法"),
    ("中华人民共和国 教育法", "教育法"),
    ("〈教育法〉", "教育法"),
    ("学生伤害事故处理办法（教育部令第12号）", "学生伤害事故处理办法"),
    ("中小学生学籍管理办法〔教基一〔2013〕7号〕", "中小学生学籍管理办法"),
    ("中小学教育惩戒规则（试行）", "《中小学教育惩戒规则(试行)》"),
    ("教育部关于印发《中小学生学籍管理办法》的通知", "中小学生学籍管理办法"),
    ("区教体局“三定”方案", "区教体局三定方案"),
    ("ＡＢ管理办法", "ab管理办法"),
]
OTHER = [
    ("教育法", "义务教育法"),
    ("高等教育法", "教育法"),
    ("中小学教育惩戒规则（试行）", "中小学教育惩戒规则"),
    ("干部选任工作规程（内部）", "干部选任工作规程"),
    ("政府采购法", "政府采购法实施条例"),
]
ARTICLES = [
    ("第十二条", [(12, 0)]),
    ("第12条", [(12, 0)]),
    ("第 十 二 条第二款第（三）项", [(12, 0)]),
    ("第一百零五条、第二十条", [(20, 0), (105, 0)]),
    ("第二百六十六条之一", [(266, 1)]),
    ("第十五条至第十八条", [(15, 0), (16, 0), (17, 0), (18, 0)]),
    ("第15-17条", [(15, 0), (16, 0), (17, 0)]),
    ("第十五条、第十八条", [(15, 0), (18, 0)]),
    ("第三章", []),
    ("", []),
]


@dataclass
class Law:
    """What `match` asks of a law."""

    title: str
    issued_on: datetime.date | None = None
    in_force_from: datetime.date | None = None
    repealed: bool = False
    pk: int = field(default=1)

    @property
    def key(self):
        return title_key(self.title)

    def repeal_on(self, day):
        return "repeal" if self.repealed else None


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_title(one, other):
    assert title_key(one) == title_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_another_title(one, other):
    assert title_key(one) != title_key(other)


@pytest.mark.parametrize(("text", "found"), ARTICLES)
def test_articles_named(text, found):
    assert [tuple(each) for each in articles_in(text)] == found


@pytest.mark.parametrize(
    "number", [1, 9, 10, 11, 20, 21, 99, 100, 101, 105, 110, 111, 266, 1000, 1010, 1260]
)
def test_numbers_are_written_and_read_alike(number):
    assert number_in(in_chinese(number)) == number


@pytest.mark.parametrize(
    ("text", "number"), [("二三", 23), ("１２", 12), ("", 0), ("第三", 0), ("三章", 0)]
)
def test_what_is_a_number(text, number):
    assert number_in(text) == number


def test_an_article_is_written_as_laws_do():
    assert [written_number(10), written_number(105), written_number(266, 1)] == [
        "第十条",
        "第一百零五条",
        "第二百六十六条之一",
    ]


def test_a_title_that_is_not_in_the_register_means_no_law_but_its_articles():
    assert match("没有的办法", "第三条", by_title([Law("教育法")]), DAY) == (None, ((3, 0),))


@pytest.mark.parametrize(
    ("laws", "meant"),
    [
        ([Law("幼儿园工作规程", repealed=True, pk=1), Law("幼儿园工作规程", pk=2)], 2),
        (
            [
                Law("幼儿园工作规程", datetime.date(1996, 3, 9), pk=1),
                Law("幼儿园工作规程", datetime.date(2016, 1, 5), pk=2),
            ],
            2,
        ),
        ([Law("幼儿园工作规程", repealed=True, pk=1)], 1),
    ],
)
def test_of_one_title_the_standing_then_the_newest_counts(laws, meant):
    for order in (laws, laws[::-1]):
        assert match("《幼儿园工作规程》", "", by_title(order), DAY).law.pk == meant
