"""From a person's words to findings: pure functions over one message, right or silent (see docs/reading.md)."""
