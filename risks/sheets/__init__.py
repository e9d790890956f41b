"""Tables of risk points as they arrive: forms, directories, ledgers (by the rules of imports)."""
