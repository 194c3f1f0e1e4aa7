#!/usr/bin/env bash
# Writes generated/*.test anew, and the expected answers of all scripts, from a SQLite built natively by gcc in the version
# that our WebAssembly has. Needs npm and a C++ compiler; nothing of it is left in the repository.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
package=better-sqlite3@12.11.1 # bundles SQLite 3.53.2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/quorumlite/$package

if [ ! -f "$cache/node_modules/better-sqlite3/build/Release/better_sqlite3.node" ]; then
  mkdir -p "$cache"
  npm_config_build_from_source=true npm install "$package" --prefix "$cache" --no-audit --no-fund
fi

# The generators run on any Node that the native module was built for, also on one that does not read TypeScript.
npx --no-install tsc --ignoreConfig --outDir "$cache/scripts" --target es2023 --module nodenext --types node \
  --rewriteRelativeImportExtensions --skipLibCheck "$here/regenerate.ts"
echo '{ "type": "module" }' >"$cache/scripts/package.json"
node "$cache/scripts/regenerate.js" "$here" "$cache/node_modules/better-sqlite3"
