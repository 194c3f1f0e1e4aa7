#!/bin/bash
# Builds packages/sqlite/wasm/quorumlite.wasm and page-reader.wasm, byte for byte the same everywhere. `--check` builds elsewhere,
# compares with the committed files, and exits 1 if they differ.
set -euo pipefail
cd "$(dirname "$0")"

check=
if [ "${1:-}" = --check ]; then check=yes; fi
committed=../packages/sqlite/wasm

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
# No paths and no dates may enter the files: relative names, and nothing of the debug kind.
target=(--target=wasm32-wasi -mbulk-memory -mnontrapping-fptoint -msign-ext)
# Without atomics, clang makes plain accesses of those that keep readers in other threads right.
own=(-matomics -std=c11 -O3 -msimd128 -Wall -Wextra -Werror -Iinclude -I.cache/sqlite)

# As V8 runs it, -O3 is slower and -Oz a tenth to a quarter. Without bulk memory clang calls memcpy where it would make a
# memory.copy of it: that of src/memlib.c is faster for the short lengths that SQLite copies.
sqlite=(-O2 -mno-bulk-memory)

# SQLite itself rarely changes: its object is kept under the hash of everything that makes it.
key=$({ cat sqlite.sha256 defines.txt; clang-19 --version | head -1; echo "${target[@]} ${sqlite[@]}"; } | sha256sum | cut -c1-16)
sqlite_object=.cache/sqlite3-wasm-$key.o
if [ ! -f "$sqlite_object" ]; then
  clang-19 "${target[@]}" "${sqlite[@]}" "${defines[@]}" -DSQLITE_USE_MALLOC_H=1 -DSQLITE_USE_MALLOC_USABLE_SIZE=1 \
    -I.cache/sqlite -w -c .cache/sqlite/sqlite3.c -o "$sqlite_object.part"
  mv "$sqlite_object.part" "$sqlite_object"
fi

for source in src/*.c; do
  extra=()
  if [ "$source" = src/memlib.c ]; then extra=(-fno-builtin); fi
  clang-19 "${target[@]}" "${own[@]}" "${extra[@]}" -c "$source" -o "$objects/$(basename "$source" .c).o"
done

page_reader=build/page-reader.o
clang-19 "${target[@]}" "${own[@]}" -c src/page-reader/page-reader.c -o "$page_reader"
if grep -q __stack_pointer "$page_reader"; then
  echo "page-reader.c needs a stack; it runs in a memory where the stack is another instance's" >&2
  exit 1
fi

output=$committed
if [ -n "$check" ]; then output=build; fi
declare -A previous
for name in quorumlite.wasm page-reader.wasm; do
  previous[$name]=$(sha256sum "$committed/$name" 2> /dev/null | cut -d' ' -f1 || true)
done
mkdir -p "$output"
# Both import their memory: page-reader.wasm that of a quorumlite.wasm whose host made it shared.
mapfile -t exports < <(sed 's/^/-Wl,--export=/' exports.txt)
clang-19 --target=wasm32-wasi -mexec-model=reactor "$sqlite_object" "$objects"/*.o -o "$output/quorumlite.wasm" "${exports[@]}" \
  -Wl,--import-memory -Wl,--max-memory=4294967296 -Wl,-z,stack-size=1048576 -Wl,--stack-first -Wl,--strip-all
wasm-ld-19 "$page_reader" -o "$output/page-reader.wasm" --no-entry --import-memory --shared-memory \
  --max-memory=4294967296 --strip-all --export=ql_reader_pin --export=ql_reader_unpin --export=ql_reader_find --export=ql_reader_leave

differs=
for name in quorumlite.wasm page-reader.wasm; do
  hash=$(sha256sum "$output/$name" | cut -d' ' -f1)
  echo "$name: sha256 $hash, $(stat -c %s "$output/$name") bytes"
  [ "$hash" = "${previous[$name]}" ] && continue
  echo "not equal to the committed file (sha256 ${previous[$name]:-none})"
  differs=yes
done
if [ -n "$differs" ]; then
  if [ -n "$check" ]; then exit 1; fi
else
  echo "equal to the committed files, byte for byte"
fi
