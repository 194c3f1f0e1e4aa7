/* Forks: pages are shared until one of the two changes them, and neither ever hears of what the other does. */
#include "harness.h"

static uint64_t digest_of(ql_store *store) {
  sqlite3 *conn = conn_open(store, 0);
  uint64_t seen = digest(conn);
  check_integrity(conn);
  conn_close(conn);
  return seen;
}

static ql_store *fork_new(ql_store *source, const char *name) {
  ql_store *fork;
  CHECK_EQUAL(ql_store_fork(source, name, &fork), SQLITE_OK);
  CHECK(fork == ql_store_find(name));
  CHECK(committed_checksum(fork) == committed_checksum(source));
  CHECK_EQUAL(fork->committed.page_count, source->committed.page_count);
  check_structure(fork);
  check_hashes(fork);
  return fork;
}

static ql_store *filled(const char *name, sqlite3 **writer) {
  ql_store *store = store_new_blank(name);
  *writer = conn_open(store, WRITER);
  SQL(*writer, "PRAGMA auto_vacuum = 2; VACUUM; CREATE TABLE t(a INTEGER PRIMARY KEY, b); INSERT INTO t(b) "
               "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<400) SELECT randomblob(3000) FROM n");
  ql_publish(store, 100);
  return store;
}

static void pages_are_shared_until_they_change(void) {
  sqlite3 *writer, *forked;
  ql_store *source = filled("source", &writer);
  uint32_t used = ql_pages_used();
  uint64_t before = digest_of(source);
  ql_store *fork = fork_new(source, "fork");
  CHECK_EQUAL(ql_pages_used(), used);

  forked = conn_open(fork, WRITER);
  SQL(forked, "UPDATE t SET b = 'changed' WHERE a = 7");
  ql_publish(fork, 1);
  CHECK(ql_pages_used() > used && ql_pages_used() < used + 10);
  CHECK(digest_of(source) == before);
  uint64_t changed = digest_of(fork);
  CHECK(changed != before);

  SQL(writer, "DELETE FROM t; PRAGMA incremental_vacuum; VACUUM");
  ql_publish(source, 100);
  CHECK(digest_of(fork) == changed);
  check_hashes(fork);
  check_structure(source);
  check_structure(fork);
  conn_close(writer);
  ql_store_drop(source);
  CHECK(digest_of(fork) == changed);
  conn_close(forked);
  ql_store_drop(fork);
}

static void a_fork_has_what_is_committed_and_nothing_else(void) {
  sqlite3 *writer;
  ql_store *source = filled("source", &writer), *fork, *empty = store_new("empty");
  uint64_t committed = digest_of(source);
  CHECK_EQUAL(ql_store_fork(empty, "fork", &fork), QL_NOT_A_DATABASE);
  CHECK_EQUAL(ql_store_fork(source, "source", &fork), QL_EXISTS);
  CHECK_EQUAL(ql_store_fork(source, "", &fork), SQLITE_MISUSE);
  ql_store_drop(empty);
  SQL(writer, "UPDATE t SET b = 1; CREATE TABLE speculative(a)");
  SQL(writer, "BEGIN; DELETE FROM t");
  CHECK_EQUAL(ql_import_begin(source), SQLITE_BUSY);
  fork = fork_new(source, "fork");
  CHECK(digest_of(fork) == committed);
  SQL(writer, "COMMIT");
  ql_store *later = 0;
  CHECK_EQUAL(ql_publish(source, 1), 1);
  later = fork_new(source, "later");
  CHECK(ql_abort(source) > 0);
  CHECK(digest_of(fork) == committed);
  CHECK(digest_of(later) == digest_of(source));
  conn_close(writer);
  ql_store_drop(fork);
  ql_store_drop(source);
  check_hashes(later);
  ql_store_drop(later);
}

