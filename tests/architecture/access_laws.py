"""Laws for the world of the access table; part of `access_world.World`."""

from django.utils import timezone

from powers.models import Power
from registry.laws import keeping
from tests.laws.factory import make_law


class LawWorld:
    """Goes with `cast` and `people` of the class it is part of."""

    def _make_laws(self):
        """A shipped law that has changed, with a power in force on it; laws of two units."""
        office, today = self.people.office, timezone.localdate()
        self.law = make_law("中华人民共和国义务教育法")
        self.told = keeping.tell_change(
            law=self.law, kind="amended", on=today, working_days=20, by=office
        )
        self.own_law = make_law("区属学校采购办法", unit=self.cast.bureau, level="document")
        self.own_change = keeping.tell_change(law=self.own_law, kind="amended", on=today, by=office)
        self.article = keeping.save_article(
            law=self.own_law, number=3, text="采购分为两种", repealed_from=None, by=office
        )
        self.small_law = make_law("食材采购细则", unit=self.cast.school_small, level="own_rule")

    def _law_keys(self):
        power = Power.objects.filter(unit=self.cast.school_large).first()
        return {
            "law": {"pk": self.law.pk},
            "law.due": {"change_pk": self.told.pk, "power_pk": power.pk},
            "own_law": {"pk": self.own_law.pk},
            "own_law.change": {"pk": self.own_law.pk, "change_pk": self.own_change.pk},
            "own_law.article": {"pk": self.own_law.pk, "article_pk": self.article.pk},
            "small_law": {"pk": self.small_law.pk},
        }
