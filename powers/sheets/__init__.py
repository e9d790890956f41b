"""A catalogue that arrives as a spreadsheet: template, reading, plan, confirmation."""
