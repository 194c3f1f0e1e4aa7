/* What SQL may do under each profile. */
#include "harness.h"

static const char *const allowed[] = {
    "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT, b REFERENCES t(a))",
    "CREATE INDEX i ON t(b)",
    "CREATE VIEW v AS SELECT * FROM t",
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET b = new.a WHERE a = new.a; END",
    "INSERT INTO t(b) VALUES (NULL), (NULL)",
    "UPDATE t SET b = 1",
    "DELETE FROM t WHERE a = 2",
    "ALTER TABLE t ADD COLUMN c",
    "ALTER TABLE t RENAME COLUMN c TO d",
    "ALTER TABLE t DROP COLUMN d",
    "REINDEX",
    "ANALYZE",
    "CREATE VIRTUAL TABLE f USING fts5(x)",
    "INSERT INTO f VALUES ('hello'), ('world')",
    "SELECT * FROM f WHERE f MATCH 'hello' ORDER BY rank",
    "INSERT INTO f(f) VALUES ('optimize')",
    "INSERT INTO f(f) VALUES ('integrity-check')",
    "CREATE VIRTUAL TABLE fv USING fts5vocab(f, row)",
    "SELECT * FROM fv",
    "CREATE VIRTUAL TABLE rt USING rtree(id, x0, x1)",
    "INSERT INTO rt VALUES (1, 0, 1)",
    "SELECT rtreecheck('rt')",
    "SELECT count(*) FROM dbstat",
    "SELECT value FROM json_each('[1,2]')",
    "SELECT * FROM pragma_table_info('t')",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<3) SELECT sum(i) FROM n",
    "SELECT changes(), last_insert_rowid(), random(), datetime('now'), sin(1)",
    "PRAGMA table_info(t)",
    "PRAGMA main.table_xinfo(t)",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA defer_foreign_keys = ON",
    "PRAGMA user_version = 7",
    "PRAGMA application_id = 9",
    "PRAGMA journal_mode",
    "PRAGMA page_size",
    "PRAGMA encoding",
    "PRAGMA schema_version",
    "PRAGMA integrity_check",
    "PRAGMA quick_check(5)",
    "PRAGMA optimize",
    "PRAGMA auto_vacuum = INCREMENTAL",
    "PRAGMA incremental_vacuum(10)",
    "PRAGMA compile_options",
    "EXPLAIN QUERY PLAN SELECT * FROM t",
    "VACUUM",
    "DROP TABLE f",
    "DROP VIEW v",
    "DROP INDEX i",
};

