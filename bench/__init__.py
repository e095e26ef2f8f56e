"""What it costs, as ratios taken in one run: `python -m bench.store`, and its neighbours."""
