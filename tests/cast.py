"""The fixed cast: four units and everyone who takes part, under the same role names as the demo.

    cast = make_cast()
    cast.school_large, cast.sections.teaching, cast.posts.staff, cast.people.section_head
    client.force_login(cast.accounts.office)      # or sign in as "office" with cast.password

Role names become attributes with "_" for "-". Every username is the role name.
The bureau (BUREAU) has three schools under it: LARGE has the whole chain, SMALL stands beside it
with its own, VILLAGE has no leading group, no prevention office and a teacher without an account.
Everybody has been in office since 2020. Post "teacher" has three holders and one form each.
"""

from datetime import date
from functools import cache
from types import SimpleNamespace

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from registry.organisation.defaults import shipped_holidays, shipped_scale, shipped_scheme
from registry.organisation.models import (
    Account,
    AdminRole,
    Appointment,
    Mandate,
    Person,
    Post,
    Programme,
    Section,
    Unit,
)

PASSWORD = "Cast-Password-2026"
SINCE = date(2020, 1, 1)

# key: (code, name, key of the unit above)
UNITS = {
    "bureau": ("BUREAU", "和平区教育体育局", None),
    "school_large": ("LARGE", "和平区第一中学", "bureau"),
    "school_small": ("SMALL", "和平区实验小学", "bureau"),
    "school_village": ("VILLAGE", "柳树沟小学", "bureau"),
}

# Key, then unit and name.
SECTIONS = {
    "bureau_office": ("bureau", "局办公室"),
    "bureau_finance": ("bureau", "计划财务科"),
    "bureau_law": ("bureau", "政策法规科"),
    "teaching": ("school_large", "教务处"),
    "general_affairs": ("school_large", "总务处"),
    "school_office": ("school_large", "办公室"),
    "small_teaching": ("school_small", "教导处"),
    "small_office": ("school_small", "办公室"),
    "village_teaching": ("school_village", "教导处"),
}

# post key: (unit, section, name, tier); who sits on it follows in PEOPLE
POSTS = {
    "bureau_leader": ("bureau", None, "局长", "leader"),
    "bureau_deputy": ("bureau", None, "副局长", "leader"),
    "discipline": ("bureau", None, "派驻纪检监察组组长", "leader"),
    "bureau_secretary": ("bureau", None, "党委副书记", "leader"),
    "office": ("bureau", "bureau_office", "防控办主任", "middle"),
    "bureau_section_head": ("bureau", "bureau_finance", "计财科科长", "middle"),
    "bureau_staff": ("bureau", "bureau_finance", "会计", "ordinary"),
    "legal": ("bureau", "bureau_law", "法制审核岗", "ordinary"),
    "establishment": ("bureau", "bureau_law", "编制管理岗", "ordinary"),
    "openness": ("bureau", "bureau_office", "政务公开岗", "ordinary"),
    "principal": ("school_large", None, "校长", "leader"),
    "group": ("school_large", None, "党支部书记", "leader"),
    "supervisor": ("school_large", None, "教学副校长", "leader"),
    "other_supervisor": ("school_large", None, "后勤副校长", "leader"),
    "section_head": ("school_large", "teaching", "教务主任", "middle"),
    "staff": ("school_large", "teaching", "学籍管理员", "ordinary"),
    "teacher": ("school_large", "teaching", "任课教师", "ordinary"),
    "other_section_head": ("school_large", "general_affairs", "总务主任", "middle"),
    "other_staff": ("school_large", "general_affairs", "采购员", "ordinary"),
    "school_office": ("school_large", "school_office", "办公室主任", "middle"),
    "keeper": ("school_large", "school_office", "文书", "ordinary"),
    "small_principal": ("school_small", None, "校长", "leader"),
    "small_group": ("school_small", None, "党支部书记", "leader"),
    "small_supervisor": ("school_small", None, "副校长", "leader"),
    "small_section_head": ("school_small", "small_teaching", "教导主任", "middle"),
    "small_staff": ("school_small", "small_teaching", "招生专干", "ordinary"),
    "small_office": ("school_small", "small_office", "办公室主任", "middle"),
    "village_principal": ("school_village", None, "校长", "leader"),
    "village_section_head": ("school_village", "village_teaching", "教导主任", "middle"),
    "village_staff": ("school_village", "village_teaching", "任课教师", "ordinary"),
    "village_bursar": ("school_village", "village_teaching", "报账员", "ordinary"),
}

