"""Bihuan 闭环: a ledger of duties for Chinese public bodies."""
