#include "harness.h"

#include <stdarg.h>

#include "../src/alloc.h"
#include "../src/page-hash.h"
#include "../src/wasm-imports.h"

/* ---- Checks and randomness */

uint64_t test_seed;
static uint64_t state;
static uint64_t import_state = 0x9E3779B97F4A7C15ull;

void fail(const char *file, int line, const char *format, ...) {
  const char *name = strrchr(file, '/');
  va_list args;
  va_start(args, format);
  fprintf(stderr, "\nFAILED %s:%d: ", name ? name + 1 : file, line);
  vfprintf(stderr, format, args);
  va_end(args);
  fprintf(stderr, "\nreplay: bash wasm/test/native.sh --seed %llu\n", (unsigned long long)test_seed);
  _Exit(1);
}

static uint64_t xorshift(uint64_t *s) {
  *s ^= *s << 13;
  *s ^= *s >> 7;
  *s ^= *s << 17;
  return *s;
}

void random_reset(uint64_t seed) {
  state = seed * 0x9E3779B97F4A7C15ull + 1;
  import_state = state ^ 0x5851F42D4C957F2Dull;
}

uint32_t random_below(uint32_t n) { return n ? (uint32_t)((xorshift(&state) >> 11) % n) : 0; }

/* ---- The host */

int poll_answer;
double ql_import_now(void) { return 1.79e12; }
int ql_import_poll(void) { return poll_answer; }
void ql_import_random(void *out, int bytes) {
  for (int i = 0; i < bytes; i++) ((uint8_t *)out)[i] = (uint8_t)(xorshift(&import_state) >> 24);
}

/* As page-reader.wasm and the host do it, for reader 0. */
int ql_import_remote_pin(uintptr_t address, uint32_t id, void *mark) {
  int answer = ql_reader_pin(ql_share(), 0, (ql_store *)address, id);
  if (answer >= 0) memcpy(mark, &ql_share()->readers[0].mark, sizeof(ql_mark));
  return answer;
}

void ql_import_remote_unpin(uintptr_t address, uint32_t pin) { ql_reader_unpin((ql_store *)address, pin); }

int ql_import_remote_read(uintptr_t address, uint32_t id, uint32_t pin, uint32_t pgno, uint32_t within, void *out,
                          uint32_t bytes) {
  const uint8_t *page = ql_reader_find(ql_share(), 0, (const ql_store *)address, id, pin, pgno);
  intptr_t code = (intptr_t)page;
  if (page && code > 0) memcpy(out, page + within, bytes);
  ql_reader_leave(ql_share(), 0);
  return !page ? QL_READER_HOLE : code < 0 ? (int)code : 0;
}

double ql_heap_grown(void) { return 0; }
double ql_heap_used(void) { return 0; }
double ql_heap_free_in_large_blocks(void) { return 0; }
double ql_heap_limit(void) { return 0; }
void ql_heap_set_limit(double bytes) { (void)bytes; }

/* ---- Allocation failure. SQLite's own allocations pass through the same gate (see main.c). */

static int64_t allocations_left = -1;
static int keep_refusing, refused;

static int allocation_fails(void) {
  if (allocations_left < 0) return 0;
  if (allocations_left > 0) {
    allocations_left--;
    return 0;
  }
  if (!keep_refusing) allocations_left = -1;
  refused = 1;
  return 1;
}

void fail_allocation_after(int64_t count, int keep_failing) {
  ql_test_allocation_fails = allocation_fails;
  allocations_left = count;
  keep_refusing = keep_failing;
  refused = 0;
}

int allocation_was_refused(void) { return refused; }

/* ---- Stores and connections */

ql_store *store_new(const char *name) {
  ql_store *store;
  CHECK_EQUAL(ql_store_create(name, &store), SQLITE_OK);
  return store;
}

ql_store *store_new_blank(const char *name) {
  ql_store *store = store_new(name);
  uint8_t page[QL_PAGE_SIZE];
  ql_blank_page1(page);
  CHECK_EQUAL(ql_restore_put(store, 1, page, 0), SQLITE_OK);
  CHECK_EQUAL(ql_restore_finish(store, 1), SQLITE_OK);
  return store;
}

sqlite3 *conn_open(ql_store *store, uint32_t flags) {
  sqlite3 *conn;
  CHECK_EQUAL(ql_open(store, flags, &conn), SQLITE_OK);
  return conn;
}

void conn_close(sqlite3 *conn) { CHECK_EQUAL(sqlite3_close(conn), SQLITE_OK); }

int try_sql(sqlite3 *conn, const char *format, ...) {
  va_list args;
  va_start(args, format);
  char sql[4096];
  int length = vsnprintf(sql, sizeof sql, format, args);
  va_end(args);
  CHECK(length >= 0 && (size_t)length < sizeof sql);
  return sqlite3_exec(conn, sql, 0, 0, 0);
}

