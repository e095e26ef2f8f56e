"""Turning what pydantic found wrong into sentences a person can act on, all of them at once."""

from collections.abc import Iterable, Iterator, Sequence

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import fuzz, process

SHOULD_BE = {
    "bool_type": "true or false, without quotes",
    "int_type": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "string_type": 'words in quotes, "like this"',
    "string_too_short": "at least one character long",
    "string_pattern_mismatch": "at most 20 small letters, digits, - or _",
}


class ConfigError(Exception):
    """Wallflower can't start as it was told to. `problems` holds one readable sentence each, with how to mend it."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word a slip of the finger away from this one, or None when nothing is near."""
    found = process.extractOne(word.lower(), sorted(known), scorer=fuzz.ratio, score_cutoff=60)
    return found[0] if found else None


def told(error: ValidationError, model: type[BaseModel], source: str) -> Iterator[str]:
    """One sentence for each thing wrong, naming the file (`source`), the section and the setting."""
    for detail in error.errors():
        yield f"{source}: {_sentence(detail, model)}"


def _sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    where = [str(step) for step in detail["loc"]]
    kind = detail["type"]
    if kind == "extra_forbidden":
        return _unknown(where, model)
    if kind == "model_type":
        return f"{where[0]} is a section: write [{where[0]}] on a line of its own and its settings below."
    return f"[{where[0]}] {where[1]} should be {_should_be(detail)}, not {_written(detail['input'])}."


def _should_be(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "value_error":
        return str(context["error"]).removeprefix("should be ")
    if kind == "literal_error":
        return str(context["expected"]).replace("'", '"')
    if kind in {"greater_than_equal", "less_than_equal"}:
        return f"at least {context['ge']:g}" if "ge" in context else f"at most {context['le']:g}"
    return SHOULD_BE.get(kind, detail["msg"])


def _written(value: object) -> str:
    """The value as it stands in the file, near enough, and short. An address with a password in it is not repeated."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"…"' if "@" in value else f'"{value[:60]}"'
    return repr(value)[:60]


def _unknown(where: Sequence[str], model: type[BaseModel]) -> str:
    if len(where) == 1:
        return f"there is no section [{where[0]}]. {_perhaps(where[0], model.model_fields, '[{}]')}"
    section = model.model_fields[where[0]].annotation
    known = section.model_fields if isinstance(section, type) and issubclass(section, BaseModel) else {}
    return f"[{where[0]}] has no setting {where[1]}. {_perhaps(where[1], known, '{}')}"


def _perhaps(word: str, known: Iterable[str], shape: str) -> str:
    close = nearest(word, known)
    if close:
        return f"Did you mean {shape.format(close)}?"
    return f"It has {', '.join(shape.format(one) for one in known)}."
