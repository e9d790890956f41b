"""Which columns a list shows: `?columns=kind&columns=level`, else the usual ones."""

from dataclasses import dataclass

NAME = "columns"


@dataclass(frozen=True)
class Columns:
    """`offered` maps the name of a column to its label, in the order they stand in."""

    offered: dict
    names: tuple

    @classmethod
    def asked(cls, offered, usual, asked):
        """Those the address names; what is not offered is passed over."""
        chosen = set(asked.getlist(NAME))
        return cls(offered, tuple(name for name in offered if name in chosen) or usual)

    @property
    def shown(self):
        """(name, label) of each column shown."""
        return [(name, self.offered[name]) for name in self.names]

    @property
    def choices(self):
        """(name, label, whether it is shown) of each column there is."""
        return [(name, label, name in self.names) for name, label in self.offered.items()]

    def cells(self, words):
        """(name, label, text) of each column shown, of a row that maps names to texts."""
        return [(name, label, words[name]) for name, label in self.shown]