# person key = role: (name, post); three teachers share one post, administrators have none
PEOPLE = {
    "bureau_leader": ("秦守正", "bureau_leader"),
    "bureau_deputy": ("杜若兰", "bureau_deputy"),
    "discipline": ("严立新", "discipline"),
    "bureau_secretary": ("方伯安", "bureau_secretary"),
    "office": ("钟敏行", "office"),
    "bureau_section_head": ("贺长风", "bureau_section_head"),
    "bureau_staff": ("田小禾", "bureau_staff"),
    "legal": ("章律言", "legal"),
    "establishment": ("邢书简", "establishment"),
    "openness": ("白明远", "openness"),
    "principal": ("陆怀瑾", "principal"),
    "group": ("叶知秋", "group"),
    "supervisor": ("沈若谷", "supervisor"),
    "other_supervisor": ("谭后勤", "other_supervisor"),
    "section_head": ("顾言之", "section_head"),
    "staff": ("林听雨", "staff"),
    "teacher": ("苏晓棠", "teacher"),
    "second_teacher": ("何望舒", "teacher"),
    "third_teacher": ("罗一鸣", "teacher"),
    "other_section_head": ("马达川", "other_section_head"),
    "other_staff": ("石小满", "other_staff"),
    "school_office": ("温如玉", "school_office"),
    "keeper": ("纪录真", "keeper"),
    "small_principal": ("孟春晖", "small_principal"),
    "small_group": ("韩秋实", "small_group"),
    "small_supervisor": ("许静安", "small_supervisor"),
    "small_section_head": ("曹以宁", "small_section_head"),
    "small_staff": ("尹新苗", "small_staff"),
    "small_office": ("邹文案", "small_office"),
    "village_principal": ("柳成荫", "village_principal"),
    "village_section_head": ("高山青", "village_section_head"),
    "village_staff": ("江上舟", "village_staff"),
    "village_bursar": ("任平生", "village_bursar"),
}
WITHOUT_ACCOUNT = {"village_bursar"}

# person key: (name, administrator's role); they sit on no post and hold no seat
ADMINISTRATORS = {
    "system_admin": ("安系统", AdminRole.SYSTEM),
    "security_admin": ("常安全", AdminRole.SECURITY),
    "auditor": ("宋审计", AdminRole.AUDIT),
}

# Beside somebody whose reach over papers of the large school and of the bureau is the same.
TWINS = [
    *("legal", "establishment", "bureau-staff", "second-teacher", "third-teacher", "other-staff"),
    *("small-group", "small-supervisor", "small-section-head", "small-staff"),
    *("village-principal", "village-section-head", "village-staff"),
    *("security-admin", "auditor"),
]

# In each row: post, seat, unit, section, rank.
MANDATES = [
    ("bureau_leader", "principal", "bureau", None, "head"),
    ("bureau_leader", "higher_leader", "bureau", None, "head"),
    ("bureau_secretary", "leading_group", "bureau", None, "head"),
    ("bureau_deputy", "unit_supervisor", "school_large", None, "head"),
    ("bureau_deputy", "unit_supervisor", "school_small", None, "head"),
    ("bureau_deputy", "unit_supervisor", "school_village", None, "head"),
    ("bureau_deputy", "supervising_leader", "bureau", "bureau_finance", "head"),
    ("discipline", "discipline_office", "bureau", None, "head"),
    ("office", "prevention_office", "bureau", None, "head"),
    ("bureau_section_head", "section_head", "bureau", "bureau_finance", "head"),
    ("legal", "legal_office", "bureau", None, "head"),
    ("establishment", "establishment_office", "bureau", None, "head"),
    ("openness", "openness_office", "bureau", None, "head"),
    ("principal", "principal", "school_large", None, "head"),
    ("group", "leading_group", "school_large", None, "head"),
    ("supervisor", "supervising_leader", "school_large", "teaching", "head"),
    ("supervisor", "supervising_leader", "school_large", "school_office", "head"),
    ("other_supervisor", "supervising_leader", "school_large", "general_affairs", "head"),
    ("section_head", "section_head", "school_large", "teaching", "head"),
    ("other_section_head", "section_head", "school_large", "general_affairs", "head"),
    ("school_office", "prevention_office", "school_large", None, "head"),
    ("school_office", "section_head", "school_large", "school_office", "head"),
    ("keeper", "information_keeper", "school_large", None, "head"),
    ("small_principal", "principal", "school_small", None, "head"),
    ("small_group", "leading_group", "school_small", None, "head"),
    ("small_supervisor", "supervising_leader", "school_small", "small_teaching", "head"),
    ("small_section_head", "section_head", "school_small", "small_teaching", "head"),
    ("small_office", "prevention_office", "school_small", None, "head"),
    ("village_principal", "principal", "school_village", None, "head"),
    ("village_section_head", "section_head", "school_village", "village_teaching", "head"),
]