sqlite3_int64 query_int(sqlite3 *conn, const char *sql) {
  sqlite3_stmt *stmt;
  if (sqlite3_prepare_v2(conn, sql, -1, &stmt, 0) != SQLITE_OK) {
    fail(__FILE__, __LINE__, "%s: %s", sql, sqlite3_errmsg(conn));
  }
  int code = sqlite3_step(stmt);
  if (code != SQLITE_ROW) fail(__FILE__, __LINE__, "%s: %s", sql, sqlite3_errmsg(conn));
  sqlite3_int64 value = sqlite3_column_int64(stmt, 0);
  sqlite3_finalize(stmt);
  return value;
}

void check_integrity(sqlite3 *conn) {
  sqlite3_stmt *stmt;
  CHECK_EQUAL(sqlite3_prepare_v2(conn, "PRAGMA integrity_check", -1, &stmt, 0), SQLITE_OK);
  int code = sqlite3_step(stmt);
  if (code != SQLITE_ROW) fail(__FILE__, __LINE__, "integrity_check: %s", sqlite3_errmsg(conn));
  const char *answer = (const char *)sqlite3_column_text(stmt, 0);
  if (strcmp(answer, "ok") != 0) fail(__FILE__, __LINE__, "integrity_check: %s", answer);
  sqlite3_finalize(stmt);
}

/* ---- Digests */

static uint64_t mix(uint64_t hash, const void *bytes, size_t n) {
  for (size_t i = 0; i < n; i++) hash = (hash ^ ((const uint8_t *)bytes)[i]) * 0x100000001B3ull;
  return hash ^ hash >> 29;
}

