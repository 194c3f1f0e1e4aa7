/* A leader with two writers, readers in both views, pins; commits, aborts, publishing in any rhythm; a follower that applies
** every published entry; and plain SQLite in memory as the oracle, which runs what was published and nothing else. */
#include "harness.h"

#define LOST_MAX 4096

typedef struct {
  ql_store *leader, *follower;
  sqlite3 *writers[2];
  sqlite3 *reader;      /* of C; sometimes in a transaction */
  sqlite3 *speculative; /* reader of S; sometimes in a transaction */
  sqlite3 *far;         /* reads the follower; sometimes in a transaction */
  sqlite3 *oracle;
  uint64_t reader_saw, far_saw; /* digests of their open transactions */
  int reader_open, far_open, speculative_open;
  char *pending[LOST_MAX]; /* SQL of each speculative version, for the oracle */
  uint32_t pending_count;
  int half_published; /* C is between two versions of one text */
  uint32_t commits, aborts, lost, doomed_reads, vacuums, full;
} world;

/* Content that the oracle can make as well. */
static void noise(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc;
  int bytes = sqlite3_value_int(argv[0]);
  uint64_t x = (uint64_t)sqlite3_value_int64(argv[1]) * 0x9E3779B97F4A7C15ull + 1;
  uint8_t *blob = sqlite3_malloc(bytes + 1);
  for (int i = 0; i < bytes; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    blob[i] = (uint8_t)(x >> 16);
  }
  sqlite3_result_blob(context, blob, bytes, sqlite3_free);
}

static sqlite3 *with_noise(sqlite3 *conn) {
  CHECK_EQUAL(sqlite3_create_function(conn, "noise", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, 0, noise, 0, 0), SQLITE_OK);
  return conn;
}

static sqlite3 *open_writer(world *w, int spilling) {
  sqlite3 *conn = with_noise(conn_open(w->leader, WRITER));
  if (spilling) SQL(conn, "PRAGMA cache_size = 12");
  return conn;
}

/* One transaction's worth of SQL. What it does must not depend on the page layout, so that the oracle does the same. */
static void make_sql(uint32_t i, char *out, size_t capacity) {
#define S(...) snprintf(out, capacity, __VA_ARGS__)
  uint32_t r = random_below(1000000);
  switch (random_below(18)) {
    case 0:
      S("INSERT INTO big(v) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<%u) "
        "SELECT noise(%u, i+%u) FROM n", 1 + random_below(120), random_below(9000), i);
      break;
    case 1:
      S("DELETE FROM big WHERE k %% %u = 0", 4 + random_below(30));
      break;
    case 2:
      S("BEGIN; UPDATE big SET v = noise(%u, k) WHERE k %% 7 = %u; SAVEPOINT s; INSERT INTO big(v) VALUES (zeroblob(20000)), "
        "(zeroblob(50000)); UPDATE big SET v = 1; ROLLBACK TO s; INSERT OR REPLACE INTO u VALUES ('k%u', %u); COMMIT",
        random_below(4000), random_below(7), random_below(300), i);
      break;
    case 3:
      S("BEGIN; DELETE FROM u WHERE v < %u; DELETE FROM big; ROLLBACK", i);
      break;
    case 4:
      S("BEGIN; DELETE FROM u WHERE v %% 5 = %u; SAVEPOINT a; DROP TABLE IF EXISTS d0; SAVEPOINT b; INSERT INTO u VALUES "
        "('s%u', 1); RELEASE b; ROLLBACK TO a; RELEASE a; COMMIT", random_below(5), i);
      break;
    case 5:
      S("INSERT INTO ft VALUES ('hello world %u %s')", i, r % 2 ? "lorem ipsum dolor" : "sit amet");
      break;
    case 6:
      S("DELETE FROM t WHERE id IN (SELECT id FROM t ORDER BY b LIMIT %u)", random_below(9));
      break;
    case 7:
      if (r % 40 == 0) S("DELETE FROM big; DELETE FROM ft WHERE rowid %% 2");
      else S("UPDATE t SET b = b + 1 WHERE id %% 10 = %u", r % 10);
      break;
    case 8:
      S("CREATE TABLE IF NOT EXISTS d%u(x PRIMARY KEY, y); CREATE INDEX IF NOT EXISTS di%u ON d%u(y); "
        "INSERT OR IGNORE INTO d%u VALUES (%u, %u)", r % 4, r % 4, r % 4, r % 4, i, r);
      break;
    case 9:
      S("DROP TABLE IF EXISTS d%u", r % 4);
      break;
    case 10:
      S("ALTER TABLE t RENAME COLUMN a TO tmp; ALTER TABLE t RENAME COLUMN tmp TO a");
      break;
    case 11:
      if (r % 10 == 0) S("VACUUM");
      else S("INSERT INTO t(a, b) VALUES ('unique%u', 1), ('unique%u', 2)", i, i);
      break;
    default:
      S("INSERT INTO t(a, b) VALUES (noise(%u, %u), %u)", 8 + random_below(120), i, r % 1000);
  }
#undef S
}

