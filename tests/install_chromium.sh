#!/bin/sh
# Journeys drive Debian's Chromium. Install it when it is missing and may be installed; else say what is missing.
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing: Chromium. Install it so that the command 'chromium' works, then run make test again." >&2
    exit 1
elif [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Missing: Chromium. Run 'sudo apt-get install chromium', then run make test again." >&2
    exit 1
fi

echo "Installing Chromium (one to two minutes)"
log=$(mktemp)
if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends chromium; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "Missing: Chromium, and apt-get could not install it (its last words are above)." >&2
    exit 1
fi
