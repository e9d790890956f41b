"""A catalogue's draft filled in away from the system, by what every draft's workbook has."""
