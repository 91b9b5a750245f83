"""`python -m core.verify FILE.json`: prints a JSON list of results.

Exit status 0 if every metric is ok, 1 if one is not, 2 if the file is no case file.
"""

from __future__ import annotations

import json
import sys

from core.errors import InputError
from core.verify import read_cases, verify


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m core.verify FILE.json", file=sys.stderr)
        return 2
    try:
        cases = read_cases(arguments[0])
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    results = verify(cases)
    print(json.dumps([result.as_dict() for result in results], indent=1, allow_nan=False))
    return 0 if all(result.ok for result in results) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
