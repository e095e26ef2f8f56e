"""structlog without rich. It loads it where it finds it (typer brings it) for tracebacks of a sort we don't print: 20 ms, 3 MB."""

import sys
from importlib import import_module
from typing import Any

_loaded: dict[str, Any] = sys.modules
if "rich" not in _loaded:
    _loaded["rich"] = None  # which is how Python is told that there is none
    try:
        import_module("structlog")
    finally:
        del _loaded["rich"]
