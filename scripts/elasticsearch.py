"""An Elasticsearch of our own: a real server on this machine, for tests and for trying out.

The distribution comes through Maven's client; it is Elastic's smallest one, without plug-ins. The server listens on
this machine only, runs with 512 MB of heap and never as root.
"""

import base64
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path

from scripts.common import Command, Stop, as_unprivileged, run_quietly, say
from scripts.serve import free_port

VERSION = "8.19.3"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
#: The Javas that this version is at home on, the first one first.
JAVAS = (17, 21)
#: A full answer to how to get what is missing.
HOW = "Debian: apt-get install openjdk-17-jre-headless maven, then make elasticsearch"
#: Who it may run as where we are root.
USERS = ("elasticsearch", "nobody")
#: How long a start and an end may take, in seconds.
START, END = 120.0, 20.0
USER = "khorshoo"

SETTINGS = """\
cluster.name: khorshoo
node.name: {name}
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
cluster.routing.allocation.disk.threshold_enabled: false
action.auto_create_index: false
xpack.security.enabled: {security}
xpack.security.enrollment.enabled: false
xpack.security.transport.ssl.enabled: false
xpack.security.http.ssl.enabled: false
"""


def cache() -> Path:
    """Where the distribution is kept: outside every checkout, readable for the user that the server runs as."""
    if os.geteuid() == 0:
        return Path("/var/cache/khorshoo")
    return Path(os.environ.get("XDG_CACHE_HOME", "").strip() or Path.home() / ".cache") / "khorshoo"


def java() -> Path | None:
    """The home of a Java that the server runs on, or None."""
    named = [os.environ.get(name, "").strip() for name in ("ES_JAVA_HOME", "JAVA_HOME")]
    program = shutil.which("java")
    homes = [Path(name) for name in named if name]
    homes += [Path(program).resolve().parents[1]] if program else []
    homes += sorted(Path("/usr/lib/jvm").glob("*"))
    found = {_java_version(home): home for home in reversed(homes)}
    return next((found[version] for version in JAVAS if version in found), None)


def find(folder: Path | None = None) -> Path | None:
    """The unpacked distribution, or None where it isn't or where there is no Java for it."""
    home = (folder or cache()) / f"elasticsearch-{VERSION}"
    return home if (home / "bin" / "elasticsearch").exists() and java() else None


def install(folder: Path | None = None) -> Path:
    """Get the distribution through Maven, unless it is there. Returns its folder. Raises Stop.

    An interrupted call leaves nothing that `find` takes for whole.
    """
    home = find(folder)
    if home is not None:
        return home
    if java() is None:
        raise Stop(f"Elasticsearch needs Java {' or '.join(map(str, JAVAS))} ({HOW}).")
    if not shutil.which("mvn"):
        raise Stop(f"Elasticsearch is fetched by Maven, and there is no mvn ({HOW}).")
    folder = folder or cache()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    home = folder / f"elasticsearch-{VERSION}"
    say(f"Fetching Elasticsearch {VERSION} into {folder} (95 MB, once) …")
    with tempfile.TemporaryDirectory(dir=folder, prefix="new-") as made:
        new = Path(made)
        run_quietly(
            ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={new}"]
        )
        _unpack(next(new.glob("*.zip")), new)
        shutil.rmtree(home, ignore_errors=True)
        with contextlib.suppress(OSError):  # another one was faster
            (new / home.name).rename(home)
    return home


