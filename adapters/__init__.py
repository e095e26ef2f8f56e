"""Platforms. Each folder carries cards and presses between one platform and the core, and knows no feature."""
