"""What is there already, found by the codes and names people write; planned things join it."""

from django.db.models.functions import Lower
from django.utils import timezone

from registry.organisation.models import Account, Appointment, Mandate, Person, Post, Section, Unit


class Known:
    """Loaded once per plan: the units of the file and what they hold. A lookup costs no query."""

    def __init__(self, rows):
        self.today = timezone.localdate()
        self.units = {unit.code.lower(): unit for unit in Unit.objects.select_related("parent")}
        mentioned = self._mentioned(rows)
        self.sections = {
            (section.unit_id, section.name): section
            for section in Section.objects.filter(unit__in=mentioned, closed_on=None)
        }
        self.posts = {
            (post.unit_id, post.section_id, post.name): post
            for post in Post.objects.filter(unit__in=mentioned, closed_on=None)
        }
        self.people = list(
            Person.objects.filter(unit__in=mentioned).select_related("unit", "account")
        )
        self.accounts = self._accounts(rows)
        self.holders = self._holders(mentioned)
        self.mandates = set(
            Mandate.objects.on(self.today)
            .filter(post__unit__in=mentioned)
            .values_list("post", "seat", "unit", "section")
        )
        self.seated_posts = {post for post, _, _, _ in self.mandates}

    def unit(self, code):
        return self.units.get((code or "").lower())

    def section(self, unit, name):
        return self.sections.get((_key(unit), name))

    def post_exactly(self, unit, section, name):
        return self.posts.get((_key(unit), _key(section) if section else None, name))

    def post(self, unit, section, name):
        """The post in that section; without one the leader's post, else the only one so called."""
        exact = self.post_exactly(unit, section, name)
        if exact is not None or section is not None:
            return exact
        alike = [
            post
            for (unit_key, _, post_name), post in self.posts.items()
            if unit_key == _key(unit) and post_name == name
        ]
        return alike[0] if len(alike) == 1 else None

    def namesakes(self, unit, name):
        return [one for one in self.people if one.unit == unit and one.name == name]

    def owner_of(self, account):
        """The person of an account among those of the units in the file."""
        return next((one for one in self.people if one.account_id == account.pk), None)

    def add_section(self, section):
        self.sections[_key(section.unit), section.name] = section

    def add_post(self, post):
        section = _key(post.section) if post.section else None
        self.posts[_key(post.unit), section, post.name] = post

    def add_person(self, person):
        self.people.append(person)

    def present_on(self, post):
        return self.holders.get(post.pk, {}) if post.pk else {}

    def _mentioned(self, rows):
        codes = {
            str(row["unit_code"]).lower()
            for key in ("sections", "posts", "people")
            for row in rows[key]
            if row["unit_code"]
        }
        codes |= {str(row["seat_unit_code"]).lower() for row in rows["people"]}
        return [self.units[code].pk for code in codes if code in self.units]

    def _accounts(self, rows):
        names = {row["username"] for row in rows["people"] if row["username"]}
        lowered = {name.lower() for name in names}
        found = Account.objects.annotate(lower_name=Lower("username")).select_related(
            "person__unit"
        )
        return {
            account.username.lower(): account for account in found.filter(lower_name__in=lowered)
        }

    def _holders(self, units):
        """{post: {person: name}} of whoever sits there today or is to sit there later."""
        found = {}
        present = Appointment.objects.filter(post__unit__in=units).exclude(ends__lt=self.today)
        for one in present.select_related("person"):
            found.setdefault(one.post_id, {})[one.person_id] = one.person.name
        return found


def _key(obj):
    """The id of what is saved, the object itself of what is only planned."""
    return obj.pk if obj.pk is not None else ("planned", id(obj))
