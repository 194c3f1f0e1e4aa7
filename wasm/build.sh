#!/bin/bash
# Builds packages/sqlite/wasm/quorumlite.wasm, byte for byte the same everywhere. `--check` builds elsewhere, compares with the
# committed file, and exits 1 if they differ.
set -euo pipefail
cd "$(dirname "$0")"

check=
if [ "${1:-}" = --check ]; then check=yes; fi
committed=../packages/sqlite/wasm/quorumlite.wasm

for tool in clang-19 wasm-ld-19 npm sha256sum; do
  command -v "$tool" > /dev/null && continue
  echo "$tool is missing. On Debian: apt-get install clang-19 lld-19 libclang-rt-19-dev-wasm32 wasi-libc" >&2
  exit 1
done
if [ ! -e /usr/lib/wasm32-wasi/libc.a ]; then
  echo "the C library for WebAssembly is missing. On Debian: apt-get install wasi-libc libclang-rt-19-dev-wasm32" >&2
  exit 1
fi
bash fetch-sqlite.sh

objects=build/obj
rm -rf "$objects"
mkdir -p "$objects" .cache
mapfile -t defines < defines.txt
# No paths and no dates may enter the file: relative names, and nothing of the debug kind.
target=(--target=wasm32-wasi -mbulk-memory -mnontrapping-fptoint -msign-ext)
own=(-std=c11 -O3 -msimd128 -Wall -Wextra -Werror -Iinclude -I.cache/sqlite)

# SQLite itself rarely changes: its object is kept under the hash of everything that makes it.
key=$({ cat sqlite.sha256 defines.txt; clang-19 --version | head -1; echo "${target[@]}"; } | sha256sum | cut -c1-16)
sqlite_object=.cache/sqlite3-wasm-$key.o
if [ ! -f "$sqlite_object" ]; then
  clang-19 "${target[@]}" -Oz "${defines[@]}" -DSQLITE_USE_MALLOC_H=1 -DSQLITE_USE_MALLOC_USABLE_SIZE=1 \
    -I.cache/sqlite -w -c .cache/sqlite/sqlite3.c -o "$sqlite_object.part"
  mv "$sqlite_object.part" "$sqlite_object"
fi

for source in src/*.c; do
  extra=()
  if [ "$source" = src/memlib.c ]; then extra=(-fno-builtin); fi
  clang-19 "${target[@]}" "${own[@]}" "${extra[@]}" -c "$source" -o "$objects/$(basename "$source" .c).o"
done

mapfile -t exports < <(sed 's/^/-Wl,--export=/' exports.txt)
output=$committed
if [ -n "$check" ]; then output=build/quorumlite.wasm; fi
previous=$(sha256sum "$committed" 2> /dev/null | cut -d' ' -f1 || true)
mkdir -p "$(dirname "$output")"
# The memory is imported, so that instances can share one later.
clang-19 --target=wasm32-wasi -mexec-model=reactor "$sqlite_object" "$objects"/*.o -o "$output" "${exports[@]}" \
  -Wl,--import-memory -Wl,--max-memory=4294967296 -Wl,-z,stack-size=1048576 -Wl,--stack-first -Wl,--strip-all

hash=$(sha256sum "$output" | cut -d' ' -f1)
echo "sha256 $hash, $(stat -c %s "$output") bytes"
if [ "$hash" = "$previous" ]; then
  echo "equal to the committed file, byte for byte"
else
  echo "not equal to the committed file (sha256 ${previous:-none})"
  if [ -n "$check" ]; then exit 1; fi
fi
