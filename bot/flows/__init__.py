"""The verbs of a deal, one a file, in the order of DESIGN §3: understand, negotiate, ask_consent, issue_licence, …

Each takes its dependencies, an event and `now`; reads and decides in one transaction; and leaves what must be said in
the outbox. Nothing here knows Discord, SQL or a language model's library.
"""
