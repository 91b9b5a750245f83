"""Which model gives the figures. It moves when the same catalogue and scenario give other digits."""

MODEL_VERSION = "1"
