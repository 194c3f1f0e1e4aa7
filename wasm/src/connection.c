/* Connections: opening one on a store, what SQL may do on it, and making it as good as new for the next request. */
#include "connection.h"

#include "bytes.h"
#include "heap.h"
#include "wasm-imports.h"

#define CLIENT_DATA "quorumlite"
#define LARGEST_ROOT_AT 52      /* in page 1: not 0 with auto_vacuum */
#define INCREMENTAL_VACUUM_AT 64 /* in page 1: not 0 with auto_vacuum=incremental */

ql_conn *ql_conn_of(sqlite3 *db) { return sqlite3_get_clientdata(db, CLIENT_DATA); }

sqlite3_int64 ql_conn_changes(const ql_conn *conn, sqlite3 *db) {
  if (conn && sqlite3_total_changes64(db) == conn->changes_before) return 0;
  return sqlite3_changes64(db);
}

/* changes() in SQL. SQLite's own would still tell what the request before this one changed. */
static void changes_function(sqlite3_context *context, int argc, sqlite3_value **argv) {
  (void)argc, (void)argv;
  sqlite3_result_int64(context, ql_conn_changes(sqlite3_user_data(context), sqlite3_context_db_handle(context)));
}

int ql_conn_setup(sqlite3 *db, uint32_t flags) {
  ql_file *file = ql_file_of(db);
  if (!file) return SQLITE_MISUSE;
  ql_conn *conn = ql_conn_of(db);
  if (!conn) {
    conn = ql_alloc_zeroed(sizeof *conn);
    if (!conn) return SQLITE_NOMEM;
    int code = sqlite3_set_clientdata(db, CLIENT_DATA, conn, ql_free);
    if (code != SQLITE_OK) return code;
    conn->db = db;
    conn->file = file;
    code = sqlite3_create_function_v2(db, "changes", 0, SQLITE_UTF8 | SQLITE_INNOCUOUS, conn, changes_function, 0, 0, 0);
    if (code != SQLITE_OK) return code;
    /* Once and for all profiles: setting it again would make SQLite compile every statement anew. */
    code = sqlite3_set_authorizer(db, ql_authorize, conn);
    if (code != SQLITE_OK) return code;
  }
  sqlite3_extended_result_codes(db, 1);
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)0);
  sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
  file->writable = (flags & QL_OPEN_WRITABLE) != 0;
  return ql_conn_set_view(db, (flags & QL_OPEN_SPECULATIVE) != 0);
}

int ql_open(ql_store *store, uint32_t flags, sqlite3 **out) {
  *out = 0;
  if (store->committed.page_count == 0) return QL_NOT_A_DATABASE;
  sqlite3 *db = 0;
  int code = sqlite3_open_v2(store->name, &db, SQLITE_OPEN_READWRITE, "quorumlite");
  if (code == SQLITE_OK) code = ql_conn_setup(db, flags);
  if (code != SQLITE_OK) {
    sqlite3_close_v2(db);
    return code;
  }
  *out = db;
  return SQLITE_OK;
}

int ql_close(sqlite3 *db) { return sqlite3_close_v2(db); }

int ql_conn_profile(sqlite3 *db, int profile) {
  ql_conn *conn = ql_conn_of(db);
  if (!conn || profile < QL_PROFILE_INTERNAL || profile > QL_PROFILE_WRITER) return SQLITE_MISUSE;
  conn->profile = profile;
  return sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, profile != QL_PROFILE_INTERNAL, (int *)0);
}

void ql_conn_allow_transactions(sqlite3 *db, int allow) {
  ql_conn *conn = ql_conn_of(db);
  if (conn) conn->allow_transactions = allow != 0;
}

const char *ql_denied_reason(sqlite3 *db) {
  const ql_conn *conn = ql_conn_of(db);
  return conn && conn->denied ? conn->denied_reason : 0;
}

int ql_conn_set_view(sqlite3 *db, int speculative) {
  ql_conn *conn = ql_conn_of(db);
  if (!conn) return SQLITE_MISUSE;
  if (speculative && conn->file->store->remote) return SQLITE_MISUSE; /* a reader in another thread only knows C */
  if (conn->file->pin && conn->file->speculative != (speculative != 0)) return SQLITE_BUSY;
  conn->file->speculative = speculative != 0;
  return SQLITE_OK;
}

static int poll_host(void *unused) {
  (void)unused;
  return ql_import_poll();
}

void ql_conn_poll_every(sqlite3 *db, int operations) {
  sqlite3_progress_handler(db, operations, operations > 0 ? poll_host : 0, 0);
}

/* Compiling the PRAGMA is what makes SQLite remember the mode for the next VACUUM; running it would write. */
static int forget_next_auto_vacuum(const ql_conn *conn) {
  const ql_store *store = conn->file->store;
  const ql_mark *mark = conn->file->speculative ? &store->speculative : &store->committed;
  const ql_page_version *page = ql_page_at(store, 1, mark->version);
  if (!page || !page->data) return SQLITE_OK;
  int mode = !ql_get_be32(page->data + LARGEST_ROOT_AT) ? 0 : ql_get_be32(page->data + INCREMENTAL_VACUUM_AT) ? 2 : 1;
  char sql[] = "PRAGMA auto_vacuum=0";
  sql[sizeof sql - 2] = (char)('0' + mode);
  sqlite3_stmt *stmt = 0;
  int code = sqlite3_prepare_v2(conn->db, sql, -1, &stmt, 0);
  sqlite3_finalize(stmt);
  return code;
}

static int restore_settings(ql_conn *conn) {
  int profile = conn->profile;
  conn->profile = QL_PROFILE_INTERNAL;
  int code = sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, (int *)0);
  if (code == SQLITE_OK) {
    code = sqlite3_exec(conn->db, "PRAGMA recursive_triggers=0; PRAGMA defer_foreign_keys=0", 0, 0, 0);
  }
  if (code == SQLITE_OK) code = forget_next_auto_vacuum(conn);
  if (code == SQLITE_OK) conn->settings_changed = 0;
  conn->profile = profile;
  return code;
}

int ql_conn_reset(sqlite3 *db) {
  ql_conn *conn = ql_conn_of(db);
  if (!conn) return SQLITE_MISUSE;
  if (!sqlite3_get_autocommit(db)) return SQLITE_BUSY;
  conn->denied = 0;
  if (conn->settings_changed) {
    int code = restore_settings(conn);
    if (code != SQLITE_OK) return code;
  }
  sqlite3_set_last_insert_rowid(db, 0);
  conn->changes_before = sqlite3_total_changes64(db);
  return SQLITE_OK;
}

void ql_conn_state(sqlite3 *db, uint8_t *out) {
  const ql_conn *conn = ql_conn_of(db);
  const ql_file *file = conn ? conn->file : ql_file_of(db);
  ql_put_u32(out, sqlite3_get_autocommit(db) ? 1 : 0);
  ql_put_u32(out + 4, (uint32_t)sqlite3_txn_state(db, "main"));
  ql_put_u32(out + 8, file && file->doomed ? 1 : 0);
  ql_put_u32(out + 12, (uint32_t)sqlite3_extended_errcode(db));
  ql_put_u64(out + 16, (uint64_t)sqlite3_last_insert_rowid(db));
  ql_put_u64(out + 24, (uint64_t)ql_conn_changes(conn, db));
  ql_put_f64(out + 32, file && file->pin ? (double)file->pin->mark.version : -1);
  ql_put_u32(out + 40, file && ql_file_writes(file) ? file->store->transaction.frame_count : 0);
  ql_put_u32(out + 44, 0);
}
