"""Calls that can be stopped: a query inside Oxigraph hears nobody, so it runs in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from kg.errors import KgError, QueryError

# A fork starts at once, and the child needs nothing but what it is called with. A program with threads, such
# as a server, must not be forked: there a fresh process is started.
_AT_ONCE = "fork" if sys.platform == "linux" else "spawn"


class Worker:
    """A process that answers one call after the other, and can be ended at any."""

    def __init__(self, *, is_fresh: bool = True) -> None:
        self._context = multiprocessing.get_context("spawn" if is_fresh else _AT_ONCE)
        self._pipe: Connection | None = None
        self._process: Any = None

    def call[T](self, seconds: float, function: Callable[..., T], *arguments: Any) -> T:
        """Call ``function``; after ``seconds`` the process is ended, and the next call starts another.

        Raises QueryError where it had to be ended, and whatever KgError the call raised.
        """
        pipe = self._pipe or self.start()
        try:
            pipe.send((function, arguments))
            if not pipe.poll(seconds):
                self.end()
                raise QueryError(
                    f"the question was stopped after {seconds:g} seconds; ask for less (LIMIT, a name to "
                    "start from), or give it more time with --timeout"
                )
            is_well, result = pipe.recv()
        except (EOFError, OSError):
            self.end()
            raise QueryError(
                "the question ended its process, likely for want of memory; ask for less"
            ) from None
        if not is_well:
            raise result
        answer: T = result
        return answer

    def start(self) -> Connection:
        """Start the process, as the first call does."""
        self._pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs,), daemon=True)  # type: ignore[attr-defined]
        self._process.start()
        theirs.close()
        return self._pipe

    def end(self) -> None:
        """End the process, whatever it does."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None


def within[T](seconds: float, function: Callable[..., T], *arguments: Any) -> T:
    """Call ``function`` in a process that is ended after ``seconds``; see ``Worker.call``."""
    worker = Worker(is_fresh=False)
    try:
        return worker.call(seconds, function, *arguments)
    finally:
        worker.end()


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started us ends us
    while True:
        try:
            function, arguments = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send((True, function(*arguments)))
        except KgError as error:
            pipe.send((False, error))
        except Exception as error:
            traceback.print_exc()
            pipe.send((False, KgError(f"{type(error).__name__}: {error}")))
