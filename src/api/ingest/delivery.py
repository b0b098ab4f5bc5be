"""One recording on its way to the site, from wherever the site has it to the receipt."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from api.ingest.errors import Away, Gone, IngestError, Left, Moved, Spoilt, Unsettled
from api.ingest.journal import Journal, Known
from api.ingest.kinds import media_type
from api.ingest.opened import Opened
from api.ingest.proving import proof
from api.ingest.sending import Site, Standing
from api.ingest.trying import Tries
from media.metadata import is_plain
from records.recorder_names import recorder_name


class Delivery:
    """Sends one file, whose digests are known."""

    def __init__(self, site: Site, journal: Journal, file: Opened, known: Known) -> None:
        self._site, self._journal, self._file = site, journal, file
        self._known, self._address = known, known.address

    def run(self, device: str, chunk: int, tries: Tries, watch: Callable[[int], None]) -> None:
        """Returns when the site's receipt has both digests of the file. Raises Left, Away or Stopped.

        `chunk` is how many bytes are sent in one request, and are sent again at most when it is cut; `watch` is told
        how many of the file's bytes the site has.
        """
        standing: Standing | None = None
        while standing is None or not standing.is_received:
            try:
                standing = self._step(standing, device, chunk)
                tries.reached(standing.offset)
                watch(standing.offset)
            except (Away, Moved, Spoilt, Gone) as error:
                standing = None
                self._go_back(error, tries)
            except Unsettled:
                self._give_up()
                raise
        self._check(standing)

    def _step(self, standing: Standing | None, device: str, chunk: int) -> Standing:
        if standing is None:
            return self._resumed() if self._address else self._begun(device)
        if standing.offset >= self._file.source.stamp.size:
            raise Away("站点还没有存好已经收到的内容")
        return self._site.send(self._address, standing.offset, self._file.read(standing.offset, chunk))

    def _begun(self, device: str) -> Standing:
        name = self._file.source.name.rpartition("/")[2]
        told = {"filename": _plain(name), "filetype": media_type(self._file.source.path)}
        told |= {"blake3": self._known.blake3, "device": device}
        if (said := recorder_name(name)) is not None:
            told["started_at"] = said.started_at.isoformat()
        standing = self._site.create(self._file.source.stamp.size, told)
        self._note(standing.address)
        return self._proved(standing) if standing.challenge else standing

    def _proved(self, standing: Standing) -> Standing:
        """The receipt for a proof, or the beginning of the upload where there is none."""
        answer = proof(self._file, standing.challenge)
        try:
            return self._site.prove(self._address, answer) if answer else standing
        except Spoilt:
            return standing

    def _resumed(self) -> Standing:
        standing = self._site.standing(self._address)
        if standing.length not in {None, self._file.source.stamp.size}:
            raise Gone("上传是另一个长度的")
        return standing

    def _go_back(self, error: IngestError, tries: Tries) -> None:
        """Gets ready for the next try, or raises what the failure comes to."""
        if isinstance(error, Gone):
            self._note("")
        try:
            tries.failed(error)
        except Left:
            if isinstance(error, (Spoilt, Gone)):
                self._journal.forget(self._file.source)  # it is read and hashed once more before it is sent again
            raise

    def _give_up(self) -> None:
        """The file is another one by now: what the site has of it would never be asked for."""
        self._journal.forget(self._file.source)
        if self._address:
            with suppress(IngestError):
                self._site.end(self._address)

    def _check(self, standing: Standing) -> None:
        if (standing.blake3, standing.sha256) != (self._known.blake3, self._known.sha256):
            self._journal.forget(self._file.source)
            raise Left("站点给出的摘要与文件的不同，请告知站点的管理员")

    def _note(self, address: str) -> None:
        self._address = address
        self._journal.note(self._file.source, Known(self._known.blake3, self._known.sha256, address))


def _plain(name: str) -> str:
    """The name as the site takes it, which refuses signs that don't show."""
    return "".join(sign if is_plain(sign) else "\ufffd" for sign in name)
