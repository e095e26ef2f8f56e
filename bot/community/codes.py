"""One-time codes: shown once, kept only as a hash."""

from __future__ import annotations

import hashlib
import secrets


def new_code() -> str:
    """Eight letters and digits nobody confuses, in two halves: about 39 bits, used once."""
    letters = "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def hashed(code: str) -> str:
    """What is kept of a code; however it was typed."""
    return hashlib.sha256(code.strip().upper().replace(" ", "").encode()).hexdigest()
