"""What an archived file is made of (归档立卷, 全过程记录制度 一)."""
