"""The answers file: short, sourced answers by topic and language, and the rules that find the one asked for.

The texts are data (`en.md`, `de.md`, …); a figure, name, date or place of the store is a `{placeholder}` in them, which
`render` fills.
"""

from bot.answers.search import Found, find
from bot.answers.topics import LANGUAGES, Topic, look_up, match, topics

__all__ = ["LANGUAGES", "Found", "Topic", "find", "look_up", "match", "topics"]
