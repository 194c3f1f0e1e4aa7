#!/bin/bash
# Puts SQLite's stock amalgamation into wasm/.cache/sqlite, out of the npm package that carries it, and verifies it.
set -euo pipefail
cd "$(dirname "$0")"

package=better-sqlite3@12.11.1
cache=.cache/sqlite

verify() { (cd "$cache" && sha256sum --check --quiet ../../sqlite.sha256); }

if [ -f "$cache/sqlite3.c" ] && verify; then exit 0; fi

download=$(mktemp -d)
trap 'rm -rf "$download"' EXIT
mkdir -p "$cache"
echo "fetching the SQLite amalgamation from npm: $package" >&2
npm pack --silent --pack-destination "$download" "$package" > /dev/null
tar -xzf "$download"/*.tgz -C "$download"
cp "$download/package/deps/sqlite3/sqlite3.c" "$download/package/deps/sqlite3/sqlite3.h" "$cache/"
if ! verify; then
  echo "the amalgamation in $package is not the one that wasm/sqlite.sha256 pins" >&2
  exit 1
fi
