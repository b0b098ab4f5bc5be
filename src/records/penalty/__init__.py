"""处罚·普通程序: commands, events, state and the decider, one file per chapter."""
