"""Pages of the register of powers used, and the address where systems report in."""
