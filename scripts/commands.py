"""The sub-commands by name, and how each ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from types import FrameType

from scripts import environment
from scripts.common import ROOT, VENV, VENV_PYTHON, Stop, say


def main(arguments: list[str]) -> int:
    """Run the sub-command that `arguments` names. Returns the exit status.

    What a user can mend is said in one sentence, without a traceback.
    """
    name = arguments[0] if arguments else ""
    command = COMMANDS.get(name)
    if command is None:
        print(f"Choose one of: {', '.join(COMMANDS)}. `make help` explains them.", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGHUP, _end)
    try:
        return command(arguments[1:])
    except Stop as stop:
        print(stop, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _end(number: int, frame: FrameType | None) -> None:
    """SIGTERM and SIGHUP end like Ctrl-C: everything started is cleaned up on the way out."""
    raise KeyboardInterrupt


def _setup(arguments: list[str]) -> int:
    environment.check_before()
    environment.set_up(dev="--dev" in arguments)
    if "--documents" in arguments:
        environment.add_documents()
    say(f"The environment is ready in {VENV.name}/.")
    return 0


def _run(arguments: list[str]) -> int:
    from scripts import serve

    return serve.run()


def _leaflets(arguments: list[str]) -> int:
    from scripts import leaflets

    return leaflets.run(arguments)


def _elasticsearch(arguments: list[str]) -> int:
    from scripts import elasticsearch_service

    return elasticsearch_service.start()


def _elasticsearch_stop(arguments: list[str]) -> int:
    from scripts import elasticsearch_service

    return elasticsearch_service.stop()


def _test(markers: str, *, complete: bool = False) -> Callable[[list[str]], int]:
    def test(arguments: list[str]) -> int:
        from scripts import testing

        return testing.run(markers, arguments, complete=complete)

    return test


def _check(arguments: list[str]) -> int:
    from scripts import checks

    environment.check_before()
    environment.set_up(dev=True)
    return checks.run(arguments)


def _with_tools(*commands: list[str]) -> Callable[[list[str]], int]:
    """A sub-command that is nothing but calls of development tools with the environment's Python."""

    def call(arguments: list[str]) -> int:
        environment.check_before()
        environment.set_up(dev=True)
        env = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.local"}
        for command in commands:
            code = subprocess.call([VENV_PYTHON, *command, *arguments], cwd=ROOT, env=env)
            if code:
                return code
        return 0

    return call


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "setup": _setup,
    "run": _run,
    "test": _test("not slow and not large and not wide"),
    "test-all": _test("", complete=True),
    "test-rest": _test("slow or large or wide", complete=True),
    "elasticsearch": _elasticsearch,
    "elasticsearch-stop": _elasticsearch_stop,
    "check": _check,
    "format": _with_tools(
        ["-m", "ruff", "check", "--fix", "--quiet", "--exit-zero", "."],
        ["-m", "ruff", "format", "."],
        ["-m", "djhtml", "--tabwidth", "2", "templates"],
    ),
    "messages": _with_tools(["-m", "scripts.translations", "--write"]),
    "leaflets": _leaflets,
    "search-quality": _with_tools(["-m", "benchmarks.search_quality"]),
    "shots": _with_tools(["-m", "scripts.shots"]),
}
