"""What waits for visits stays small: Scrapy lives in their processes only."""

from __future__ import annotations

import subprocess
import sys


def test_the_process_that_waits_for_visits_holds_no_crawler() -> None:
    asked = "import sys, console.daemon, crawler.visit; print([m for m in ('scrapy', 'twisted') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
