/* Entries: encoded, applied, and refused when they are not what they should be. */
#include "../src/page-hash.h"
#include "harness.h"

/* Expected values from the reference implementation, libxxhash 0.8.1: XXH3_64bits_withSeed(page, 4096, seed). */
static void page_hashes_are_xxh3(void) {
  uint8_t page[QL_PAGE_SIZE];
  memset(page, 0, sizeof page);
  CHECK(ql_hash_page(1, page) == 0xeca1fdafb7b0bd2aull);
  for (int i = 0; i < QL_PAGE_SIZE; i++) page[i] = (uint8_t)(i * 7 + i / 256);
  CHECK(ql_hash_page(77, page) == 0xa727be61094659e8ull);
  for (int i = 0; i < QL_PAGE_SIZE; i++) page[i] = (uint8_t)(i * i >> 3);
  CHECK(ql_hash_page(1048575, page) == 0x5ec5236268ce14e6ull);
}

static void deltas_rebuild_the_page(void) {
  static uint8_t base[QL_PAGE_SIZE] __attribute__((aligned(16))), page[QL_PAGE_SIZE] __attribute__((aligned(16)));
  uint8_t delta[QL_PAGE_SIZE], built[QL_PAGE_SIZE];
  for (int round = 0; round < 20000; round++) {
    for (int i = 0; i < QL_PAGE_SIZE; i++) base[i] = (uint8_t)random_below(4);
    memcpy(page, base, sizeof page);
    for (uint32_t n = random_below(round % 50 == 0 ? 300 : 12); n > 0; n--) {
      uint32_t from = random_below(QL_PAGE_SIZE), length = 1 + random_below(40);
      for (uint32_t i = from; i < from + length && i < QL_PAGE_SIZE; i++) page[i] = (uint8_t)random_below(256);
    }
    uint32_t length = ql_delta_make(base, page, delta);
    if (length == QL_DELTA_TOO_LARGE) continue;
    CHECK(length <= QL_DELTA_BYTES_MAX);
    CHECK(ql_delta_check(delta, length));
    memcpy(built, base, sizeof built);
    ql_delta_apply(delta, length, built);
    CHECK(memcmp(built, page, sizeof page) == 0);
    /* Overwriting is idempotent. */
    ql_delta_apply(delta, length, built);
    CHECK(memcmp(built, page, sizeof page) == 0);
  }
}

static void wrong_entries_change_nothing(void) {
  ql_store *leader = store_new_blank("leader"), *follower = store_new_blank("follower");
  sqlite3 *conn = conn_open(leader, WRITER);
  SQL(conn, "CREATE TABLE t(a); INSERT INTO t VALUES (1); INSERT INTO t VALUES (2)");
  entry_copy first = entry_take(leader, 0), second = entry_take(leader, 0), third = entry_take(leader, QL_ENCODE_RAW);
  uint64_t before = committed_checksum(follower);
  CHECK_EQUAL(ql_apply(follower, second.bytes, second.length, 0), QL_CHECKSUM_BEFORE);
  CHECK_EQUAL(ql_apply(leader, first.bytes, first.length, 0), QL_SPECULATIVE);
  /* One flipped bit in the content, which no form check can see. */
  first.bytes[first.length - 1] ^= 4;
  CHECK_EQUAL(ql_apply(follower, first.bytes, first.length, 0), QL_CHECKSUM_AFTER);
  CHECK(committed_checksum(follower) == before && follower->committed.page_count == 1);
  first.bytes[first.length - 1] ^= 4;
  CHECK_EQUAL(ql_apply(follower, first.bytes, first.length, 0), SQLITE_OK);
  CHECK_EQUAL(ql_apply(follower, second.bytes, second.length, 0), SQLITE_OK);
  CHECK_EQUAL(ql_apply(follower, third.bytes, third.length, 0), SQLITE_OK);
  CHECK_EQUAL(ql_apply(follower, third.bytes, third.length, 0), QL_CHECKSUM_BEFORE);
  ql_publish(leader, 3);
  CHECK(committed_checksum(follower) == committed_checksum(leader));
  sqlite3 *writer = conn_open(follower, WRITER);
  SQL(writer, "BEGIN IMMEDIATE");
  CHECK_EQUAL(ql_apply(follower, third.bytes, third.length, QL_APPLY_UNVERIFIED), SQLITE_BUSY);
  SQL(writer, "COMMIT");
  conn_close(writer);
  conn_close(conn);
  free(first.bytes);
  free(second.bytes);
  free(third.bytes);
  ql_store_drop(leader);
  ql_store_drop(follower);
}

