"""Calls that can be stopped: a query inside Oxigraph hears nobody, so it runs in a process of its own."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any

from kg.errors import KgError, QueryError

# a fork starts at once, and the child needs nothing but what it is called with
_CONTEXT = "fork" if sys.platform == "linux" else "spawn"


def within[T](seconds: float, function: Callable[..., T], *arguments: Any) -> T:
    """Call ``function`` in a process that is ended after ``seconds``.

    Raises QueryError where it had to be ended, and whatever KgError the call raised.
    """
    context = multiprocessing.get_context(_CONTEXT)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_call, args=(theirs, function, arguments), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise QueryError(
                f"the question was stopped after {seconds:g} seconds; ask for less (LIMIT, a name to start "
                "from), or give it more time with --timeout"
            )
        is_well, result = ours.recv()
    except EOFError:
        raise QueryError("the question ended its process, likely for want of memory; ask for less") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    if not is_well:
        raise result
    answer: T = result
    return answer


def _call(pipe: Connection, function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    try:
        pipe.send((True, function(*arguments)))
    except KgError as error:
        pipe.send((False, error))
