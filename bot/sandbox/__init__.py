"""A local world that speaks Discord's HTTP API v10 and gateway, with invented people in it.

The bot's own code knows nothing of this package: it meets the world through discord.py alone, and
time through the `Clock` port. Rules come from Discord's public API documentation.
"""
