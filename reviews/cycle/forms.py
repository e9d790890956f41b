"""Of which unit the board is."""

from registry.organisation.unit_choice import UnitChoiceForm


class CycleFilter(UnitChoiceForm):
    def __init__(self, data, *, units):
        super().__init__(data)
        self.offer_units(units, empty="本单位")
        self.is_valid()

    def unit_asked(self, own):
        return self.place.chosen or own
