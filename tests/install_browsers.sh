#!/bin/sh
# Journeys drive Debian's Chromium and Firefox. Install what is missing where that is allowed; else say what is missing.
missing=""
command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
    || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
command -v firefox-esr >/dev/null 2>&1 || command -v firefox >/dev/null 2>&1 || missing="$missing firefox-esr"
missing=${missing# }
if [ -z "$missing" ]; then exit 0; fi

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing: $missing. Install what is missing as commands of these names, then run make test again." >&2
    exit 1
elif [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Missing: $missing. Run 'sudo apt-get install $missing', then run make test again." >&2
    exit 1
fi

echo "Installing $missing (one to two minutes each)"
log=$(mktemp)
# Two names are two words here.
# shellcheck disable=SC2086
if ! { $as_root apt-get update && $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "Missing: $missing, and apt-get could not install it (its last words are above)." >&2
    exit 1
fi