class Server:
    """One server with a folder of its own; what is in the folder survives `stop` and `start`."""

    def __init__(self, home: Path, folder: Path, *, security: bool = False, port: int | None = None) -> None:
        """Prepare it, without starting.

        home: the distribution; folder: for data, logs and configuration; security: only who has the password comes in.
        """
        self.folder = folder
        self.port = port or free_port()
        self.host = f"127.0.0.1:{self.port}"
        #: Of the user `khorshoo`, who may do everything; empty without security.
        self.password = secrets.token_urlsafe(12) if security else ""
        self._home = home
        self._process: subprocess.Popen[bytes] | None = None
        self._configure()

    @property
    def address(self) -> str:
        """Where it answers, with user and password where there is security."""
        user = f"{USER}:{self.password}@" if self.password else ""
        return f"http://{user}{self.host}"

    @property
    def process_id(self) -> int:
        """Of the group of its processes. Raises Stop where it isn't running."""
        if self._process is None:
            raise Stop("Elasticsearch is not running.")
        return self._process.pid

    def start(self) -> None:
        """Start it and wait until it is healthy. Raises Stop where it doesn't get so far."""
        with (self.folder / "out").open("wb") as out:
            self._process = subprocess.Popen(
                [*self._as_user, self._home / "bin" / "elasticsearch"],
                cwd=self.folder,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                start_new_session=True,  # Ctrl-C must reach the tests first, the server after them
            )
        try:
            self._wait(self._process)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End it as a person does who stops the service."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it at once, as when the power fails."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """It takes connections and answers nothing more, until `resume`."""
        os.killpg(self.process_id, signal.SIGSTOP)

    def resume(self) -> None:
        """Go on after `pause`."""
        os.killpg(self.process_id, signal.SIGCONT)

    def _configure(self) -> None:
        config = self.folder / "config"
        shutil.copytree(self._home / "config", config, dirs_exist_ok=True)
        options = (config / "jvm.options").read_text(encoding="utf-8").splitlines()
        kept = [line for line in options if not any(word in line for word in ("HeapDump", "gc.log"))]
        (config / "jvm.options").write_text("\n".join(kept) + "\n", encoding="utf-8")
        settings = SETTINGS.format(
            name=f"khorshoo-{self.port}",
            port=self.port,
            transport=free_port(),
            folder=self.folder,
            security=str(bool(self.password)).lower(),
        )
        (config / "elasticsearch.yml").write_text(settings, encoding="utf-8")
        (self.folder / "tmp").mkdir(exist_ok=True)
        self._as_user = as_unprivileged(self.folder, USERS, "Elasticsearch")
        self._env = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "ES_JAVA_HOME": str(java()),
            "ES_PATH_CONF": str(config),
            "ES_TMPDIR": str(self.folder / "tmp"),
            "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
        }
        if self.password:
            self._make_user()

    def _make_user(self) -> None:
        command: Command = [
            *self._as_user,
            self._home / "bin" / "elasticsearch-users",
            *("useradd", USER),
            *("-p", self.password, "-r", "superuser"),
        ]
        made = subprocess.run(command, cwd=self.folder, env=self._env, capture_output=True, text=True)
        if made.returncode:
            raise Stop(f"Elasticsearch could not make its user: {(made.stderr or made.stdout).strip()}")

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START
        while time.monotonic() < until and process.poll() is None:
            if is_healthy(self.host, self.password):
                return
            time.sleep(0.2)
        log = (self.folder / "out").read_text(encoding="utf-8", errors="replace")
        raise Stop(f"Elasticsearch did not start: {log[-2000:].strip()}")

    def _end(self, number: signal.Signals) -> None:
        if self._process is None:
            return
        end_group(self._process.pid, number, reap=self._process)
        self._process = None


def is_healthy(host: str, password: str = "") -> bool:
    """Whether an Elasticsearch at `host` (name:port) says that all its data can be read."""
    request = urllib.request.Request(f"http://{host}/_cluster/health?wait_for_status=yellow&timeout=1s")
    if password:
        token = base64.b64encode(f"{USER}:{password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # our own machine: no proxy
    try:
        with opener.open(request, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def end_group(leader: int, number: signal.Signals, *, reap: subprocess.Popen[bytes] | None = None) -> None:
    """End the group of processes that `leader` leads; kill what has not ended after `END` seconds."""
    until = time.monotonic() + END
    with contextlib.suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGCONT)  # what is paused hears nothing
        os.killpg(leader, number)
        while time.monotonic() < until:
            if reap is not None:
                reap.poll()
            os.killpg(leader, 0)
            time.sleep(0.05)
        os.killpg(leader, signal.SIGKILL)
    if reap is not None:
        reap.wait()


@contextlib.contextmanager
def running(home: Path, *, security: bool = False) -> Iterator[Server]:
    """A running server in a temporary folder, gone afterwards. Raises Stop where it doesn't start."""
    folder = Path(tempfile.mkdtemp(prefix="khorshoo-es-"))
    server: Server | None = None
    try:
        server = Server(home, folder, security=security)
        server.start()
        yield server
    finally:
        if server is not None:
            server.kill()  # at once: nothing is worth keeping
        shutil.rmtree(folder, ignore_errors=True)


def _java_version(home: Path) -> int:
    """The main version of the Java in `home`; 0 where there is none."""
    with contextlib.suppress(OSError, ValueError):
        if (home / "bin" / "java").exists():
            for line in (home / "release").read_text(encoding="utf-8").splitlines():
                name, _, value = line.partition("=")
                if name == "JAVA_VERSION":
                    return int(value.strip('"').split(".")[0])
    return 0


def _unpack(archive: Path, folder: Path) -> None:
    """Unpack, readable for all, with what may be executed."""
    with zipfile.ZipFile(archive) as opened:
        for entry in opened.infolist():
            path = Path(opened.extract(entry, folder))
            mode = entry.external_attr >> 16 & 0o777
            path.chmod(0o755 if path.is_dir() else 0o644 | mode & 0o111)
