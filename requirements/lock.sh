#!/bin/sh
# Pin every package: versions and hashes, for every system and Python, and no address of any index.
# usage: requirements/lock.sh PYTHON
set -eu
python=$1
"$python" -m pip --quiet install uv

pin() {
    "$python" -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --custom-compile-command "make lock" "$@" >/dev/null
}
pin --group build --output-file requirements/build.txt
pin pyproject.toml --constraints requirements/build.txt --output-file requirements/runtime.txt
pin --group tests --constraints requirements/build.txt --constraints requirements/runtime.txt \
    --output-file requirements/tests.txt

bin=$(cd "$(dirname "$python")" && pwd)
for folder in survey_app/web/frontend tests/node; do
    (
        cd "$folder"
        export PATH="$bin:$PATH" NODE_USE_SYSTEM_CA=1
        rm -rf package-lock.json node_modules
        npm install --loglevel=error --package-lock-only
        # npm also notes where to send donations; a lock file here holds no address at all
        node -e '
            const fs = require("fs");
            const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
            for (const entry of Object.values(lock.packages)) { delete entry.funding; delete entry.resolved; }
            fs.writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
        '
    )
done
