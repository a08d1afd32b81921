"""Work in a process of its own, which is killed in the midst of it."""

import os
import signal
import time
import warnings
from collections.abc import Callable
from typing import Any


def kill_at(moment: float, work: Callable[..., object], *arguments: Any) -> bool:
    """Kill a piece of work some seconds after it has begun; tell whether it was still at it.

    Args:
        moment: seconds after it has written a byte to say that it began.
        work: called in a process of its own.
        arguments: of the work, which gets last the file descriptor to write the byte to.
    """
    reading, writing = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # other threads are left alone
        child = os.fork()
    if child == 0:
        try:
            work(*arguments, writing)
        finally:
            os._exit(0)
    os.close(writing)
    began = os.read(reading, 1)
    time.sleep(moment)
    os.kill(child, signal.SIGKILL)
    status = os.waitpid(child, 0)[1]
    os.close(reading)
    assert began, "the child could not begin"
    return os.WIFSIGNALED(status)
