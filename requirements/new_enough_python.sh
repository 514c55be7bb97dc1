#!/bin/sh
# Run the first Python on this machine that is new enough, with the arguments given.
for python in python3 python3.13 python3.12 python3.11 python; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" "$@"
    fi
done
echo "SEND Voices needs Python 3.11 or newer, and none was found. Install it, then try again." >&2
exit 1
