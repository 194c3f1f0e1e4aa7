#!/usr/bin/env bash
# Generates the static module of all .proto files. Usage: build-proto.sh [output directory]
set -euo pipefail
cd "$(dirname "$0")/.."
out="${1:-generated}"
mkdir -p "$out"
flags=(-t static-module -w esm -r quorumlite-wire --force-number
  --no-create --no-verify --no-delimited --no-convert --no-typeurl --no-service)
# The types are made from the comments of the module, so both need a run of their own to keep the module small.
types="$(mktemp -d)"
trap 'rm -rf "$types"' EXIT
npx --no-install pbjs "${flags[@]}" --dts -o "$types/messages.js" proto/*.proto
npx --no-install pbjs "${flags[@]}" --no-comments -o "$out/messages.js" proto/*.proto
# Properties to encode may be readonly arrays and undefined, which the generator's types do not say; nothing here is a
# Long, because our own reader reads 64-bit integers as numbers.
sed -E \
  -e 's/^( +[A-Za-z]+\?: \()([^()|]+\[\])\|null\);$/\1readonly \2|null|undefined);/' \
  -e 's/^( +[A-Za-z]+\?: \([^()]+\|null)\);$/\1|undefined);/' \
  -e '/^import Long/d' \
  "$types/messages.d.ts" >"$out/messages.d.ts"