/* A leader whose base page is damaged must not send what it diffed against it. */
static void a_damaged_base_is_found(void) {
  ql_store *store = store_new_blank("damaged");
  sqlite3 *conn = conn_open(store, WRITER);
  SQL(conn, "CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  SQL(conn, "INSERT INTO t VALUES (1, zeroblob(3000))");
  ship(store, 0);
  uint8_t *byte = &ql_slot_find(store, 2)->committed->data[2000], good[QL_PAGE_SIZE], out[32];
  memcpy(good, ql_slot_find(store, 2)->committed->data, sizeof good);
  *byte ^= 1;
  SQL(conn, "UPDATE t SET b = zeroblob(2999)");
  CHECK_EQUAL(ql_encode(store, 0, 0, 0, out), QL_PAGE_DAMAGED);
  CHECK_EQUAL(ql_get_u32(out + 20), 2);
  ql_abort(store);
  conn_close(conn);
  ql_pin *pin = ql_pin_take(store, 0);
  CHECK_EQUAL(ql_pin_verify(pin, 1, 100, out), QL_PAGE_DAMAGED);
  CHECK_EQUAL(ql_get_u32(out + 4), 2);
  ql_pin_release(pin);
  CHECK_EQUAL(ql_repair_page(store, 2, ql_slot_find(store, 2)->committed->data), QL_PAGE_DAMAGED);
  CHECK_EQUAL(ql_repair_page(store, 9, good), QL_OUT_OF_RANGE);
  CHECK_EQUAL(ql_repair_page(store, 2, good), SQLITE_OK);
  check_hashes(store);
  ql_store_drop(store);
}

/* Bytes that no encoder wrote: cut, flipped, overwritten, made up. In memory of exactly their size, for the sanitizer. */
static void malformed_bytes_are_refused(void) {
  ql_store *leader = store_new_blank("leader"), *follower = store_new_blank("follower");
  sqlite3 *conn = conn_open(leader, WRITER);
  SQL(conn, "CREATE TABLE t(a INTEGER PRIMARY KEY, b); CREATE INDEX i ON t(b)");
  for (int i = 0; i < 60; i++) SQL(conn, "INSERT INTO t(b) VALUES (randomblob(300))");
  ship(leader, follower);
  SQL(conn, "UPDATE t SET b = randomblob(300) WHERE a %% 9 = 0");
  entry_copy entry = entry_take(leader, 0);
  uint64_t checksum = committed_checksum(follower);
  uint32_t pages = ql_pages_used(), applied = 0;
  for (int round = 0; round < 40000; round++) {
    uint32_t length = random_below(4) ? entry.length : random_below(entry.length + 64);
    uint8_t *bytes = malloc(length + !length);
    for (uint32_t i = 0; i < length; i++) bytes[i] = i < entry.length ? entry.bytes[i] : (uint8_t)random_below(256);
    if (length >= 16 && random_below(2)) ql_put_u32(bytes + 12, length);
    for (uint32_t n = random_below(5); n > 0 && length > 0; n--) {
      uint32_t at = random_below(random_below(2) ? length : length < 200 ? length : 200);
      bytes[at] = (uint8_t)(random_below(2) ? random_below(256) : bytes[at] ^ 1u << random_below(8));
    }
    /* Whether it was an import makes no difference to what an entry does. */
    if (length > 1) bytes[1] = entry.bytes[1];
    int unverified = random_below(50) == 0;
    int same = length == entry.length && memcmp(bytes, entry.bytes, length) == 0;
    if (!same && !unverified) {
      int code = ql_apply(follower, bytes, length, 0);
      if (code != QL_MALFORMED && code != QL_CHECKSUM_BEFORE && code != QL_CHECKSUM_AFTER) {
        fail(__FILE__, __LINE__, "round %d: code %d", round, code);
      }
      CHECK(committed_checksum(follower) == checksum);
      CHECK_EQUAL(ql_pages_used(), pages);
    } else if (unverified) {
      /* Replay believes the content; its form is checked all the same. */
      ql_store *scratch = store_new_blank("scratch");
      applied += ql_apply(scratch, bytes, length, QL_APPLY_UNVERIFIED) == SQLITE_OK;
      check_hashes(scratch);
      check_structure(scratch);
      ql_store_drop(scratch);
    }
    free(bytes);
    if (round == 20000) CHECK_EQUAL(ql_entry_check(entry.bytes, entry.length), SQLITE_OK);
  }
  CHECK(applied > 0);
  free(entry.bytes);
  conn_close(conn);
  ql_store_drop(leader);
  ql_store_drop(follower);
}

/* Parts are nobody's business until the header has come, and a header that does not fit them changes nothing. */
static void parts_are_seen_when_they_are_whole(void) {
  ql_store *leader = store_new_blank("leader"), *follower = store_new_blank("follower");
  sqlite3 *conn = conn_open(leader, WRITER);
  SQL(conn, "CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
  ship(leader, follower);
  uint32_t pages = ql_pages_used();
  SQL(conn, "INSERT INTO t(b) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<60) "
            "SELECT randomblob(2000) FROM n");
  uint32_t leader_pages = ql_pages_used() - pages;
  uint64_t before = committed_checksum(follower);
  uint8_t out[32], header[QL_ENTRY_HEADER];
  CHECK_EQUAL(ql_encode(leader, 0, 0, 100, out), SQLITE_MISUSE);
  CHECK_EQUAL(ql_encode(leader, 0, 0, 50000, out), SQLITE_OK);
  memcpy(header, ql_entry_bytes(), sizeof header);
  uint32_t records = ql_get_u32(out + 16), length = ql_get_u32(out + 4), next = ql_get_u32(out + 24);
  double version = ql_get_f64(out + 8);
  CHECK(next > 0);
  CHECK_EQUAL(ql_apply(follower, ql_entry_bytes(), length, 0), QL_MALFORMED);
  CHECK_EQUAL(ql_stage_apply(follower, header, sizeof header, 0), QL_MALFORMED);
  CHECK_EQUAL(ql_stage_part(follower, ql_entry_bytes() + 32, length - 33), QL_MALFORMED);
  CHECK(!follower->stage);
  CHECK_EQUAL(ql_stage_part(follower, ql_entry_bytes() + 32, length - 32), SQLITE_OK);
  /* Once more: its pages do not ascend. */
  CHECK_EQUAL(ql_stage_part(follower, ql_entry_bytes() + 32, length - 32), QL_MALFORMED);
  CHECK(committed_checksum(follower) == before);
  ql_put_u32(header + 8, records + 1);
  CHECK_EQUAL(ql_stage_apply(follower, header, sizeof header, 0), QL_MALFORMED);
  CHECK_EQUAL(ql_encode_part(leader, version, QL_MAX_PAGES, 0, 50000, out), QL_OUT_OF_RANGE);
  CHECK_EQUAL(ql_encode_part(leader, version + 7, next, 0, 50000, out), QL_NO_VERSION);
  while (next) {
    CHECK_EQUAL(ql_encode_part(leader, version, next, 0, 50000, out), SQLITE_OK);
    CHECK_EQUAL(ql_stage_part(follower, ql_entry_bytes(), ql_get_u32(out + 4)), SQLITE_OK);
    records += ql_get_u32(out + 16);
    length += ql_get_u32(out + 4);
    next = ql_get_u32(out + 24);
  }
  ql_put_u32(header + 8, records);
  ql_put_u32(header + 12, length - 1);
  CHECK_EQUAL(ql_stage_apply(follower, header, sizeof header, 0), QL_MALFORMED);
  ql_put_u32(header + 12, length);
  header[24] ^= 1;
  CHECK_EQUAL(ql_stage_apply(follower, header, sizeof header, 0), QL_CHECKSUM_AFTER);
  CHECK(!follower->stage && committed_checksum(follower) == before);
  CHECK_EQUAL(ql_pages_used(), pages + leader_pages);
  check_hashes(follower);
  CHECK_EQUAL(ql_abort(leader), 1);
  conn_close(conn);
  conn = conn_open(leader, WRITER);
  SQL(conn, "INSERT INTO t(b) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<60) "
            "SELECT randomblob(2000) FROM n");
  while (ship_in_parts(leader, follower, 20000)) {}
  CHECK(committed_checksum(follower) == committed_checksum(leader));
  check_hashes(follower);
  check_structure(follower);
  conn_close(conn);
  ql_store_drop(leader);
  ql_store_drop(follower);
}

void test_entries(void) {
  parts_are_seen_when_they_are_whole();
  page_hashes_are_xxh3();
  deltas_rebuild_the_page();
  wrong_entries_change_nothing();
  a_damaged_base_is_found();
  malformed_bytes_are_refused();
}
