"""What makes loading light.

structlog without rich: it loads it where it finds it (typer brings it) for tracebacks of a sort we don't print: 20 ms, 3 MB. And nothing of
what is loaded, which all stays, is looked through for garbage meanwhile, or ever: a tenth of a start.
"""

import gc
import sys
from importlib import import_module
from typing import Any, Final

_COLLECTING: Final = gc.isenabled()
gc.disable()

_loaded: dict[str, Any] = sys.modules
if "rich" not in _loaded:
    _loaded["rich"] = None  # which is how Python is told that there is none
    try:
        import_module("structlog")
    finally:
        del _loaded["rich"]


def loaded() -> None:
    """That was all."""
    gc.freeze()
    if _COLLECTING:
        gc.enable()
