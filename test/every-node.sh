#!/usr/bin/env bash
# Runs the built product on another version of Node: bash test/every-node.sh 24. Fetches that version by npx if it is not
# the one that is there.
set -euo pipefail
cd "$(dirname "$0")/.."
version=$1
if [ "$(node -p 'process.versions.node.split(".")[0]')" = "$version" ]; then
  exec node test/every-node.mjs "$version"
fi
exec npx -y -p "node@$version" node test/every-node.mjs "$version"
