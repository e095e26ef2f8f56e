"""What is written: the page, the same as JSON, and the pairs as a table for a spreadsheet. A file is there whole, or not at all."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bot.cli.terminal import stop
from bot.matching.certificate import Assignment
from bot.matching.review import Alternative
from bot.matching.score import explain
from bot.report.matches import Plan
from bot.sheet import inert


@dataclass(frozen=True, slots=True)
class Written:
    """The plan with the ids people have in the files, and the assignment with its proof."""

    plan: Plan
    found: Assignment
    mentees: Sequence[str]
    mentors: Sequence[str]

    def as_json(self) -> str:
        """All of it; points are whole numbers, `10 ** decimals` to one of the scores' own."""
        seen = self.plan.review
        return json.dumps(
            {
                "aims": seen.aims,
                "decimals": self.plan.points.decimals,
                "plan": asdict(seen.plan),
                "greedy": seen.greedy and asdict(seen.greedy),
                "bound": seen.bound,
                "matches": [
                    {
                        "mentee": self.mentees[each.mentee],
                        "mentor": self.mentors[each.mentor],
                        "score": each.score,
                        "parts": [asdict(part) for part in each.parts],
                        "instead": self._instead(each.instead),
                    }
                    for each in seen.matches
                ],
                "unmatched": [
                    {"mentee": self.mentees[each.mentee], "why": each.why, "instead": self._instead(each.instead)}
                    for each in seen.unmatched
                ],
                "most_wanted": [{"mentor": self.mentors[each.mentor], "brings": asdict(each.brings)} for each in seen.wanted],
                "proof": self._proof(),
            },
            ensure_ascii=False,
            indent=1,
        )

    def _instead(self, some: Sequence[Alternative]) -> list[Mapping[str, Any]]:
        return [{"mentor": self.mentors[each.mentor], "score": each.score, "cost": asdict(each.cost)} for each in some]

    def _proof(self) -> Mapping[str, Any]:
        """What `bot.matching.verify` checks: prices in the order of the mentors' file, surpluses in that of the mentees'."""
        return {"at_least": self.found.at_least, "prices": self.found.prices.tolist(), "surplus": self.found.surplus.tolist()}

    def as_csv(self) -> str:
        """A line for everybody who asks, matched or not."""
        plan, text = self.plan, io.StringIO(newline="")
        out = csv.writer(text)
        out.writerow(("mentee", "mentee name", "mentor", "mentor name", "points", "why"))
        lines = {
            each.mentee: (self.mentors[each.mentor], plan.mentors[each.mentor], plan.points(each.score), " · ".join(explain(each.parts)))
            for each in plan.review.matches
        } | {each.mentee: ("", "", "", each.why) for each in plan.review.unmatched}
        for at in sorted(lines):
            out.writerow(inert(cell) for cell in (self.mentees[at], plan.mentees[at], *lines[at]))
        return text.getvalue()


def write(files: Mapping[Path, str]) -> None:
    """Each beside its place first, then all moved there: what stood there before is replaced only by something whole."""
    beside = {path: path.with_name(f".{path.name}.part") for path in files}
    try:
        for path, text in files.items():
            # Only for whoever ran this: it tells who asked for help, and why somebody has none.
            with os.fdopen(os.open(beside[path], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
                file.write("\ufeff" + text if path.suffix.casefold() == ".csv" else text)  # the mark by which Excel knows UTF-8
        for path, part in beside.items():
            part.replace(path)
    except OSError as error:
        for part in beside.values():
            part.unlink(missing_ok=True)
        stop(f"{error.filename} can't be written: {error.strerror}. Nothing was written.")
