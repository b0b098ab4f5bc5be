"""Takes recordings from a folder to a site (全过程记录制度 三): found, settled, hashed, sent, receipted, reported.

The client of `api.uploads`. It runs where the recorder or its card is plugged in, and needs no deployment there.
"""
