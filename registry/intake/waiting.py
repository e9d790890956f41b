"""A file that was sent and waits, in the session of its sender, to be looked at and confirmed."""

from registry.files.models import StoredFile
from registry.files.storing import discard


class Waiting:
    """The one file that waits under a name; `chosen` is what its sender decided meanwhile.

    A file of somebody else is never found, whatever stands in the session.
    """

    def __init__(self, request, name):
        self.session, self.name = request.session, name
        kept = self.session.get(name) or {}
        files = StoredFile.objects.filter(pk=kept.get("file"), created_by=request.person)
        self.stored = files.first() if kept else None
        self.chosen = kept.get("chosen", {})

    def __bool__(self):
        return self.stored is not None

    def keep(self, stored, chosen):
        """This file instead of the one before, which is thrown away."""
        if self.stored is not None and self.stored.pk != stored.pk:
            discard(self.stored)
        self.stored, self.chosen = stored, chosen
        self.session[self.name] = {"file": stored.pk, "chosen": chosen}
        self.session.pop(self._receipt, None)

    def forget(self):
        """Throw the file away."""
        if self.stored is not None:
            discard(self.stored)
        self.let_go()

    def let_go(self):
        """The file has found its place elsewhere."""
        self.session.pop(self.name, None)
        self.stored = None

    def taken(self, seen, said):
        """It was confirmed as it was `seen`; whoever sends that again is `said` the same."""
        self.session[self._receipt] = {"seen": seen, "said": said}
        self.let_go()

    def said_before(self, seen):
        """The answer to the same confirmation sent before; empty where there was none."""
        receipt = self.session.get(self._receipt) or {}
        return receipt.get("said", "") if receipt.get("seen") == seen else ""

    @property
    def _receipt(self):
        return f"{self.name}-taken"
