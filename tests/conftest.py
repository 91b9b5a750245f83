"""What all tests share."""


def pytest_make_parametrize_id(val: object) -> str | None:
    """Bytes are named by their number: packed ones hold the time, and processes that share the tests must agree."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None