/* Runs SQL in a writer, statement by statement as SQLite does, and remembers it with each version that it made. */
static void write_something(world *w, uint32_t i) {
  char sql[2048];
  make_sql(i, sql, sizeof sql);
  sqlite3 *conn = w->writers[random_below(2)];
  uint32_t before = w->leader->version_count;
  int code = try_sql(conn, "%s", sql);
  int expected = strstr(sql, "unique") ? SQLITE_CONSTRAINT_UNIQUE : SQLITE_OK;
  if (code != expected) fail(__FILE__, __LINE__, "round %u: %s: %d %s", i, sql, code, sqlite3_errmsg(conn));
  CHECK(sqlite3_get_autocommit(conn));
  uint32_t made = w->leader->version_count - before;
  if (strcmp(sql, "VACUUM") == 0) w->vacuums++;
  w->commits += made;
  /* A text of several statements made several versions; the oracle runs all of it at the last. */
  for (uint32_t k = 0; k < made; k++) {
    CHECK(w->pending_count < LOST_MAX);
    w->pending[w->pending_count++] = k + 1 == made ? strdup(sql) : 0;
  }
}

static void publish_some(world *w, uint32_t n) {
  for (uint32_t k = 0; k < n && w->leader->version_count > 0; k++) {
    entry_copy entry = entry_take(w->leader, random_below(10) == 0 ? QL_ENCODE_RAW : 0);
    CHECK(entry.length > 0);
    CHECK_EQUAL(ql_publish(w->leader, 1), 1);
    CHECK_EQUAL(ql_apply(w->follower, entry.bytes, entry.length, 0), SQLITE_OK);
    CHECK(committed_checksum(w->leader) == committed_checksum(w->follower));
    free(entry.bytes);
    char *sql = w->pending[0];
    w->half_published = !sql;
    memmove(w->pending, w->pending + 1, --w->pending_count * sizeof *w->pending);
    if (sql) {
      SQL(w->oracle, "%s", sql);
      free(sql);
    }
  }
  CHECK_EQUAL(w->pending_count, w->leader->version_count);
}

static void abort_everything(world *w) {
  /* The oracle runs whole texts, so one that is half published must be published to its end. */
  while (w->half_published) publish_some(w, 1);
  int interactive = random_below(3) == 0;
  if (interactive) SQL(w->writers[0], "BEGIN IMMEDIATE; INSERT INTO t(a) VALUES ('open'); DELETE FROM big");
  uint32_t versions = w->leader->version_count;
  uint64_t committed = committed_checksum(w->leader);
  CHECK_EQUAL(ql_abort(w->leader), versions);
  if (versions) w->aborts++;
  w->lost += versions;
  CHECK(committed_checksum(w->leader) == committed);
  for (uint32_t k = 0; k < w->pending_count; k++) free(w->pending[k]);
  w->pending_count = 0;
  if (interactive) {
    int code = try_sql(w->writers[0], "COMMIT");
    CHECK(code == SQLITE_ABORT_ROLLBACK || (code & 0xff) == SQLITE_IOERR);
  }
  for (int k = 0; k < 2; k++) {
    if (!ql_file_of(w->writers[k])->doomed) continue;
    CHECK_EQUAL(try_sql(w->writers[k], "INSERT INTO t(a) VALUES ('doomed')"), SQLITE_ABORT_ROLLBACK);
    conn_close(w->writers[k]);
    w->writers[k] = open_writer(w, k);
  }
  if (ql_file_of(w->speculative)->doomed) {
    if (!w->speculative_open) CHECK_EQUAL(try_sql(w->speculative, "SELECT 1 FROM t"), SQLITE_ABORT_ROLLBACK);
    w->doomed_reads++;
    conn_close(w->speculative);
    w->speculative = conn_open(w->leader, QL_OPEN_SPECULATIVE);
    w->speculative_open = 0;
  }
  CHECK(!ql_file_of(w->reader)->doomed);
}

