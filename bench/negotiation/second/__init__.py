"""A second benchmark, of other scenarios and buyers, built without looking at the engine (docs/negotiation.md)."""
