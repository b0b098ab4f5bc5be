"""Rulings, payments, confirmations and rewards on application (行政裁决、给付、确认、奖励)."""
