"""How far a look is, in hundredths: every byte counts twice, once when it is read and hashed, once when it is sent."""

from __future__ import annotations

from api.progress import Watch


class Bar:
    """Tells `watch` when a hundredth more is done."""

    def __init__(self, watch: Watch, total: int) -> None:
        """`total` bytes of all files."""
        self._watch, self._total = watch, max(1, 2 * total)
        self._before, self._size, self._hashed = 0, 0, 0
        self._show(0)

    def begin(self, size: int) -> None:
        """The next file, of `size` bytes; what the one before it lacked is not to come any more."""
        self._before += 2 * self._size
        self._size, self._hashed = size, 0
        self._show(0)

    def hashed(self, count: int) -> None:
        """So many bytes more of the file were read."""
        self._hashed += count
        self._show(min(self._hashed, self._size))

    def sent(self, offset: int) -> None:
        """So many bytes of the file are at the site."""
        self._show(self._size + offset)

    def end(self) -> None:
        """The last file is done."""
        self.begin(0)
        self._watch(100, 100)

    def _show(self, of_file: int) -> None:
        self._watch(100 * (self._before + of_file) // self._total, 100)