/* Old versions of the source, kept for its readers, go when those go; the fork keeps what it shares. */
static void readers_of_the_source_keep_their_snapshots(void) {
  sqlite3 *writer;
  ql_store *source = filled("source", &writer);
  uint64_t old = digest_of(source);
  sqlite3 *reader = conn_open(source, 0);
  SQL(reader, "BEGIN; SELECT count(*) FROM t");
  SQL(writer, "UPDATE t SET b = randomblob(2000)");
  ql_publish(source, 1);
  ql_store *fork = fork_new(source, "fork");
  uint64_t forked = digest_of(fork);
  SQL(writer, "UPDATE t SET b = randomblob(1000)");
  ql_publish(source, 1);
  CHECK(digest(reader) == old);
  SQL(reader, "COMMIT");
  check_structure(source);
  conn_close(writer);
  conn_close(reader);
  ql_store_drop(source);
  CHECK(digest_of(fork) == forked);
  ql_store_drop(fork);
}

static void a_refused_allocation_leaves_no_fork(void) {
  sqlite3 *writer;
  ql_store *source = filled("source", &writer);
  uint32_t pages = ql_pages_used(), records = ql_page_version_count(), stores = ql_store_count();
  uint32_t refusals = 0;
  for (int64_t k = 0;; k += 1 + random_below(40)) {
    ql_store *fork;
    fail_allocation_after(k, 0);
    int code = ql_store_fork(source, "fork", &fork);
    fail_allocation_after(-1, 0);
    if (code == SQLITE_OK) {
      ql_store_drop(fork);
      break;
    }
    refusals++;
    CHECK_EQUAL(code, SQLITE_NOMEM);
    CHECK_EQUAL(ql_pages_used(), pages);
    CHECK_EQUAL(ql_page_version_count(), records);
    CHECK_EQUAL(ql_store_count(), stores);
  }
  CHECK(refusals > 5);
  check_hashes(source);
  conn_close(writer);
  ql_store_drop(source);
}

static int restored_page(ql_store *store, ql_store *relative, ql_pin *pin, uint32_t pgno) {
  const uint8_t *page;
  int code = ql_pin_page(pin, pgno, &page);
  if (code == QL_HOLE) return 0;
  CHECK_EQUAL(code, SQLITE_OK);
  uint8_t *copy = malloc(QL_PAGE_SIZE);
  memcpy(copy, page, QL_PAGE_SIZE);
  code = ql_restore_share(store, pgno, copy, 0, relative);
  int is_shared = code == SQLITE_OK;
  if (!is_shared) {
    CHECK_EQUAL(code, QL_HOLE);
    CHECK_EQUAL(ql_restore_put(store, pgno, copy, 0), SQLITE_OK);
  }
  free(copy);
  return is_shared;
}

static void restored_relatives_share_what_they_have_in_common(void) {
  sqlite3 *writer, *forked;
  ql_store *source = filled("source", &writer), *fork = fork_new(source, "fork");
  forked = conn_open(fork, WRITER);
  SQL(forked, "UPDATE t SET b = randomblob(3000) WHERE a %% 10 = 0");
  SQL(forked, "INSERT INTO t(b) VALUES (randomblob(50000))");
  ql_publish(fork, 2);
  conn_close(forked);
  uint64_t seen = digest_of(fork);
  ql_pin *pin = ql_pin_take(fork, 0);
  ql_store *restored = store_new("restored");
  uint32_t used = ql_pages_used(), shared = 0, put = 0;
  for (uint32_t pgno = 1; pgno <= pin->mark.page_count; pgno++) {
    if (restored_page(restored, source, pin, pgno)) shared++;
    else put++;
  }
  CHECK(put > 40 && shared > 200);
  /* What is put again takes the place of what was shared. */
  uint8_t page[QL_PAGE_SIZE];
  memset(page, 1, sizeof page);
  CHECK_EQUAL(ql_restore_put(restored, 5, page, 0), SQLITE_OK);
  CHECK_EQUAL(ql_restore_share(restored, 5, page, 0, source), QL_HOLE);
  restored_page(restored, source, pin, 5);
  CHECK_EQUAL(ql_restore_share(restored, QL_MAX_PAGES, page, 0, source), QL_HOLE);
  CHECK_EQUAL(ql_restore_share(restored, 0, page, 0, source), QL_OUT_OF_RANGE);
  CHECK_EQUAL(ql_restore_finish(restored, pin->mark.page_count), SQLITE_OK);
  CHECK(ql_pages_used() <= used + put + 1);
  CHECK(committed_checksum(restored) == pin->mark.checksum);
  check_structure(restored);
  check_hashes(restored);
  ql_pin_release(pin);
  ql_store_drop(source);
  conn_close(writer);
  CHECK(digest_of(restored) == seen);
  ql_store_drop(fork);
  CHECK(digest_of(restored) == seen);
  ql_store_drop(restored);
}

