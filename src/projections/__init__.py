"""What people look at, built from the ledgers' events and thrown away or rebuilt at will.

`follower` applies `registry.PROJECTIONS` in batches; each projection is a file with its tables, how events
change them, and its queries, which take a connection and never a key.
"""
