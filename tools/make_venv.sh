#!/bin/sh
# Makes the virtual environment with the newest suitable Python on the PATH, or says what is missing.
set -eu
for candidate in ${PYTHON:-} python3.13 python3.12 python3.11 python3 python; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        if ! "$candidate" -m venv "$1"; then
            rm -rf "$1"
            echo "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv" >&2
            exit 1
        fi
        exit 0
    fi
done
echo "Heliu needs Python 3.11 or later; found: $(python3 --version 2>&1 || echo none). Name one with PYTHON=/path/to/python3." >&2
exit 1
