"""The ledger on SQLite and PostgreSQL: the only package that imports eventsourcing and SQLAlchemy's engine."""
