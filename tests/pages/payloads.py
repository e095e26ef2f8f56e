"""Two hundred things somebody might type where only words are expected."""

from __future__ import annotations

from itertools import product

_SCRIPTS = (
    *("<script>boom()</script>", "<img src=x onerror=boom()>", "<svg/onload=boom()>", "<a href='javascript:boom()'>x</a>"),
    *("<iframe srcdoc='<script>boom()</script>'></iframe>", "<b onmouseover=boom()>x</b>", "<style>*{display:none}</style>"),
    *(
        "<base href='https://example.org/'>",
        "<meta http-equiv=refresh content='0;url=https://example.org/'>",
        "<form action=https://example.org>",
    ),
    *("<link rel=stylesheet href=https://example.org/x.css>", "<input autofocus onfocus=boom()>", "<details open ontoggle=boom()>"),
    *(
        "<math><mtext></mtext><script>boom()</script></math>",
        "<!--",
        "-->",
        "<![CDATA[<script>boom()</script>]]>",
        "]]>",
        "</h1>",
        "</li></ol>",
    ),
    *("{{7*7}}", "${7*7}", "<%= 7*7 %>", "%s%n", "\\x3cscript\\x3eboom()\\x3c/script\\x3e"),
)
_BREAKS = ('"', "'", '">', "'>", "</title>", "</textarea>", "\r\n", "\u2028", "&lt;", "&#60;")
_ODD = (
    *("\u202eevil", "\u2066x\u2069", "a\x00b", "a\x08b", "\x1b[31mred", "\ufeff", "\ufffe", "\u200b" * 20, "é" * 60),
    *(
        "&xxe;",
        "<?xml version='1.0'?>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
        "<?php echo 1 ?>",
        "<xi:include href='x'/>",
    ),
    *("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "|", "`id`", "$(id)", ";ls", "../../etc/passwd", "%0d%0aSet-Cookie:x=1"),
)

PAYLOADS: tuple[str, ...] = (
    *_SCRIPTS,
    *(before + script for before, script in product(_BREAKS, _SCRIPTS[:15])),
    *_ODD,
)
