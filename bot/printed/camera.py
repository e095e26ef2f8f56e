"""A camera in three states, of a few lines: plain, with a question mark, struck through."""

from __future__ import annotations

from fpdf import FPDF

from bot.printed import fonts
from bot.printed.what import ASK, NO


def camera(pdf: FPDF, box: tuple[float, float, float, float], photos: str) -> None:
    """In a box (left, top, width, height); white on black where there are to be none."""
    left, top, width, height = box
    ink = 255 if photos == NO else 0
    pdf.set_draw_color(ink)
    pdf.set_fill_color(ink)
    pdf.set_line_width(0.4)
    pdf.rect(left + width * 0.3, top, width * 0.4, height * 0.25, style="F")
    pdf.rect(left, top + height * 0.2, width, height * 0.8, round_corners=True, corner_radius=0.5)
    middle, radius = (left + width / 2, top + height * 0.6), height * 0.26
    if photos == ASK:
        pdf.set_font(fonts.MAIN, "B", 9)
        pdf.set_xy(left, top + height * 0.2)
        pdf.cell(width, height * 0.8, "?", align="C")
    else:
        pdf.circle(*middle, radius)
    if photos == NO:
        pdf.set_line_width(0.7)
        pdf.line(left - 0.8, top + height + 0.6, left + width + 0.8, top - 0.6)
    pdf.set_draw_color(0)
    pdf.set_fill_color(0)
