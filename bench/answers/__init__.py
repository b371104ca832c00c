"""120 questions of brands and talents, answered in scenes made by the real flows, and judged."""
