"""Durable state: tables, engine, store and migrations (DESIGN §4). Implements `bot.ports.Store` and `bot.ports.Tx`."""
