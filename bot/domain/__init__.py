"""The nouns of a licence and their rules: standard library only, no clock, no I/O (DESIGN §4)."""