static int mix_rows(sqlite3 *conn, const char *sql, uint64_t *hash) {
  sqlite3_stmt *stmt;
  int code = sqlite3_prepare_v2(conn, sql, -1, &stmt, 0);
  if (code != SQLITE_OK) return code;
  while ((code = sqlite3_step(stmt)) == SQLITE_ROW) {
    for (int i = 0; i < sqlite3_column_count(stmt); i++) {
      int type = sqlite3_column_type(stmt, i);
      const void *text = type == SQLITE_BLOB ? sqlite3_column_blob(stmt, i) : sqlite3_column_text(stmt, i);
      *hash = mix(mix(*hash, &type, sizeof type), text ? text : "", (size_t)sqlite3_column_bytes(stmt, i));
    }
  }
  sqlite3_finalize(stmt);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

uint64_t try_digest(sqlite3 *conn, int *code) {
  uint64_t hash = 0xcbf29ce484222325ull;
  char names[64][64];
  int count = 0;
  sqlite3_stmt *stmt;
  *code = mix_rows(conn, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", &hash);
  if (*code != SQLITE_OK) return 0;
  *code = sqlite3_prepare_v2(conn, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'ft_%' ORDER BY name",
                             -1, &stmt, 0);
  if (*code != SQLITE_OK) return 0;
  while ((*code = sqlite3_step(stmt)) == SQLITE_ROW) {
    CHECK(count < 64);
    snprintf(names[count++], 64, "%s", (const char *)sqlite3_column_text(stmt, 0));
  }
  sqlite3_finalize(stmt);
  if (*code != SQLITE_DONE) return 0;
  *code = SQLITE_OK;
  for (int i = 0; i < count && *code == SQLITE_OK; i++) {
    char sql[128];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" ORDER BY 1", names[i]);
    *code = mix_rows(conn, sql, &hash);
  }
  return *code == SQLITE_OK ? hash : 0;
}

uint64_t digest(sqlite3 *conn) {
  int code;
  uint64_t hash = try_digest(conn, &code);
  if (code != SQLITE_OK) fail(__FILE__, __LINE__, "digest: %d %s", code, sqlite3_errmsg(conn));
  return hash;
}

/* ---- The store from inside */

uint64_t committed_checksum(ql_store *store) { return store->committed.checksum; }

void check_hashes(ql_store *store) {
  ql_pin *pin = ql_pin_take(store, 0);
  uint64_t sum = 0;
  uint8_t out[16];
  uint32_t from = 1;
  do {
    CHECK_EQUAL(ql_pin_verify(pin, from, 100, out), SQLITE_OK);
    sum ^= ql_get_u64(out + 8);
    from = ql_get_u32(out);
  } while (from);
  CHECK(sum == store->committed.checksum);
  ql_pin_release(pin);
}

static void check_slot(const ql_store *store, const ql_slot *slot, uint32_t pgno) {
  int published = 0;
  for (const ql_page_version *page = slot->newest; page; page = page->older) {
    if (page == slot->committed) published = 1;
    CHECK_EQUAL(page->version <= store->committed.version, published);
    CHECK_EQUAL(page->pgno, pgno);
    CHECK(!page->older || page->older->version < page->version);
    if (!page->data) CHECK_EQUAL(page->hash, 0);
  }
  CHECK_EQUAL(published, slot->committed != 0);
}

void check_structure(ql_store *store) {
  uint32_t kept = 0, pins = 0;
  for (const ql_pin *pin = store->oldest_pin; pin; pin = pin->newer) {
    pins++;
    CHECK(!pin->newer || pin->newer->mark.version > pin->mark.version);
    CHECK(!pin->newer || pin->newer->older == pin);
    for (const ql_page_version *page = pin->kept; page; page = page->next) {
      kept++;
      /* It is visible to this pin, which is the point of keeping it. */
      CHECK(page->version <= pin->mark.version);
      if (page->pgno && !pin->doomed) {
        const ql_page_version *seen = ql_page_at(store, page->pgno, pin->mark.version);
        CHECK(seen == page);
      }
    }
  }
  CHECK_EQUAL(pins, store->pin_count);
  CHECK_EQUAL(kept, store->kept_count);
  uint64_t checksum = 0;
  uint32_t superseded = 0;
  for (uint32_t c = 0; c < store->chunk_end; c++) {
    const ql_chunk *chunk = store->chunks[c];
    uint32_t gone = 0;
    for (uint32_t i = 0; chunk && i < QL_CHUNK_PAGES; i++) {
      const ql_slot *slot = &chunk->slots[i];
      check_slot(store, slot, c * QL_CHUNK_PAGES + i);
      for (const ql_page_version *page = slot->newest; page; page = page->older) {
        gone += page->data == 0;
        CHECK(page->version <= chunk->changed_at);
      }
      if (!slot->committed) continue;
      checksum ^= slot->committed->hash;
      CHECK(!slot->committed->data || slot->committed->pgno <= store->committed.page_count);
      for (const ql_page_version *page = slot->committed->older; page; page = page->older) superseded++;
    }
    if (chunk) CHECK_EQUAL(gone, chunk->gone_count);
  }
  CHECK(checksum == store->committed.checksum);
  /* What lies below a committed page version is in exactly one keep list; a doomed pin keeps pages without a slot as well. */
  CHECK(superseded <= kept);
}

/* ---- Entries */

entry_copy entry_take(ql_store *store, uint32_t flags) {
  entry_copy copy = {0, 0};
  uint8_t out[32];
  int code = ql_encode(store, 0, flags, 0, out);
  if (code == QL_NO_VERSION) return copy;
  CHECK_EQUAL(code, SQLITE_OK);
  copy.length = ql_get_u32(out + 4);
  copy.bytes = malloc(copy.length);
  memcpy(copy.bytes, ql_entry_bytes(), copy.length);
  return copy;
}

/* As a large commit travels: records ahead, in parts, and then a header that counts them. Returns 0 if there is no version. */
int ship_in_parts(ql_store *leader, ql_store *follower, uint32_t part_bytes) {
  uint8_t out[32], header[QL_ENTRY_HEADER];
  int code = ql_encode(leader, 0, 0, part_bytes, out);
  if (code == QL_NO_VERSION) return 0;
  CHECK_EQUAL(code, SQLITE_OK);
  memcpy(header, ql_entry_bytes(), sizeof header);
  double version = ql_get_f64(out + 8);
  uint32_t next = ql_get_u32(out + 24), records = ql_get_u32(out + 16), length = ql_get_u32(out + 4);
  if (next == 0) {
    if (follower) CHECK_EQUAL(ql_apply(follower, ql_entry_bytes(), length, 0), SQLITE_OK);
    CHECK_EQUAL(ql_publish(leader, 1), 1);
    return 1;
  }
  CHECK_EQUAL(header[1] & QL_ENTRY_PARTED, QL_ENTRY_PARTED);
  if (follower) CHECK_EQUAL(ql_stage_part(follower, ql_entry_bytes() + sizeof header, length - sizeof header), SQLITE_OK);
  while (next) {
    CHECK_EQUAL(ql_encode_part(leader, version, next, 0, part_bytes, out), SQLITE_OK);
    CHECK(ql_get_u32(out + 4) <= part_bytes);
    uint32_t bytes = ql_get_u32(out + 4);
    if (follower && bytes) CHECK_EQUAL(ql_stage_part(follower, ql_entry_bytes(), bytes), SQLITE_OK);
    records += ql_get_u32(out + 16);
    length += bytes;
    next = ql_get_u32(out + 24);
  }
  ql_put_u32(header + 8, records);
  ql_put_u32(header + 12, length);
  if (follower) {
    CHECK_EQUAL(ql_stage_apply(follower, header, sizeof header, 0), SQLITE_OK);
    CHECK(!follower->stage);
  }
  CHECK_EQUAL(ql_publish(leader, 1), 1);
  return 1;
}

uint32_t ship(ql_store *leader, ql_store *follower) {
  uint32_t count = 0;
  for (;;) {
    if (random_below(4) == 0) {
      if (!ship_in_parts(leader, follower, 4200 + random_below(12000))) return count;
      if (follower) CHECK(committed_checksum(follower) == committed_checksum(leader));
      count++;
      continue;
    }
    entry_copy entry = entry_take(leader, random_below(20) == 0 ? QL_ENCODE_RAW : 0);
    if (!entry.length) return count;
    CHECK_EQUAL(ql_publish(leader, 1), 1);
    if (follower) {
      CHECK_EQUAL(ql_apply(follower, entry.bytes, entry.length, 0), SQLITE_OK);
      CHECK(committed_checksum(follower) == committed_checksum(leader));
    }
    free(entry.bytes);
    count++;
  }
}
