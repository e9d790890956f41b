"""Units, sections, posts, people, seats and programme years of the demo, and finding them again."""

from datetime import date

from registry.organisation.defaults import shipped_holidays, shipped_scale, shipped_schemes
from registry.organisation.models import (
    Account,
    AdminRole,
    Appointment,
    Mandate,
    Person,
    Post,
    Programme,
    SchoolHoliday,
    Section,
    Unit,
)

BUREAU = "DEMO"
# The auditor reads the trail on pages of its own and has no business in the set-up.
IN_SET_UP = {AdminRole.SYSTEM, AdminRole.SECURITY}
# The bureau asks for the level after the measures; a school with a programme of its own does not.
# The village school follows its bureau in that, and writes its measures after publicity.
OWN_PROGRAMMES = {
    BUREAU: {"asks_level_after": True},
    "DEMO-2": {"publicity_days": 7, "publicity_range": Programme.Range.PUBLIC},
    "DEMO-3": {"asks_level_after": True, "measures_after_publicity": True},
}


class Organisation:
    """Finds what was made by the names the files use."""

    def __init__(self, rows):
        self.units = _make_units(rows["units"])
        self.sections = _make_sections(rows["sections"], self.units)
        self.posts = _make_posts(rows["posts"], self)
        self.duties = {(row["unit"], row["name"]): row["duties"] for row in rows["posts"]}
        self.people = {}
        self.accounts = {}

    def settle(self, rows, password):
        """People with their accounts, on the posts they held at the beginning, and the seats."""
        self.people = _make_people(rows["people"], self, password)
        self.accounts = {
            person.account.username: person
            for person in self.people.values()
            if person.account_id is not None
        }
        Appointment.objects.bulk_create(
            Appointment(
                post=self.posts[row["unit"], row["post"]],
                person=self.people[row["person"]],
                starts=row["starts"],
            )
            for row in first_appointments(rows["appointments"])
        )
        Mandate.objects.bulk_create(_mandate(row, self) for row in rows["mandates"])

    def section(self, unit, name):
        return self.sections[unit, name] if name else None

    def programme(self, unit, year):
        return Programme.objects.of_unit(unit, year)


def first_appointments(rows):
    """Who sat on a post from the first day; who came later or acts comes by a story."""
    start = min(row["starts"] for row in rows)
    return [row for row in rows if row["starts"] == start and not row["acting"]]


def make_school_holiday(organisation, year):
    """A winter holiday that the schools have ahead of them: nothing of the demo falls into it."""
    SchoolHoliday.objects.create(
        unit=organisation.units["DEMO-1"],
        name=f"{year} 年寒假",
        first=date(year, 1, 25),
        last=date(year, 2, 20),
    )


def make_programmes(organisation, year):
    """The year's programme of the bureau, which its schools follow, and that of a school."""
    shipped_holidays()
    for code, own in OWN_PROGRAMMES.items():
        unit = organisation.units[code]
        Programme.objects.create(
            unit=unit,
            year=year,
            name=f"{unit.name}{year}年廉政风险防控工作方案",
            scale=shipped_scale(),
            scheme=shipped_schemes()[0],
            preset=Programme.Preset.EDUCATION,
            names=Programme.Names.POST,
            **own,
        )


def _make_units(rows):
    units = {}
    for row in rows:
        above = units.get(row["parent"])
        units[row["code"]] = Unit.objects.create(code=row["code"], name=row["name"], parent=above)
    return units


def _make_sections(rows, units):
    made = Section.objects.bulk_create(
        Section(unit=units[row["unit"]], name=row["name"], order=row["order"]) for row in rows
    )
    return {(row["unit"], row["name"]): section for row, section in zip(rows, made, strict=True)}


def _make_posts(rows, organisation):
    made = Post.objects.bulk_create(
        Post(
            unit=organisation.units[row["unit"]],
            section=organisation.section(row["unit"], row["section"]),
            name=row["name"],
            tier=row["tier"],
            is_key=row["is_key"],
        )
        for row in rows
    )
    return {(row["unit"], row["name"]): post for row, post in zip(rows, made, strict=True)}


def _make_people(rows, organisation, password):
    """`password` is a hash made once: the demo's accounts share it."""
    with_account = [row for row in rows if row["username"]]
    accounts = Account.objects.bulk_create(
        Account(
            username=row["username"],
            password=password,
            is_staff=row.get("admin_role") in IN_SET_UP,
        )
        for row in with_account
    )
    by_name = {row["name"]: account for row, account in zip(with_account, accounts, strict=True)}
    made = Person.objects.bulk_create(
        Person(
            unit=organisation.units[row["unit"]],
            name=row["name"],
            title=row["title"],
            account=by_name.get(row["name"]),
            admin_role=row.get("admin_role"),
        )
        for row in rows
    )
    return {person.name: person for person in made}


def _mandate(row, organisation):
    return Mandate(
        post=organisation.posts[row["post_unit"], row["post"]],
        seat=row["seat"],
        unit=organisation.units[row["unit"]],
        section=organisation.section(row["unit"], row["section"]),
        rank=row["rank"],
        starts=row["starts"],
    )


def first_day(rows):
    """The day on which the demo's world begins."""
    return min((row["starts"] for row in rows["appointments"]), default=date.min)
