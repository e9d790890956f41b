"""So many laws, articles, changes and kinds of powers as one likes; part of `many_rows.Rows`."""

from django.utils import timezone

from powers.kinds.models import PowerKind
from registry.laws import keeping
from registry.laws.models import Law, LawArticle, LawChange
from tests.laws.factory import make_law


class LawRows:
    """Goes with the `powers` of the class it is part of: they rest on the one law here."""

    def _make_law(self):
        """The law that every copied power rests on; it was amended after these came."""
        law = make_law("中华人民共和国义务教育法")
        self.law_pk = law.pk
        keeping.tell_change(
            law=law,
            kind="amended",
            on=timezone.localdate(),
            working_days=20,
            by=self.people.office,
        )

    def laws(self, count):
        level = Law.objects.get(pk=self.law_pk).level
        return Law.objects.bulk_create(
            Law(level=level, title=f"第{number}号管理办法") for number in self.next(count)
        )

    def kinds(self, count):
        return PowerKind.objects.bulk_create(
            PowerKind(unit=self.cast.bureau, code=f"many-{number}", name=f"第{number}类")
            for number in self.next(count)
        )

    def articles(self, count):
        return LawArticle.objects.bulk_create(
            LawArticle(law_id=self.law_pk, number=number) for number in self.next(count)
        )

    def changes(self, count):
        return LawChange.objects.bulk_create(
            LawChange(law_id=self.law_pk, kind="amended", on=timezone.localdate())
            for _ in range(count)
        )
