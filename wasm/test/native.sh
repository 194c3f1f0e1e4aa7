#!/bin/bash
# Compiles the page store natively under the address and undefined-behaviour sanitizers, and runs the tests of this folder.
# Usage: native.sh [--seed N] [--rounds N] [rules binding authorizer snapshots entries imports checkpoints fork faults stress sharing threads]
#        native.sh --races [--seed N] [--rounds N]: the test of threads, under the thread sanitizer instead
set -euo pipefail
cd "$(dirname "$0")/.."

compiler=${CC:-}
for candidate in clang-19 clang gcc cc; do
  [ -n "$compiler" ] && break
  if command -v "$candidate" > /dev/null; then compiler=$candidate; fi
done
if [ -z "$compiler" ]; then
  echo "a C compiler is missing. On Debian: apt-get install clang-19" >&2
  exit 1
fi
bash fetch-sqlite.sh

sanitize=(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
# SQLite is not what is under test, but a page buffer that it overruns would be ours.
sanitize_sqlite=(-fsanitize=address -g1)
binary=build/native-test
if [ "${1:-}" = --races ]; then
  shift
  set -- threads "$@"
  sanitize=(-fsanitize=thread -fno-omit-frame-pointer -g)
  sanitize_sqlite=(-g1) # only the writer's thread runs it
  binary=build/native-races
fi
mapfile -t defines < defines.txt
key=$({ cat sqlite.sha256 defines.txt; "$compiler" --version | head -1; echo "${sanitize_sqlite[@]}"; } | sha256sum | cut -c1-16)
sqlite_object=.cache/sqlite3-native-$key.o
if [ ! -f "$sqlite_object" ]; then
  "$compiler" -O1 "${sanitize_sqlite[@]}" "${defines[@]}" -I.cache/sqlite -w -c .cache/sqlite/sqlite3.c -o "$sqlite_object.part"
  mv "$sqlite_object.part" "$sqlite_object"
fi

mkdir -p build
sources=()
for source in src/*.c; do
  case "$source" in src/alloc.c | src/memlib.c) ;; *) sources+=("$source") ;; esac
done
"$compiler" -std=c11 -D_GNU_SOURCE -O1 "${sanitize[@]}" -Wall -Wextra -Werror -DQL_TEST -Iinclude -I.cache/sqlite \
  "${sources[@]}" src/page-reader/*.c test/*.c "$sqlite_object" -lm -ldl -lpthread -o "$binary"

UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=0 TSAN_OPTIONS=halt_on_error=1 "$binary" "$@"
