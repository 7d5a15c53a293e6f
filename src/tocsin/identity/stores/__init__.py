"""Where the ledger is kept: memory, SQLite or PostgreSQL. The only part that opens a database."""
