"""The door of a deep link to /present: a fresh server looks here before it knows the pages, so the frame is run."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).resolve().parents[1] / "app.py"), run_name="__main__")
