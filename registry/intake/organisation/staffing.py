"""Compares the sheet of people with what is there: people, accounts, appointments, seats."""

from django.core.exceptions import ValidationError

from registry.access.appointing import check_own_seat
from registry.organisation.models import Account, Appointment, Mandate, Person, Rank, Seat

from .matching import compare, section_of, unit_of
from .plan import CHANGED, NEW, SAME, Item
from .reading import Problem

SECTION_SEATS = {Seat.SECTION_HEAD, Seat.SUPERVISING_LEADER}
MOST_ACCOUNTS = 200


def plan_people(rows, known, scope, plan):
    staffing = Staffing(known, scope, plan)
    for row in rows:
        staffing.take(row)
    if len(plan.of("accounts", NEW)) > MOST_ACCOUNTS:
        first_over = plan.of("accounts", NEW)[MOST_ACCOUNTS]
        text = f"一次最多新开 {MOST_ACCOUNTS} 个账号，从这一行起请放进另一个文件。"
        plan.problems.append(Problem(first_over.sheet, first_over.row, "", text))


class Staffing:
    """Goes through the rows of people; one person may stand in several rows (several posts)."""

    def __init__(self, known, scope, plan):
        self.known, self.scope, self.plan = known, scope, plan
        self.noted = set()
        self.usernames = {}
        self.seen_appointments = set()
        self.seen_seats = set()

    def take(self, row):
        unit = unit_of(row, self.known, self.scope, self.plan)
        if unit is None or not row["name"]:
            return
        person = self._with_username(row, unit) if row["username"] else self._by_name(row, unit)
        if person is None:
            return
        self._note_person(row, unit, person)
        post = self._post(row, unit) if row["post"] or row["seat"] else None
        if post is not None:
            self._appointment(row, person, post)
            if row["seat"]:
                self._seat(row, unit, post)

    def refuse(self, row, key, text):
        self.plan.problems.append(row.problem(key, text))

    # who

    def _by_name(self, row, unit):
        alike = self.known.namesakes(unit, row["name"])
        if len(alike) > 1:
            text = f"“{unit}”有 {len(alike)} 位“{row['name']}”，请填写登录名以便区分。"
            self.refuse(row, "name", text)
            return None
        return alike[0] if alike else self._new_person(row, unit)

    def _with_username(self, row, unit):
        """The owner of the account; or the namesake without one, who gets it; or somebody new."""
        username = row["username"].lower()
        if username in self.usernames:
            return self._same_name(row, self.usernames[username])
        account = self.known.accounts.get(username)
        if account is not None:
            person = self.known.owner_of(account)
            if person is None or person.unit != unit:
                self.refuse(row, "username", "这个登录名已有人使用，请换一个。")
                return None
            if person.name != row["name"]:
                text = f"这个登录名是{person.name}的。请核对；确实改了姓名的，请在后台修改。"
                self.refuse(row, "username", text)
                return None
        elif not self._is_good_username(row):
            return None
        else:
            person = self._without_account(row, unit) or self._new_person(row, unit)
        self.usernames[username] = person
        return person

    def _same_name(self, row, person):
        if person.name == row["name"]:
            return person
        self.refuse(row, "username", f"这个登录名在表里已写给{person.name}，请换一个。")
        return None

    def _without_account(self, row, unit):
        alike = self.known.namesakes(unit, row["name"])
        taken = [id(person) for person in self.usernames.values()]
        free = [one for one in alike if one.account_id is None and id(one) not in taken]
        if len(free) == 1:
            return free[0]
        if alike:
            text = f"“{unit}”已有同名的人，这一行会另建一位。若是同一人，请写原来的登录名。"
            self.plan.problems.append(row.warning("name", text))
        return None

    def _new_person(self, row, unit):
        person = Person(unit=unit, name=row["name"])
        self.known.add_person(person)
        return person

    def _is_good_username(self, row):
        try:
            Account._meta.get_field("username").run_validators(row["username"])
        except ValidationError:
            text = "登录名只能用文字、数字和 @ . + - _ 这几种符号，中间不要有空格。"
            self.refuse(row, "username", text)
            return False
        return True

    def _note_person(self, row, unit, person):
        """Once per person: what is new or changed; and once the account that is to be opened."""
        label = f"{unit} · {row['name']}"
        if id(person) not in self.noted:
            self.noted.add(id(person))
            is_new = person.pk is None
            changes = compare(person, {"title": row["title"]})
            status = NEW if is_new else CHANGED if changes else SAME
            self._add("people", status, row, label, person, [] if is_new else changes)
        username = row["username"]
        if username and person.account_id is None and ("account", id(person)) not in self.noted:
            self.noted.add(("account", id(person)))
            self._add("accounts", NEW, row, f"{row['name']}（{username}）", person)
            self.plan.items[-1].username = username

    # where

    def _post(self, row, unit):
        if not row["post"]:
            self.refuse(row, "post", "席位属于岗位，请填写岗位名称。")
            return None
        section = section_of(row, "section", unit, self.known, self.plan)
        if row["section"] and section is None:
            return None
        post = self.known.post(unit, section, row["post"])
        if post is None:
            where = f"“{unit}”的“{section}”" if section else f"“{unit}”"
            text = (
                f"{where}没有“{row['post']}”这个岗位。请先在“岗位”表里填写，或核对科室和岗位名称。"
            )
            self.refuse(row, "post", text)
        return post

    def _appointment(self, row, person, post):
        key = (id(person), id(post))
        if key in self.seen_appointments:
            return
        self.seen_appointments.add(key)
        label = f"{row['name']} — {post}"
        if person.pk in self.known.present_on(post):
            self._add("appointments", SAME, row, label, None)
            return
        appointment = Appointment(
            person=person,
            post=post,
            starts=row["starts"] or self.known.today,
            acting=bool(row["acting"]),
        )
        self._check_appointment(row, appointment)
        self._add("appointments", NEW, row, label, appointment)

    def _check_appointment(self, row, appointment):
        post, person = appointment.post, appointment.person
        if post.pk in self.known.seated_posts and not self.scope.is_system:
            text = f"岗位“{post}”带有席位，任职变动由系统管理员办理。请联系系统管理员。"
            self.refuse(row, "post", text)
        elif post.pk and person.pk:
            try:
                check_own_seat(
                    post=post, person=person, on=appointment.starts, by=self.scope.person
                )
            except ValidationError as refusal:
                self.refuse(row, "post", "".join(refusal.messages))
        present = list(self.known.present_on(post).values())
        if present and post.forms == post.Forms.ONE and not appointment.acting:
            names = "、".join(present[:3])
            text = (
                f"岗位“{post}”现由{names}任职，导入后为多人同任。如果是接任，请在后台办理“交接”。"
            )
            self.plan.problems.append(row.warning("post", text))

    # over what

    def _seat(self, row, unit, post):
        over = self._unit_of_seat(row, unit)
        if over is None:
            return
        section = self._section_of_seat(row, over, post)
        if (row["seat"] in SECTION_SEATS) != (section is not None):
            return
        mandate = Mandate(
            post=post,
            seat=row["seat"],
            unit=over,
            section=section,
            rank=row["rank"] or Rank.HEAD,
            starts=self.known.today,
        )
        label = f"{post} — {mandate}"
        key = (id(post), row["seat"], id(over), id(section))
        if key in self.seen_seats:
            return
        self.seen_seats.add(key)
        exists = (post.pk, row["seat"], over.pk, section and section.pk) in self.known.mandates
        self._add("seats", SAME if exists else NEW, row, label, mandate)

    def _unit_of_seat(self, row, unit):
        if not row["seat_unit_code"]:
            return unit
        over = self.known.unit(row["seat_unit_code"])
        if over is None or not self.scope.includes(over):
            text = (
                f"席位对应的单位“{row['seat_unit_code']}”不存在，或不在您的导入范围内。请核对代码。"
            )
            self.refuse(row, "seat_unit_code", text)
            return None
        return over

    def _section_of_seat(self, row, over, post):
        seat = Seat(row["seat"])
        if seat not in SECTION_SEATS:
            if row["seat_section"]:
                self.refuse(row, "seat_section", f"“{seat.label}”针对整个单位，这一格请留空。")
            return None
        if row["seat_section"]:
            return section_of(row, "seat_section", over, self.known, self.plan)
        if seat == Seat.SECTION_HEAD and post.section is not None:
            return post.section
        self.refuse(row, "seat_section", f"“{seat.label}”要写明对应的科室。")
        return None

    def _add(self, kind, status, row, label, obj, changes=()):
        self.plan.items.append(Item(kind, status, row.sheet, row.number, label, obj, list(changes)))