def make_cast():
    """Write the whole cast to the database and return it as one namespace."""
    units = _make_units()
    sections = _make_sections(units)
    posts = _make_posts(units, sections)
    people = _make_people(units, posts)
    _make_mandates(units, sections, posts)
    year = timezone.localdate().year
    return SimpleNamespace(
        **units,
        units=SimpleNamespace(**units),
        sections=SimpleNamespace(**sections),
        posts=SimpleNamespace(**posts),
        people=SimpleNamespace(**people),
        accounts=SimpleNamespace(
            **{key: person.account for key, person in people.items() if person.account_id}
        ),
        scale=shipped_scale(),
        scheme=shipped_scheme(),
        holidays=shipped_holidays(),
        year=year,
        programme=make_programme(units["bureau"], year),
        password=PASSWORD,
    )


def all_who_differ():
    """Everybody who can sign in, but only one of those who reach equally far."""
    people = Person.objects.filter(account__is_active=True).exclude(account__username__in=TWINS)
    return people.select_related("account", "unit")


def make_programme(unit, year, **settings):
    """A programme year with the shipped scale and scheme; units below use it too."""
    defaults = {
        "name": f"{year} 年廉政风险防控工作方案",
        "scale": shipped_scale(),
        "scheme": shipped_scheme(),
    }
    return Programme.objects.create(unit=unit, year=year, **{**defaults, **settings})


def make_account(username):
    """An account that signs in with the cast's password."""
    return Account.objects.create(username=username, password=_password_hash())


def seat(post, name, unit, *, section=None, rank="head", starts=SINCE, ends=None):
    """Give a post one more seat."""
    return Mandate.objects.create(
        post=post, seat=name, unit=unit, section=section, rank=rank, starts=starts, ends=ends
    )


@cache
def _password_hash():
    return make_password(PASSWORD)


def _make_units():
    units = {}
    for key, (code, name, above) in UNITS.items():
        units[key] = Unit.objects.create(code=code, name=name, parent=units.get(above))
    return units


def _make_sections(units):
    made = [
        Section(unit=units[unit], name=name, order=order)
        for order, (unit, name) in enumerate(SECTIONS.values(), start=1)
    ]
    return dict(zip(SECTIONS, Section.objects.bulk_create(made), strict=True))


def _make_posts(units, sections):
    made = [
        Post(
            unit=units[unit],
            section=sections.get(section),
            name=name,
            tier=tier,
            forms=Post.Forms.EACH_HOLDER if key == "teacher" else Post.Forms.ONE,
        )
        for key, (unit, section, name, tier) in POSTS.items()
    ]
    return dict(zip(POSTS, Post.objects.bulk_create(made), strict=True))


def _make_people(units, posts):
    accounts = _make_accounts()
    made = [
        Person(unit=posts[post].unit, name=name, title=posts[post].name, account=accounts.get(key))
        for key, (name, post) in PEOPLE.items()
    ]
    made += [
        Person(unit=units["bureau"], name=name, account=accounts[key], admin_role=admin_role)
        for key, (name, admin_role) in ADMINISTRATORS.items()
    ]
    keys = [*PEOPLE, *ADMINISTRATORS]
    people = dict(zip(keys, Person.objects.bulk_create(made), strict=True))
    Appointment.objects.bulk_create(
        Appointment(post=posts[post], person=people[key], starts=SINCE)
        for key, (_, post) in PEOPLE.items()
    )
    return people


def _make_accounts():
    """By role; the system and security administrators may enter the admin."""
    keys = [key for key in (*PEOPLE, *ADMINISTRATORS) if key not in WITHOUT_ACCOUNT]
    in_admin = {
        key for key, (_, admin_role) in ADMINISTRATORS.items() if admin_role != AdminRole.AUDIT
    }
    made = [
        Account(username=key.replace("_", "-"), password=_password_hash(), is_staff=key in in_admin)
        for key in keys
    ]
    return dict(zip(keys, Account.objects.bulk_create(made), strict=True))


def _make_mandates(units, sections, posts):
    Mandate.objects.bulk_create(
        Mandate(
            post=posts[post],
            seat=name,
            unit=units[unit],
            section=sections.get(section),
            rank=rank,
            starts=SINCE,
        )
        for post, name, unit, section, rank in MANDATES
    )
