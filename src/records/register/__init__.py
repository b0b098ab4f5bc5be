"""The registers that cases are judged by."""
