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
npx --no-install pbjs "${flags[@]}" --no-comments -o "$types/plain.js" proto/*.proto
# Which field of a oneof is set; setting one deletes another. protobufjs deletes all others every time, and looks through the
# names of all properties: for a oneof of twenty that costs more than the rest of a small message.
cat >"$types/one-of.js" <<'JS'

function $oneOfGetter(names) {
    return function () {
        for (const name of names)
            if (this[name] !== null && this[name] !== undefined)
                return name;
    };
}
function $oneOfSetter(names) {
    return function (name) {
        for (const other of names)
            if (other !== name && this[other] !== null && this[other] !== undefined)
                delete this[other];
    };
}
JS
sed -E -e "/^import /r $types/one-of.js" -e 's/\$util\.(oneOf[GS]etter)\(/$\1(/' "$types/plain.js" >"$out/messages.js"
# Properties to encode may be readonly arrays and undefined, which the generator's types do not say; nothing here is a
# Long, because our own reader reads 64-bit integers as numbers.
sed -E \
  -e 's/^( +[A-Za-z]+\?: \()([^()|]+\[\])\|null\);$/\1readonly \2|null|undefined);/' \
  -e 's/^( +[A-Za-z]+\?: \([^()]+\|null)\);$/\1|undefined);/' \
  -e '/^import Long/d' \
  "$types/messages.d.ts" >"$out/messages.d.ts"
