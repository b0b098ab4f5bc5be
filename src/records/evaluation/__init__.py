"""Evaluation of files (案卷评查, 全过程记录制度 一)."""
