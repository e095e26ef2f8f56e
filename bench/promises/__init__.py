"""What is promised, measured: `make promises`, or `python -m bench.promises [--quick] [--seed N] [NAME ...]`.

Each promise of docs/promises.md has a proof in a module here, named in `proofs.py` in the order of the table. At full size the table is
rewritten from what was measured in that one run; `--quick` runs a share of each and writes nothing.
"""
