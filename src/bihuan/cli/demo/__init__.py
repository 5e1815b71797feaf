"""The demo ledger: a made-up city detachment's year 2023, built only on the packs and the verbs.

Everything in it is synthetic: the city, the people and every act. A seed makes it the same each time.
"""
