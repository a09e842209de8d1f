import signal

import pytest

from esslod.engine.causes import cause_of_death
from esslod.errors import EngineFailure, QueryTimeout, QueryTooComplex, QueryTooLarge


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (-signal.SIGALRM, "", QueryTimeout),
        (-signal.SIGABRT, "memory allocation of 8 bytes failed", QueryTooLarge),
        (-signal.SIGABRT, "terminate called after throwing an instance of 'std::bad_alloc'", QueryTooLarge),
        (-signal.SIGABRT, "assertion failed", EngineFailure),
        (-signal.SIGABRT, "thread 'main' has overflowed its stack", QueryTooComplex),
        (-signal.SIGSEGV, "", QueryTooComplex),
        (-signal.SIGKILL, "", EngineFailure),
        (1, "", EngineFailure),
        (None, "", EngineFailure),
    ],
)
def test_the_way_a_process_dies_says_why(status, said, error):
    """Time, memory and stack are the caller's; anything else is ours."""
    assert isinstance(cause_of_death(status, said, 1.0), error)