static const struct {
  const char *sql;
  const char *reason;
} refused[] = {
    {"PRAGMA locking_mode", "PRAGMA locking_mode is not allowed"},
    {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA locking_mode is not allowed"},
    {"PRAGMA journal_mode = DELETE", "PRAGMA journal_mode cannot be set"},
    {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode cannot be set"},
    {"PRAGMA page_size = 8192", "PRAGMA page_size cannot be set"},
    {"PRAGMA encoding = 'UTF-16'", "PRAGMA encoding cannot be set"},
    {"PRAGMA schema_version = 3", "PRAGMA schema_version cannot be set"},
    {"PRAGMA writable_schema = 1", "PRAGMA writable_schema is not allowed"},
    {"PRAGMA WAL_checkpoint", "PRAGMA WAL_checkpoint is not allowed"},
    {"PRAGMA cache_size = 1", "PRAGMA cache_size is not allowed"},
    {"PRAGMA temp_store = 1", "PRAGMA temp_store is not allowed"},
    {"PRAGMA case_sensitive_like = 1", "PRAGMA case_sensitive_like is not allowed"},
    {"PRAGMA ignore_check_constraints = 1", "PRAGMA ignore_check_constraints is not allowed"},
    {"PRAGMA query_only = 1", "PRAGMA query_only is not allowed"},
    {"PRAGMA temp.user_version = 1", "PRAGMA temp.user_version is not allowed"},
    {"PRAGMA max_page_count = 10", "PRAGMA max_page_count cannot be set"},
    {"ATTACH 'other' AS o", "ATTACH is not allowed"},
    {"ATTACH '' AS o", "ATTACH is not allowed"},
    {"ATTACH ? AS o", "ATTACH is not allowed"},
    {"DETACH main", "DETACH is not allowed"},
    {"VACUUM INTO 'copy'", 0},
    {"CREATE TEMP TABLE x(a)", "TEMP objects are not allowed"},
    {"CREATE TABLE temp.x(a)", "TEMP objects are not allowed"},
    {"CREATE TEMP VIEW x AS SELECT 1", "TEMP objects are not allowed"},
    {"CREATE TEMP TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END", "TEMP objects are not allowed"},
    {"CREATE VIRTUAL TABLE temp.x USING fts5(a)", "TEMP objects are not allowed"},
    {"SELECT total_changes()", "total_changes() is not allowed"},
    {"SELECT sqlite_log(1, 'x')", "sqlite_log() is not allowed"},
    {"BEGIN", "BEGIN is not allowed here"},
    {"COMMIT", "COMMIT is not allowed here"},
    {"ROLLBACK", "ROLLBACK is not allowed here"},
    {"SAVEPOINT s", "SAVEPOINT is not allowed here"},
    {"RELEASE s", "SAVEPOINT is not allowed here"},
    {"ROLLBACK TO s", "SAVEPOINT is not allowed here"},
    {"DELETE FROM sqlite_master", 0},
    {"INSERT INTO sqlite_schema VALUES (1,2,3,4,5)", 0},
};

/* As a host does it: by ql_prepare, so that the authoriser knows whose text it is. */
static int run(sqlite3 *conn, const char *sql) {
  sqlite3_stmt *stmt;
  uint32_t tail;
  int code = ql_prepare_statement(conn, sql, (uint32_t)strlen(sql), 0, &stmt, &tail);
  if (code != SQLITE_OK) return code;
  do {
    code = sqlite3_step(stmt);
  } while (code == SQLITE_ROW);
  sqlite3_finalize(stmt);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

static void check_refused(sqlite3 *conn, const char *sql, const char *reason) {
  int code = run(conn, sql);
  if (code == SQLITE_OK) fail(__FILE__, __LINE__, "allowed: %s", sql);
  const char *got = ql_denied_reason(conn);
  if (reason && ((code != SQLITE_AUTH && code != SQLITE_ERROR) || !got || strcmp(got, reason) != 0)) {
    fail(__FILE__, __LINE__, "%s: code %d, reason %s", sql, code, got ? got : "none");
  }
}

void test_authorizer(void) {
  ql_store *store = store_new_blank("authorizer");
  sqlite3 *writer = conn_open(store, WRITER), *reader = conn_open(store, QL_OPEN_SPECULATIVE);
  CHECK_EQUAL(ql_conn_profile(writer, QL_PROFILE_WRITER), SQLITE_OK);
  CHECK_EQUAL(ql_conn_profile(reader, QL_PROFILE_READER), SQLITE_OK);
  for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++) {
    int code = run(writer, allowed[i]);
    if (code != SQLITE_OK) {
      const char *reason = ql_denied_reason(writer);
      fail(__FILE__, __LINE__, "%s: %s (%s)", allowed[i], sqlite3_errmsg(writer), reason ? reason : "no reason");
    }
    CHECK(ql_denied_reason(writer) == 0);
    for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) {
      if ((i + k) % 7 == 0) check_refused(writer, refused[k].sql, refused[k].reason);
    }
  }
  for (size_t k = 0; k < sizeof refused / sizeof *refused; k++) check_refused(reader, refused[k].sql, refused[k].reason);
  check_refused(reader, "VACUUM", 0);
  /* sqlite3_prepare of wa-sqlite, not ql_prepare: nothing may look like VACUUM's own. */
  CHECK_EQUAL(try_sql(reader, "ATTACH '' AS o"), SQLITE_AUTH);
  CHECK_EQUAL(try_sql(reader, "BEGIN"), SQLITE_AUTH);
  ql_conn_allow_transactions(reader, 1);
  CHECK_EQUAL(run(reader, "BEGIN"), SQLITE_OK);
  CHECK_EQUAL(run(reader, "SAVEPOINT s"), SQLITE_OK);
  CHECK_EQUAL(run(reader, "RELEASE s"), SQLITE_OK);
  CHECK_EQUAL(run(reader, "COMMIT"), SQLITE_OK);
  ql_conn_allow_transactions(reader, 0);
  check_refused(reader, "BEGIN", "BEGIN is not allowed here");
  check_integrity(writer);
  conn_close(writer);
  conn_close(reader);
  ql_store_drop(store);
}