/* ---- A family at random: each member must be what its own commits made of it. */

#define FAMILY 6

typedef struct {
  ql_store *store;
  sqlite3 *writer;
  uint64_t committed;
} member;

static void member_drop(member *one) {
  if (!one->store) return;
  /* In either order. */
  if (random_below(2)) conn_close(one->writer);
  else {
    ql_store_drop(one->store);
    conn_close(one->writer);
    one->store = 0;
    return;
  }
  ql_store_drop(one->store);
  one->store = 0;
}

static void member_write(member *one) {
  switch (random_below(5)) {
    case 0:
      SQL(one->writer, "INSERT INTO t(b) VALUES (randomblob(%u)), (zeroblob(%u))", random_below(20000), random_below(9000));
      break;
    case 1:
      SQL(one->writer, "DELETE FROM t WHERE a %% 9 = %u", random_below(9));
      break;
    case 2:
      if (random_below(4) == 0) SQL(one->writer, "VACUUM");
      else SQL(one->writer, "PRAGMA incremental_vacuum(5)");
      break;
    default:
      SQL(one->writer, "UPDATE t SET b = randomblob(length(b)) WHERE a %% 17 = %u", random_below(17));
  }
}

static void member_step(member *one) {
  member_write(one);
  if (random_below(3) == 0) {
    if (ql_abort(one->store) > 0) {
      conn_close(one->writer);
      one->writer = conn_open(one->store, WRITER);
    }
    CHECK(digest_of(one->store) == one->committed);
  } else if (ql_publish(one->store, 100) > 0) {
    one->committed = digest_of(one->store);
  }
  if (random_below(10) == 0) ql_forget_gone(one->store, (double)one->store->committed.version);
}

static void a_family_at_random(void) {
  member family[FAMILY] = {{0}};
  char name[20];
  family[0].store = filled("member0", &family[0].writer);
  family[0].committed = digest_of(family[0].store);
  uint32_t forks = 0;
  for (uint32_t i = 1; i <= 400; i++) {
    member *one = &family[random_below(FAMILY)], *other = &family[random_below(FAMILY)];
    if (one->store && random_below(4)) {
      member_step(one);
    } else if (other->store && one != other) {
      member_drop(one);
      snprintf(name, sizeof name, "member%u", i);
      *one = (member){.store = fork_new(other->store, name), .committed = other->committed};
      one->writer = conn_open(one->store, WRITER);
      forks++;
    }
    if (i % 20 == 0) {
      for (int k = 0; k < FAMILY; k++) {
        if (!family[k].store) continue;
        CHECK(digest_of(family[k].store) == family[k].committed);
        check_structure(family[k].store);
        check_hashes(family[k].store);
      }
    }
  }
  CHECK(forks > 20);
  for (int k = 0; k < FAMILY; k++) member_drop(&family[k]);
}

void test_fork(void) {
  pages_are_shared_until_they_change();
  a_fork_has_what_is_committed_and_nothing_else();
  readers_of_the_source_keep_their_snapshots();
  a_refused_allocation_leaves_no_fork();
  restored_relatives_share_what_they_have_in_common();
  a_family_at_random();
}
