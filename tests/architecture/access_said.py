"""What is said about what is shown in the world of the access table."""

from django.utils import timezone

from reviews import missives, mistakes, opinions


class Said:
    def _opinion(self, by, row=None):
        shown = self.publicity
        receipt = opinions.receipt_in(opinions.new_receipt(shown), shown)
        return opinions.give(
            publication=shown, text="写清多久查一次", by=by, receipt=receipt, row=row
        )

    def _mistake(self):
        """Something is wrong in the list of the large school, somebody says."""
        shown = self.public_catalogue
        receipt = opinions.receipt_in(opinions.new_receipt(shown), shown)
        day = timezone.localdate()
        said = {"text": "办理期限写错了", "receipt": receipt, "received_on": day}
        return mistakes.keep(publication=shown, **said)

    def _missive(self):
        shown = self.public_publicity
        receipt = opinions.receipt_in(opinions.new_receipt(shown), shown)
        return missives.receive(
            publication=shown,
            text="写清多久查一次",
            receipt=receipt,
            address="203.0.113.7",
        )