static void toggle(sqlite3 *conn, int *open, uint64_t *saw) {
  if (!*open) {
    SQL(conn, "BEGIN");
    *saw = digest(conn);
  } else {
    CHECK(digest(conn) == *saw);
    SQL(conn, "COMMIT");
  }
  *open = !*open;
}

static void compare_all(world *w) {
  publish_some(w, 100000);
  uint64_t seen = digest(w->oracle);
  CHECK(digest(w->writers[0]) == seen);
  CHECK(digest(w->writers[1]) == seen);
  if (!w->reader_open) CHECK(digest(w->reader) == seen);
  if (!w->far_open) CHECK(digest(w->far) == seen);
  check_integrity(w->far);
  check_integrity(w->writers[0]);
  check_hashes(w->leader);
  check_structure(w->leader);
  check_structure(w->follower);
  CHECK_EQUAL(try_sql(w->writers[0], "INSERT INTO ft(ft) VALUES ('integrity-check')"), SQLITE_OK);
  publish_some(w, 10);
}

static uint64_t uses(void) { return ((uint64_t)ql_pages_used() + ql_pages_free()) * QL_PAGE_SIZE; }

static void open_world(world *w) {
  memset(w, 0, sizeof *w);
  w->leader = store_new_blank("leader");
  w->follower = store_new_blank("follower");
  w->writers[0] = open_writer(w, 0);
  w->writers[1] = open_writer(w, 1);
  w->reader = conn_open(w->leader, 0);
  w->speculative = conn_open(w->leader, QL_OPEN_SPECULATIVE);
  w->far = conn_open(w->follower, 0);
  CHECK_EQUAL(sqlite3_open_v2(":memory:", &w->oracle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY, "memdb"), SQLITE_OK);
  with_noise(w->oracle);
  const char *schema = "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE, b); CREATE INDEX tb ON t(b); "
                       "CREATE TABLE big(k INTEGER PRIMARY KEY, v); CREATE TABLE u(k TEXT PRIMARY KEY, v) WITHOUT ROWID; "
                       "CREATE VIRTUAL TABLE ft USING fts5(x)";
  SQL(w->writers[0], "PRAGMA auto_vacuum = %u; VACUUM; %s", random_below(2), schema);
  SQL(w->oracle, "%s", schema);
  while (w->pending_count < w->leader->version_count) w->pending[w->pending_count++] = 0;
  publish_some(w, 1000);
}

static void close_world(world *w) {
  if (w->reader_open) SQL(w->reader, "COMMIT");
  conn_close(w->writers[0]);
  conn_close(w->writers[1]);
  conn_close(w->reader);
  conn_close(w->speculative);
  conn_close(w->far);
  conn_close(w->oracle);
  ql_store_drop(w->leader);
  ql_store_drop(w->follower);
}

void test_stress(uint32_t rounds) {
  static world w;
  open_world(&w);
  uint64_t live_most = 0, heap_most = 0;
  for (uint32_t i = 1; i <= rounds; i++) {
    write_something(&w, i);
    uint32_t z = random_below(100);
    if (z < 40) publish_some(&w, 1 + random_below(4));
    else if (z < 50) publish_some(&w, 100000);
    else if (z < 66) abort_everything(&w);
    else if (z < 70) toggle(w.reader, &w.reader_open, &w.reader_saw);
    else if (z < 74) toggle(w.far, &w.far_open, &w.far_saw);
    else if (z < 78) {
      SQL(w.speculative, w.speculative_open ? "COMMIT" : "BEGIN; SELECT count(*) FROM t");
      w.speculative_open = !w.speculative_open;
    }
    uint64_t live = ((uint64_t)w.leader->speculative.page_count + w.follower->committed.page_count) * QL_PAGE_SIZE;
    if (live > live_most) live_most = live;
    if (uses() > heap_most) heap_most = uses();
    if (i % 250 == 0) compare_all(&w);
  }
  compare_all(&w);
  CHECK(heap_most <= 2 * live_most + (16u << 20));
  printf(" %u commits, %u aborts of %u versions, %u vacuums, %u readers doomed, %.0f MiB live, %.0f MiB of pages;", w.commits,
         w.aborts, w.lost, w.vacuums, w.doomed_reads, (double)live_most / 1048576, (double)heap_most / 1048576);
  fflush(stdout);
  if (rounds >= 4000) CHECK(w.commits >= 3000 && w.aborts >= 500 && w.vacuums > 5 && w.doomed_reads > 5);
  close_world(&w);
}
