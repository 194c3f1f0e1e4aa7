/* What every native test needs: checks that name the seed, deterministic randomness, stores and connections. */
#ifndef QL_TEST_HARNESS_H
#define QL_TEST_HARNESS_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/bytes.h"
#include "../src/connection.h"
#include "../src/entry.h"
#include "../src/heap.h"
#include "../src/page-slab.h"
#include "../src/sharing.h"
#include "../src/store.h"
#include "../src/vfs.h"

/* Prints where, the seed and how to replay, and exits. */
void fail(const char *file, int line, const char *format, ...) __attribute__((noreturn, format(printf, 3, 4)));

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) fail(__FILE__, __LINE__, "%s", #condition);     \
  } while (0)
#define CHECK_EQUAL(got, wanted)                                                                         \
  do {                                                                                                   \
    long long got_ = (long long)(got), wanted_ = (long long)(wanted);                                    \
    if (got_ != wanted_) fail(__FILE__, __LINE__, "%s is %lld, not %lld", #got, got_, wanted_);          \
  } while (0)

extern uint64_t test_seed;
void random_reset(uint64_t seed);
/* 0..n-1 */
uint32_t random_below(uint32_t n);

/* Allocations fail (once, or from then on) after `count` more have succeeded. -1: never. */
void fail_allocation_after(int64_t count, int keep_failing);
/* Whether an allocation was refused since the last call of fail_allocation_after. */
int allocation_was_refused(void);

/* Interrupts running statements while not 0. */
extern int poll_answer;

ql_store *store_new(const char *name);
/* An empty store with the blank page 1 restored. */
ql_store *store_new_blank(const char *name);
sqlite3 *conn_open(ql_store *store, uint32_t flags);
#define WRITER (QL_OPEN_WRITABLE | QL_OPEN_SPECULATIVE)
/* Closes for good: there must be no statement left. */
void conn_close(sqlite3 *conn);

/* Runs SQL and returns SQLite's code. */
int try_sql(sqlite3 *conn, const char *sql, ...) __attribute__((format(printf, 2, 3)));
#define SQL(conn, ...) CHECK_EQUAL(try_sql(conn, __VA_ARGS__), SQLITE_OK)
/* The first column of the first row. */
sqlite3_int64 query_int(sqlite3 *conn, const char *sql);
/* "ok", unless the database is damaged; checked. */
void check_integrity(sqlite3 *conn);
/* A hash of everything that the connection sees: schema and all rows. 0 and *code on failure. */
uint64_t try_digest(sqlite3 *conn, int *code);
uint64_t digest(sqlite3 *conn);

uint64_t committed_checksum(ql_store *store);
/* Re-hashes the committed version: stored hashes and rolling checksum must match. */
void check_hashes(ql_store *store);
/* Every chain, list and counter of the store must agree. */
void check_structure(ql_store *store);

/* An encoded entry, copied. */
typedef struct {
  uint8_t *bytes;
  uint32_t length;
} entry_copy;
/* Encodes the oldest version not yet encoded; length 0 if there is none. */
entry_copy entry_take(ql_store *store, uint32_t flags);
/* Encodes all, publishes all, applies all to `follower` (if any) and frees them. Returns how many. */
int ship_in_parts(ql_store *leader, ql_store *follower, uint32_t part_bytes);
uint32_t ship(ql_store *leader, ql_store *follower);

/* The tests. */
void test_rules(void);
void test_binding(void);
void test_authorizer(void);
void test_snapshots(void);
void test_checkpoints(void);
void test_fork(void);
void test_entries(void);
void test_imports(void);
void test_faults(void);
void test_sharing(void);
void test_threads(uint32_t rounds);
void test_stress(uint32_t rounds);

#endif
